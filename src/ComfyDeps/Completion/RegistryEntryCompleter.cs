using System.Collections;
using System.Collections.Generic;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes names of entries of the registry.</summary>
public sealed class RegistryEntryCompleter : RegistryCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound)
        => KnownEntries.Of(word, CurrentFolder(), RegistryPath(bound));
}
