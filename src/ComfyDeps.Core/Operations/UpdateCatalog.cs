using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Catalog.Source;

namespace ComfyDeps.Operations;

/// <summary>Makes the catalog anew.</summary>
public static class UpdateCatalog
{
    /// <summary>The folder that would be written.</summary>
    /// <param name="currentFolder">The folder that the user is in.</param>
    public static string Destination(string currentFolder) => CatalogCompiler.Destination(currentFolder);

    /// <summary>Compiles facts and writes them. A source that cannot be used leaves the catalog as it is.</summary>
    /// <param name="options">What to make it of.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The description of the catalog as it is then.</returns>
    public static async IAsyncEnumerable<CatalogInfo> RunAsync(
        UpdateCatalogOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        string destination = CatalogCompiler.Destination(options.CurrentFolder);
        CatalogFacts? facts = await ListsAsync(options, destination, reporter, cancellationToken).ConfigureAwait(false);
        if (facts is null)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                "There is no catalog to add to.",
                destination,
                "Make one with -SourcePath first.");
        }

        for (int i = 0; i < options.Sources.Count; i++)
        {
            reporter.Progress("Reading the source of node packs", options.Sources[i], i, options.Sources.Count);
            facts = await WithSourceAsync(facts, options.Sources[i], reporter, cancellationToken).ConfigureAwait(false);
        }

        reporter.Progress("Reading the source of node packs", "done", options.Sources.Count, options.Sources.Count);
        NodeCatalog catalog = await Task.Run(() => Write(facts, destination, reporter), cancellationToken)
            .ConfigureAwait(false);
        yield return catalog.Describe(DateTimeOffset.UtcNow);
    }

    private static async Task<CatalogFacts?> ListsAsync(
        UpdateCatalogOptions options,
        string destination,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        bool isFetched = options is { SourcePath: null, Sources.Count: 0 };
        using FetchedLists? fetched = isFetched
            ? await FetchedLists.FetchAsync(reporter, cancellationToken).ConfigureAwait(false)
            : null;
        return await Task.Run(
            () => Lists(fetched?.Folder ?? options.SourcePath, destination, reporter), cancellationToken)
            .ConfigureAwait(false);
    }

    private static CatalogFacts? Lists(string? folder, string destination, IReporter reporter)
    {
        CatalogFacts? facts = CatalogCompiler.Current(destination);
        if (folder is not null)
        {
            facts = CatalogCompiler.Compile(folder, facts);
            reporter.Detail(
                $"'{folder}' has {facts.Packs.Count} packs, {facts.Classes.Count} claims and "
                    + $"{facts.Models.Count} model files.");
        }

        return facts;
    }

    private static async Task<CatalogFacts> WithSourceAsync(
        CatalogFacts facts,
        string source,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        try
        {
            PackSource pack = await PackSourceReader.ReadAsync(source, null, reporter, cancellationToken)
                .ConfigureAwait(false);
            int now = pack.Classes.Count(static c => c.LastCommit is null);
            reporter.Detail($"{pack.Source.Repository} has {now} classes, and had {pack.Classes.Count - now} more.");
            return CatalogCompiler.Merge(facts, pack);
        }
        catch (ComfyDepsException e)
        {
            reporter.Error(e);
            return facts;
        }
    }

    private static NodeCatalog Write(CatalogFacts facts, string destination, IReporter reporter)
    {
        bool changed = CatalogStore.Write(facts, destination);
        reporter.Detail(
            changed ? $"Wrote the catalog in '{destination}'." : $"The catalog in '{destination}' says so already.");
        return CatalogStore.Open(destination, CatalogStore.OriginOf(destination));
    }
}
