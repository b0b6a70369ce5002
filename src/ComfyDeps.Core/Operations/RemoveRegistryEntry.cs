using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Takes entries and decisions out of the registry.</summary>
public static class RemoveRegistryEntry
{
    /// <summary>The entries that would be taken out.</summary>
    /// <param name="options">What is taken out.</param>
    /// <param name="reporter">Hears what is not found.</param>
    /// <returns>The registry's file, and the entries in it.</returns>
    public static (string Path, IReadOnlyList<RegistryEntry> Entries) Plan(RemoveRegistryEntryOptions options, IReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        RegistryFile file = RegistryFile.Load(RegistryLocator.PathForWriting(options.RegistryPath, options.CurrentFolder));
        foreach (string name in options.Decisions.Where(name => !file.Document.Decisions.Classes.ContainsKey(name)
            && !file.Document.Decisions.Models.ContainsKey(name)))
        {
            reporter.Error(new ComfyDepsException(
                ErrorCode.NotFound, $"The registry '{file.Path}' has no decision about '{name}'.", name, "Look at its 'decisions'."));
        }

        return (file.Path,
        [
            .. EntrySelection.Of(options.Entries, file, reporter)
                .Where(entry => options.Kinds.Count == 0 || options.Kinds.Contains(entry.Kind)),
        ]);
    }

    /// <summary>Takes them out.</summary>
    /// <param name="path">The registry's file.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="decisions">Node classes and model files about which nothing is decided any more.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The entries as they were.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        string path,
        IReadOnlyList<RegistryEntry> entries,
        IReadOnlyList<string> decisions,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(reporter);
        await Task.Run(() => RegistryFile.Update(path, document => Without(document, entries, decisions), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        reporter.Detail($"Took {entries.Count} entries and {decisions.Count} decisions out of '{path}'.");
        foreach (RegistryEntry entry in entries)
        {
            yield return entry;
        }
    }

    private static RegistryDocument Without(
        RegistryDocument document, IReadOnlyList<RegistryEntry> entries, IReadOnlyList<string> decisions) => document with
    {
        Decisions = document.Decisions with
        {
            Classes = document.Decisions.Classes.RemoveRange(decisions),
            Models = document.Decisions.Models.RemoveRange(decisions),
        },
        Environment = entries.Aggregate(document.Environment, static (environment, entry) => entry.Kind switch
        {
            DependencyKind.ComfyUI => environment with { ComfyUi = null },
            DependencyKind.Image => environment with { Image = null },
            DependencyKind.Python when entry.Name == RegistryEntries.Python => environment with { Python = null },
            DependencyKind.Python => environment with { Constraints = null },
            _ => environment,
        }),
        Models = Without(document.Models, entries, DependencyKind.Model),
        Nodes = Without(document.Nodes, entries, DependencyKind.Node),
    };

    private static ImmutableSortedDictionary<string, T> Without<T>(
        ImmutableSortedDictionary<string, T> from, IReadOnlyList<RegistryEntry> entries, DependencyKind kind)
        => from.RemoveRange(entries.Where(entry => entry.Kind == kind).Select(static entry => entry.Name));
}
