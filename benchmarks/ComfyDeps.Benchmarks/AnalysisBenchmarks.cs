using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using ComfyDeps.Catalog;
using ComfyDeps.Operations;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// The whole analysis, catalog opened, files read, every class resolved, beside a bare walk over the tokens of the same
/// files.
/// </summary>
[MemoryDiagnoser]
public class AnalysisBenchmarks
{
    /// <summary>The bare pass: one thread, read each file, walk its tokens.</summary>
    [Benchmark(Baseline = true)]
    public long BareUtf8JsonReader() => new ReadingBenchmarks().BareUtf8JsonReader();

    /// <summary>What Get-ComfyWorkflowDependency does.</summary>
    [Benchmark]
    public async Task<int> AnalyzeWorkflows()
    {
        int count = 0;
        await foreach (WorkflowDependency _ in Operations.AnalyzeWorkflows.RunAsync(
            Paths(), new AnalyzeWorkflowsOptions(), NullReporter.Instance, CancellationToken.None))
        {
            count++;
        }

        return count;
    }

    /// <summary>Opening the catalog alone.</summary>
    [Benchmark]
    public object OpenCatalog() => CatalogStore.OpenDefault();

    private static async IAsyncEnumerable<string> Paths()
    {
        await Task.CompletedTask;
        foreach (string file in Corpus.Files)
        {
            yield return file;
        }
    }
}
