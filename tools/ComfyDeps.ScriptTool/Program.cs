using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using ComfyDeps.ScriptTool;
using ComfyDeps.Workflows.Script.Syntax;

// Usage: summary            paths on the standard input, one line of JSON for each file on the standard output
//        dump <file>        every part of the tree that is compared: kind, start, end
//        time <rounds>      paths on the standard input, how long the parser takes for all of them
return args switch
{
    ["summary"] => Summarize(),
    ["dump", string file] => Dump(file),
    ["time", string rounds] => Time(int.Parse(rounds, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: ComfyDeps.ScriptTool summary | dump <file> | time <rounds>");
    return 2;
}

static IEnumerable<(string Path, ScriptLanguage Language)> Files()
{
    while (Console.ReadLine() is string path)
    {
        if (ScriptParser.LanguageOf(path) is ScriptLanguage language)
        {
            yield return (path, language);
        }
    }
}

static int Summarize()
{
    using StreamWriter output = new(Console.OpenStandardOutput());
    foreach ((string path, ScriptLanguage language) in Files())
    {
        ScriptTree tree = ScriptParser.Parse(File.ReadAllText(path), language);
        TreeSummary summary = new();
        summary.Add(tree.Program);
        ScriptError? first = tree.Errors.IsEmpty ? null : tree.Errors[0];
        output.WriteLine(JsonSerializer.Serialize(new
        {
            path,
            errors = tree.Errors.Length,
            first = first is ScriptError error ? $"{error.Line}:{error.Column} {error.Message}" : null,
            parts = summary.Parts,
        }));
    }

    return 0;
}

static int Dump(string file)
{
    ScriptTree tree = ScriptParser.Parse(
        File.ReadAllText(file), ScriptParser.LanguageOf(file) ?? ScriptLanguage.TypeScript);
    foreach (ScriptError error in tree.Errors)
    {
        Console.WriteLine($"! {error.Line}:{error.Column} {error.Message}");
    }

    TreeSummary summary = new() { Log = [] };
    summary.Add(tree.Program);
    foreach (string line in summary.Log.Order(StringComparer.Ordinal))
    {
        Console.WriteLine(line);
    }

    return 0;
}

static int Time(int rounds)
{
    List<(string Text, ScriptLanguage Language)> texts =
        [.. Files().Select(file => (File.ReadAllText(file.Path), file.Language))];
    long characters = texts.Sum(text => (long)text.Text.Length);
    List<double> seconds = [];
    long allocated = 0;
    for (int round = 0; round < rounds; round++)
    {
        long before = GC.GetTotalAllocatedBytes();
        Stopwatch watch = Stopwatch.StartNew();
        foreach ((string text, ScriptLanguage language) in texts)
        {
            ScriptParser.Parse(text, language);
        }

        seconds.Add(watch.Elapsed.TotalSeconds);
        allocated = GC.GetTotalAllocatedBytes() - before;
    }

    Console.WriteLine(JsonSerializer.Serialize(new
    {
        parser = "ComfyDeps",
        files = texts.Count,
        characters,
        first = seconds[0],
        best = seconds.Min(),
        allocatedForEachCharacter = Math.Round((double)allocated / characters, 1),
        peakMegabytes = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
    }));
    return 0;
}
