using System.Collections.Generic;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes names of model files.</summary>
public sealed class ModelFileCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word) => KnownNames.OfModelFiles(word);
}
