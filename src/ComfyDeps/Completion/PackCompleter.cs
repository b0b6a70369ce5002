using System.Collections;
using System.Collections.Generic;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes node packs by id or owner/repo.</summary>
public sealed class PackCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound)
        => KnownNames.OfPacks(word);
}
