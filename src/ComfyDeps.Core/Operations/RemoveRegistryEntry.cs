using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Takes entries and decisions out of the registry.</summary>
public static class RemoveRegistryEntry
{
    /// <summary>Finds out what would be taken out.</summary>
    /// <param name="options">What is taken out.</param>
    /// <param name="reporter">Hears what is not found.</param>
    public static RegistryPlan Plan(RemoveRegistryEntryOptions options, IReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        RegistryFile file = RegistryFile.Load(
            RegistryLocator.PathForWriting(options.RegistryPath, options.CurrentFolder));
        return new RegistryPlan
        {
            Path = file.Path,
            File = file,
            Changes =
            [
                .. options.Decisions.Select(name => OfDecision(file, name, reporter)).OfType<RegistryChange>(),
                .. EntrySelection.Of(options.Entries, file, reporter)
                    .Where(entry => options.Kinds.Count == 0 || options.Kinds.Contains(entry.Kind))
                    .Select(OfEntry),
            ],
        };
    }

    /// <summary>Takes out what is wanted.</summary>
    /// <param name="plan">What was found out.</param>
    /// <param name="changes">The changes that are wanted.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The entries as they were.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        RegistryPlan plan,
        IReadOnlyList<RegistryChange> changes,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(reporter);
        await Task.Run(
            () => RegistryFile.Update(
                plan.Path,
                document => changes.Aggregate(document, static (changed, change) => change.Apply(changed)),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        HashSet<(DependencyKind? Kind, string Name)> names =
            [.. changes.Select(static change => (change.Kind, change.Name))];
        RegistryEntry[] entries =
            [.. RegistryEntries.Of(plan.File.Document).Where(entry => names.Contains((entry.Kind, entry.Name)))];
        reporter.Detail(
            $"Took {entries.Length} entries and {changes.Count - entries.Length} decisions out of '{plan.Path}'.");
        foreach (RegistryEntry entry in entries)
        {
            yield return entry;
        }
    }

    private static RegistryChange? OfDecision(RegistryFile file, string name, IReporter reporter)
    {
        RegistryDecisions decisions = file.Document.Decisions;
        string? decided = decisions.Classes.GetValueOrDefault(name) ?? decisions.Models.GetValueOrDefault(name);
        if (decided is null)
        {
            reporter.Error(new ComfyDepsException(
                ErrorCode.NotFound,
                $"The registry '{file.Path}' has no decision about '{name}'.",
                name,
                "Look at its 'decisions'."));
            return null;
        }

        return new RegistryChange
        {
            Name = "decisions",
            Action = $"Remove {name}: {decided} -> nothing",
            Apply = document => document with
            {
                Decisions = document.Decisions with
                {
                    Classes = document.Decisions.Classes.Remove(name),
                    Models = document.Decisions.Models.Remove(name),
                },
            },
        };
    }

    private static RegistryChange OfEntry(RegistryEntry entry)
    {
        string pin = entry.Version ?? entry.Commit ?? entry.Sha256 ?? "no pin";
        return new RegistryChange
        {
            Kind = entry.Kind,
            Name = entry.Name,
            Action = $"Remove {entry.Kind}: {pin} -> nothing",
            Apply = document => Without(document, entry),
        };
    }

    private static RegistryDocument Without(RegistryDocument document, RegistryEntry entry) => entry.Kind switch
    {
        DependencyKind.Node => document with { Nodes = document.Nodes.Remove(entry.Name) },
        DependencyKind.Model => document with { Models = document.Models.Remove(entry.Name) },
        _ => document with { Environment = Without(document.Environment, entry) },
    };

    private static RegistryEnvironment Without(RegistryEnvironment environment, RegistryEntry entry)
        => entry.Kind switch
        {
            DependencyKind.ComfyUI => environment with { ComfyUi = null },
            DependencyKind.Image => environment with { Image = null },
            DependencyKind.Python when entry.Name == RegistryEntries.Python => environment with { Python = null },
            DependencyKind.Python => environment with { Constraints = null },
            _ => environment,
        };
}
