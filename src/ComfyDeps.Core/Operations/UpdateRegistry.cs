using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>
/// Brings a registry up to date in two steps: what would change is found out first, by asking and writing nothing; then
/// the changes that are wanted are written, all of them or none.
/// </summary>
public static class UpdateRegistry
{
    private const string SchemaAddress =
        "https://raw.githubusercontent.com/comfydeps/comfydeps/main/registry/comfy-registry.schema.json";

    /// <summary>Finds out what would change.</summary>
    /// <param name="options">What is brought up to date, and how far.</param>
    /// <param name="reporter">Hears what cannot be taken, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<RegistryPlan> PlanAsync(
        UpdateRegistryOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        Task<PinSession> opening = PinSession.OpenAsync(isOffline: false, cancellationToken);
        string path = RegistryLocator.PathForWriting(options.RegistryPath, options.CurrentFolder);
        RegistryFile file = await Task.Run(() => RegistryFile.LoadOrNew(path), cancellationToken).ConfigureAwait(false);
        return await PlanAsync(options, file, await opening.ConfigureAwait(false), reporter, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The same, with the registry and the session given.</summary>
    internal static async Task<RegistryPlan> PlanAsync(
        UpdateRegistryOptions options,
        RegistryFile file,
        PinSession session,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        RegistryWishes wishes = new(file.Document, session.Catalog, options.AcceptsAmbiguous, reporter);
        if (options.Items.Count == 0 && !options.HasItems)
        {
            foreach (RegistryEntry entry in RegistryEntries.Of(file.Document))
            {
                wishes.Select(entry);
            }

            if (wishes.Packs.Count + wishes.Models.Count == 0)
            {
                reporter.Warning(
                    $"'{file.Path}' has no entries: Get-ComfyWorkflowDependency | Update-ComfyRegistry adds them.");
            }
        }

        foreach (object item in options.Items)
        {
            if (item is string name)
            {
                foreach (RegistryEntry entry in GetRegistry.Choose(
                    [.. RegistryEntries.Of(file.Document)], [name], file.Path, reporter))
                {
                    wishes.Select(entry);
                }
            }
            else
            {
                wishes.Add(item);
            }
        }

        using RegistryUpdate update = new(options, session, file, reporter, cancellationToken);
        return new RegistryPlan
        {
            Path = file.Path,
            File = file,
            Changes = await update.ChangesAsync(wishes, options.Items).ConfigureAwait(false),
        };
    }

    /// <summary>Writes changes. Where another writer was faster, nothing is written.</summary>
    /// <param name="plan">What was found out.</param>
    /// <param name="changes">The changes that are wanted.</param>
    /// <param name="reporter">Hears what was written.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The changed entries as they are then.</returns>
    public static async IAsyncEnumerable<RegistryEntry> SaveAsync(
        RegistryPlan plan,
        IReadOnlyList<RegistryChange> changes,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(reporter);
        RegistryDocument document = changes.Aggregate(
            plan.File.Document, static (changed, change) => change.Apply(changed));
        document = plan.File.IsNew ? document with { Schema = SchemaAddress } : document;
        RegistryFile written = await Task.Run(
            () =>
            {
                foreach (RegistryChange change in changes)
                {
                    change.Before?.Invoke();
                }

                return plan.File.Save(document, cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
        reporter.Detail($"Wrote {changes.Count} changes to '{written.Path}'.");
        HashSet<(DependencyKind? Kind, string Name)> changed =
            [.. changes.Select(static change => (change.Kind, change.Name))];
        foreach (RegistryEntry entry in RegistryEntries.Of(written.Document)
            .Where(entry => changed.Contains((entry.Kind, entry.Name))))
        {
            yield return entry;
        }
    }
}
