using System.Collections;
using System.Collections.Generic;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes names of hosts from the user's SSH configuration.</summary>
public sealed class HostNameCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound)
        => KnownHosts.Of(word);
}
