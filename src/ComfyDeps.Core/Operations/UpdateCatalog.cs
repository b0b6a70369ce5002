using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;

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
        NodeCatalog catalog = await Task.Run(() => Update(options, reporter), cancellationToken).ConfigureAwait(false);
        yield return catalog.Describe(DateTimeOffset.UtcNow);
    }

    private static NodeCatalog Update(UpdateCatalogOptions options, IReporter reporter)
    {
        string destination = CatalogCompiler.Destination(options.CurrentFolder);
        CatalogFacts? facts = CatalogCompiler.Current(destination);
        if (options.SourcePath is string folder)
        {
            facts = CatalogCompiler.Compile(folder, facts);
            reporter.Detail($"'{folder}' has {facts.Packs.Count} packs, {facts.Classes.Count} claims and {facts.Models.Count} model files.");
        }

        if (facts is null)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument, "There is nothing to make a catalog of.", null, "Give -SourcePath.");
        }

        bool changed = CatalogStore.Write(facts, destination);
        reporter.Detail(changed ? $"Wrote the catalog in '{destination}'." : $"The catalog in '{destination}' says so already.");
        return CatalogStore.Open(destination, CatalogStore.OriginOf(destination));
    }
}
