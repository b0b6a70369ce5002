using System.Collections;
using System.Collections.Generic;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes ids of node packs, and node classes.</summary>
public sealed class PackOrClassCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound)
        => KnownNames.OfPacksAndClasses(word);
}
