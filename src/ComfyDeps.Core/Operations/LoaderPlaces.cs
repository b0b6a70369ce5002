using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;

namespace ComfyDeps.Operations;

/// <summary>Which place under <c>models/</c> a loader means by a name.</summary>
internal sealed class LoaderPlaces
{
    private readonly Lazy<ILoaderFacts?> _facts = new(Open);

    /// <summary>What is known of loaders, where a catalog is in use.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <exception cref="ComfyDepsException">The facts are not there or damaged.</exception>
    internal static LoaderFacts FactsOf(NodeCatalog catalog)

        // A catalog that a user compiled has the lists' facts only; what is known of loaders comes with the module.
        => LoaderFacts.Open(
            File.Exists(Path.Join(catalog.Location, LoaderFacts.LoadersFile))
                ? catalog.Location
                : CatalogLocations.Shipped ?? catalog.Location);

    /// <summary>The places, the likeliest first; null where nothing is known of the input.</summary>
    /// <param name="nodeClass">The loader's class.</param>
    /// <param name="input">Its input.</param>
    /// <param name="name">The name, with slashes.</param>
    internal IReadOnlyList<string>? Of(string nodeClass, string input, string name)
    {
        LoaderClass? loader = _facts.Value?.Find(nodeClass);
        return loader is { NamesNoModel: true } ? []
            : loader?.Input(input) is not LoaderInput known ? null
            :
            [
                .. known.Prefixes.Where(prefix => name.StartsWith(prefix.Prefix, StringComparison.Ordinal))
                    .Select(prefix => $"{prefix.Folder}/{name[prefix.Prefix.Length..]}"),
                .. known.Folders.Select(folder => $"{folder}/{name}"),
            ];
    }

    private static LoaderFacts? Open()
    {
        try
        {
            return FactsOf(CatalogStore.OpenDefault());
        }
        catch (ComfyDepsException)
        {
            // Without a catalog every list counts for every folder.
            return null;
        }
    }
}
