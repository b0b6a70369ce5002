using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations;

namespace ComfyDeps.Completion;

/// <summary>Completes versions of the node pack that <c>-Name</c> says.</summary>
public sealed class VersionCompleter : RegistryCompleter
{
    /// <summary>Nobody waits longer for a list.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Description)> Candidates(string word, IDictionary bound)
    {
        if (Text(bound, "Name") is not string pack)
        {
            return [];
        }

        string folder = CurrentFolder();
        using CancellationTokenSource stop = new(s_patience);
        Task<IReadOnlyList<(string Name, string Description)>> known
            = Task.Run(() => KnownEntries.VersionsAsync(pack, word, folder, RegistryPath(bound), stop.Token));

        // The engine takes completions as they are returned: there is nothing to await in.
        return Task.WaitAny([known], s_patience) == 0 && known.IsCompletedSuccessfully ? known.Result : [];
    }
}
