using System;
using System.IO;
using System.Linq;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// The workflow files that are measured: a folder named by COMFYDEPS_BENCHMARK_WORKFLOWS, else samples/.
/// </summary>
internal static class Corpus
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("COMFYDEPS_BENCHMARK_WORKFLOWS")
        ?? Path.Join(Root(), "samples");

    /// <summary>The JSON files in it, those with answers about workflows left out.</summary>
    public static string[] Files { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Where(static file => !Path.GetFileName(file).StartsWith("truth", StringComparison.Ordinal)
                && Path.GetFileName(file) is not ("provenance.json" or "same-packs.json"))
            .Order(StringComparer.Ordinal),
    ];

    public static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "ComfyDeps.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("No checkout above the benchmark.");
        }

        return folder;
    }
}
