using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Rendering.Snapshot;

namespace ComfyDeps.Operations;

/// <summary>Makes a snapshot in the format of ComfyUI-Manager.</summary>
public static class ExportSnapshot
{
    /// <summary>Makes the text of the snapshot: of the registry, or of what is piped in.</summary>
    /// <param name="options">What was given.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>All of the snapshot.</returns>
    public static async Task<string> RenderAsync(
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        SnapshotBuilder builder = new();
        foreach (object input in options.Inputs ?? [])
        {
            if (input is InstalledItem item)
            {
                builder.Add(item);
            }
            else if (input is RegistryEntry entry)
            {
                builder.Add(entry);
            }
        }

        // What says itself at which version it is needs no registry; the rest is looked up there.
        List<object>? others = options.Inputs?.Where(
            static input => input is not (InstalledItem or RegistryEntry)).ToList();
        if (others is null or { Count: > 0 })
        {
            ExportPlan export = await ExportPlan.MakeAsync(
                options with { Inputs = others }, DependencyKind.Node, reporter, cancellationToken)
                .ConfigureAwait(false);
            builder.Add(export.Plan, export.Registry.Document.Environment, export.ReadConstraints()?.Text);
        }

        foreach (string left in builder.LeftOut)
        {
            reporter.Detail($"Left out {left}.");
        }

        return SnapshotWriter.Write(builder.Snapshot, $"{GeneratedFile.Mark} {ModuleVersion.Text}");
    }
}
