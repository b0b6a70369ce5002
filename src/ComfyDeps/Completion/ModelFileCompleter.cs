using System.Collections;
using System.Collections.Generic;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes names of model files.</summary>
public sealed class ModelFileCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound)
        => KnownNames.OfModelFiles(word);
}
