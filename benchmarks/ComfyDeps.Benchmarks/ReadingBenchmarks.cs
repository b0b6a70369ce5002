using System.IO;
using System.Text.Json;
using System.Threading;
using BenchmarkDotNet.Attributes;
using ComfyDeps.Workflows;

namespace ComfyDeps.Benchmarks;

/// <summary>Reading all workflows, beside a reader that only walks the tokens of the same files.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private static readonly JsonReaderOptions s_options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 512,
    };

    /// <summary>The bare pass: one thread, read each file, walk its tokens.</summary>
    [Benchmark(Baseline = true)]
    public long BareUtf8JsonReader()
    {
        long tokens = 0;
        foreach (string file in Corpus.Files)
        {
            Utf8JsonReader reader = new(File.ReadAllBytes(file), s_options);
            try
            {
                while (reader.Read())
                {
                    tokens++;
                }
            }
            catch (JsonException)
            {
                // The corpus has two damaged files.
            }
        }

        return tokens;
    }

    /// <summary>One thread, every node and value.</summary>
    [Benchmark]
    public long WorkflowReaderOneThread()
    {
        WorkflowReader reader = new(WorkflowReader.DefaultMaximumSize);
        long nodes = 0;
        foreach (string file in Corpus.Files)
        {
            try
            {
                foreach (WorkflowDocument document in reader.Read(file, CancellationToken.None))
                {
                    nodes += document.Nodes.Count;
                }
            }
            catch (ComfyDepsException)
            {
                // The corpus has two damaged files.
            }
        }

        return nodes;
    }
}
