using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>A branch or a tag stands beside the commit that it stood for, never alone.</summary>
internal sealed class RefRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "ref";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((RegistryPlace place, PinSource source) in RegistryParts.Sources(document))
        {
            if (source.Ref is not string name)
            {
                continue;
            }

            if (!IsRefName(name))
            {
                yield return place.Then("ref").Wrong("the name of a branch or a tag", name);
            }
            else if (source.Commit is null)
            {
                yield return place.Then("ref").Wrong(
                    "'commit' beside it, because a branch or a tag alone is no pin (what a pin follows is said by "
                        + "'requested')",
                    name);
            }
        }
    }

    /// <summary>Whether git allows a text as a branch or a tag, and it is no option of a program.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsRefName(string text)
        => text.Length is > 0 and <= 255
            && text[0] is not ('-' or '/' or '.')
            && text[^1] is not ('/' or '.')
            && text != "@"
            && text.All(static c => c is not (' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\'))
            && !SafePath.HasUnseen(text)
            && !text.Contains("..", StringComparison.Ordinal)
            && !text.Contains("@{", StringComparison.Ordinal)
            && text
                .Split('/')
                .All(
                    static part => part.Length > 0
                        && part[0] != '.'
                        && !part.EndsWith(".lock", StringComparison.Ordinal));
}
