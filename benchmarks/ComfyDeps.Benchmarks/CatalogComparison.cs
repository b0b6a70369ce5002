using System;
using System.IO;
using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Opens the catalog and resolves a first name, each time in a process of its own. Run it with the argument
/// <c>catalog</c>;
/// <c>benchmarks/catalog.sh</c> does so with an empty page cache too.
/// </summary>
internal static class CatalogComparison
{
    private const int Rounds = 15;

    /// <summary>
    /// Measures, and writes a table; with <c>once</c> or <c>find</c>, measures that once in this process.
    /// </summary>
    /// <param name="arguments">once, find, or nothing.</param>
    internal static void Run(string[] arguments)
    {
        if (arguments is ["once"])
        {
            string folder = Folder();
            FreshProcess.Tell(() => CatalogStore.Open(folder, CatalogOrigin.Shipped));
            return;
        }

        if (arguments is ["find"])
        {
            NodeCatalog catalog = CatalogStore.Open(Folder(), CatalogOrigin.Shipped);
            FreshProcess.Tell(() => catalog.FindClass("KSampler"));
            return;
        }

        FreshProcess.WriteHead("in a fresh process");
        FreshProcess.Write(
            "catalog opened",
            [.. Enumerable.Range(0, Rounds).Select(static _ => FreshProcess.Measure("catalog", "once"))]);
        FreshProcess.Write(
            "first class found",
            [.. Enumerable.Range(0, Rounds).Select(static _ => FreshProcess.Measure("catalog", "find"))]);
    }

    private static string Folder()
        => Path.Join(
            Directory.EnumerateFiles(
                Path.Join(Corpus.Root(), "out", "ComfyDeps"), "ComfyDeps.psd1", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(static manifest => Path.GetDirectoryName(manifest))
                .Last(),
            "registry",
            "catalog");
}
