using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Hashes eight files of 1 GiB (of as many MiB as the argument behind <c>hashing</c> says), beside <c>openssl dgst -sha256</c> over
/// the same files, in turns: by the clock, and by the processors' own time, which a busy machine changes less.
/// </summary>
internal static class HashComparison
{
    private const int Files = 8;
    private const int Rounds = 3;
    private const double Mebibyte = 1 << 20;

    /// <summary>Measures, and writes a table.</summary>
    /// <param name="arguments">The size of a file in MiB, or nothing.</param>
    internal static async Task RunAsync(string[] arguments)
    {
        int size = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1024;
        string folder = Directory.CreateTempSubdirectory("comfydeps-hashing").FullName;
        try
        {
            string[] files = [.. Enumerable.Range(0, Files).Select(i => Make(Path.Join(folder, $"{i}.safetensors"), size, i))];
            double total = (double)size * Files;
            List<Run> ours = [];
            List<Run> oursTwice = [];
            List<Run> openssl = [];
            List<Run> opensslTwice = [];
            for (int round = 0; round < Rounds; round++)
            {
                openssl.Add(OpenSsl(files, 1));
                ours.Add(await OursAsync(files, 1));
                opensslTwice.Add(OpenSsl(files, 2));
                oursTwice.Add(await OursAsync(files, 2));
            }

            Console.WriteLine("| way | MiB/s by the clock | MiB/s of processor time | peak MiB of memory |");
            Console.WriteLine("|---|--:|--:|--:|");
            Row("openssl, one at a time", Best(openssl), total);
            Row("ComfyDeps, one at a time", Best(ours), total);
            Row("openssl, two at a time", Best(opensslTwice), total);
            Row("ComfyDeps, two at a time", Best(oursTwice), total);
            Console.WriteLine(Text($"\nper core, ComfyDeps over openssl (processor time): {Best(openssl).Processor / Best(ours).Processor:0.000}"));
            Console.WriteLine(Text($"two over one (clock): ComfyDeps {Best(ours).Clock / Best(oursTwice).Clock:0.00}, openssl {Best(openssl).Clock / Best(opensslTwice).Clock:0.00}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static Run Best(List<Run> runs) => new(runs.Min(static r => r.Clock), runs.Min(static r => r.Processor), runs.Max(static r => r.Memory));

    private static void Row(string way, Run run, double mebibytes)
        => Console.WriteLine(Text($"| {way} | {mebibytes / run.Clock:0} | {mebibytes / run.Processor:0} | {run.Memory:0} |"));

    private static string Make(string path, int mebibytes, int seed)
    {
        byte[] block = new byte[1 << 20];
        Random random = new(seed);
        using FileStream file = File.Create(path);
        for (int i = 0; i < mebibytes; i++)
        {
            random.NextBytes(block);
            file.Write(block);
        }

        return path;
    }

    private static async Task<Run> OursAsync(string[] files, int degree)
    {
        GC.Collect();
        using FileHasher hasher = new(degree);
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(files.Select(file => hasher.HashAsync(file, static _ => { }, CancellationToken.None)));
        self.Refresh();
        return new Run(watch.Elapsed.TotalSeconds, (self.TotalProcessorTime - before).TotalSeconds, self.WorkingSet64 / Mebibyte);
    }

    private static Run OpenSsl(string[] files, int degree)
    {
        // The shell tells the processors' time of what it ran.
        const string Script = "TIMEFORMAT='%U %S'; time openssl dgst -sha256 \"$@\" > /dev/null";
        Stopwatch watch = Stopwatch.StartNew();
        Process[] processes = [.. Enumerable.Range(0, degree).Select(lane => Process.Start(new ProcessStartInfo(
            "bash", ["-c", Script, "bash", .. files.Where((_, i) => i % degree == lane)]) { RedirectStandardError = true })!)];
        double processor = 0;
        foreach (Process process in processes)
        {
            processor += process.StandardError.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Sum(static seconds => double.Parse(seconds, CultureInfo.InvariantCulture));
            process.WaitForExit();
            process.Dispose();
        }

        return new Run(watch.Elapsed.TotalSeconds, processor, 0);
    }

    private sealed record Run(double Clock, double Processor, double Memory);
}
