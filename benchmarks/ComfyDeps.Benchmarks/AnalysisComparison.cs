using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// The whole analysis beside a bare walk over the tokens of the same files, in turns in one warm process, so that what
/// else the machine does falls on both. Run it with the argument <c>analysis</c>.
/// </summary>
internal static class AnalysisComparison
{
    private const int WarmUps = 20;
    private const int Pairs = 25;

    /// <summary>Measures, and writes a table.</summary>
    internal static async Task RunAsync()
    {
        AnalysisBenchmarks work = new();
        (double Clock, double Processors)[] bare = new (double Clock, double Processors)[Pairs];
        (double Clock, double Processors)[] whole = new (double Clock, double Processors)[Pairs];
        int objects = 0;
        for (int i = -WarmUps; i < Pairs; i++)
        {
            (double Clock, double Processors) walk = await TimeAsync(
                () => Task.FromResult((int)work.BareUtf8JsonReader()));
            (double Clock, double Processors) analysis = await TimeAsync(
                async () => objects = await work.AnalyzeWorkflows());
            if (i >= 0)
            {
                bare[i] = walk;
                whole[i] = analysis;
            }
        }

        Console.WriteLine($"{Corpus.Files.Length} files, {objects} objects, {Environment.ProcessorCount} processors");
        FreshProcess.WriteHead("what");
        FreshProcess.Write("bare walk, one thread", bare);
        FreshProcess.Write("whole analysis, catalog opened", whole);
        double ratio = FreshProcess.Median([.. whole.Zip(bare, static (one, other) => one.Clock / other.Clock)]);
        double ofProcessors = FreshProcess.Median(
            [.. whole.Zip(bare, static (one, other) => one.Processors / other.Processors)]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio, pair by pair: {ratio:0.00} by the clock, {ofProcessors:0.00} of processors"));
    }

    private static async Task<(double Clock, double Processors)> TimeAsync(Func<Task<int>> work)
    {
        TimeSpan processors = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await work();
        return (Stopwatch.GetElapsedTime(
            start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processors).TotalMilliseconds);
    }
}
