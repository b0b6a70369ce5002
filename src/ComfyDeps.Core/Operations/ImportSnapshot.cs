using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Rendering.Snapshot;

namespace ComfyDeps.Operations;

/// <summary>Reads snapshots of ComfyUI-Manager.</summary>
public static class ImportSnapshot
{
    /// <summary>Reads files.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="includeDisabled">Whether what is disabled is told too.</param>
    /// <param name="reporter">Hears of what is passed over, and of files that cannot be read.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One entry for each thing in them.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        IAsyncEnumerable<string> paths,
        bool includeDisabled,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(reporter);
        await foreach (string path in paths.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            ManagerSnapshot? snapshot = await Task.Run(() => Read(path, reporter), cancellationToken)
                .ConfigureAwait(false);
            int disabled = 0;
            foreach (RegistryEntry entry in snapshot is null ? [] : SnapshotEntries.Of(snapshot))
            {
                if (!entry.Enabled && !includeDisabled)
                {
                    disabled++;
                    continue;
                }

                yield return entry;
            }

            if (disabled > 0)
            {
                reporter.Warning(
                    $"'{path}' has {disabled} disabled node pack{(disabled == 1 ? string.Empty : "s")}, passed over: "
                        + "-IncludeDisabled gives them.");
            }
        }
    }

    private static ManagerSnapshot? Read(string path, IReporter reporter)
    {
        try
        {
            return SnapshotReader.Read(path);
        }
        catch (ComfyDepsException e)
        {
            reporter.Error(e);
            return null;
        }
    }
}
