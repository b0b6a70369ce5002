using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ComfyDeps.Completion;

/// <summary>Completes a parameter from names already on this machine. Completion never goes to the network.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        QuotedWord word = QuotedWord.Parse(wordToComplete);
        return Candidates(word.Text, fakeBoundParameters ?? new Hashtable())
            .Where(static candidate => candidate.Name.Length > 0 && !candidate.Name.Any(char.IsControl))
            .Select(candidate => new CompletionResult(
                word.Quote(candidate.Name),
                candidate.Name,
                CompletionResultType.ParameterValue,
                candidate.Description));
    }

    /// <summary>The names that begin like a word or match it, few and in order.</summary>
    /// <param name="word">What the user typed, without quotes.</param>
    /// <param name="bound">The parameters that were typed before, by name.</param>
    /// <returns>Names with what they are.</returns>
    protected abstract IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound);
}
