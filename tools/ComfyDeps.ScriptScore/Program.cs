using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.ScriptScore;

/// <summary>
/// Compares what the script reader finds with what running the same files yields. Arguments: the folder with ryla.json
/// and others.json, the folder with the checkouts (owner+name), and optionally a part of the names to look at, in
/// detail.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length == 1 || (args.Length > 1 && args[0] == "show"))
        {
            Show(args[^1]);
            return 0;
        }

        if (args[0] == "scan")
        {
            Scan(args[1]);
            return 0;
        }

        string part = args.Length > 2 ? args[2] : string.Empty;
        List<Score> scores = [];
        foreach (Case item in Cases.Load(args[0]).Where(item => item.Name.Contains(part, StringComparison.Ordinal)))
        {
            string folder = Path.Join(args[1], item.Repository.Replace('/', '+'));
            string path = Path.Join(folder, item.Path);
            if (!File.Exists(path))
            {
                Console.WriteLine($"{item.Name}: no checkout");
                continue;
            }

            Stopwatch watch = Stopwatch.StartNew();
            ScriptReadResult result = ScriptWorkflowReader.Read(
                path, folder, new ScriptSession(), isNamed: true, CancellationToken.None);
            scores.Add(Score.Of(item, result, watch.Elapsed));
        }

        foreach (Score score in scores)
        {
            score.Print();
        }

        Score.PrintTotals(scores);
        return 0;
    }

    /// <summary>Reads a whole checkout as a scan does, one file after the other.</summary>
    private static void Scan(string folder)
    {
        ScriptSession session = new();
        Stopwatch watch = Stopwatch.StartNew();
        int files = 0;
        int documents = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            if (!ScriptNames.MayHoldWorkflows(path) || path.Contains("node_modules", StringComparison.Ordinal))
            {
                continue;
            }

            files++;
            TimeSpan before = watch.Elapsed;
            ScriptReadResult result = ScriptWorkflowReader.Read(
                path, folder, session, isNamed: false, CancellationToken.None);
            documents += result.Documents.Count;
            double time = (watch.Elapsed - before).TotalMilliseconds;
            if (result.Documents.Count > 0 || result.Errors.Count > 0 || time > 500)
            {
                Console.WriteLine($"{Path.GetRelativePath(folder, path)}  {time:F0} ms");
                foreach (WorkflowDocument document in result.Documents)
                {
                    Console.WriteLine(
                        $"    {document.Name}: {string.Join(" | ", document.Nodes.Select(node =>
                            (node.IsUnknown ? "?" : string.Empty) + node.ClassType).Distinct())}");
                }

                foreach (ComfyDepsException error in result.Errors.Take(3))
                {
                    Console.WriteLine($"    {error.Code}: {error.Message}");
                }
            }
        }

        Console.WriteLine(
            $"{files} files, {documents} workflows, {session.Modules.Count} parsed, "
                + $"{watch.Elapsed.TotalSeconds:F1} s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
    }

    private static void Show(string path)
    {
        string own = Path.GetDirectoryName(Path.GetFullPath(path))!;
        DirectoryInfo? root = new(own);
        while (root is not null && !Path.Exists(Path.Join(root.FullName, ".git")))
        {
            root = root.Parent;
        }

        ScriptReadResult result = ScriptWorkflowReader.Read(
            path, root?.FullName ?? own, new ScriptSession(), isNamed: true, CancellationToken.None);
        foreach (WorkflowDocument document in result.Documents)
        {
            Console.WriteLine($"# {document.Name}");
            foreach (WorkflowNode node in document.Nodes)
            {
                Console.WriteLine($"  {(node.IsUnknown ? "? " : string.Empty)}{node.ClassType}  {node.Occurrence}");
                foreach (NodeValue value in node.Values)
                {
                    string text = value.Text.Length > 80 ? value.Text[..80] : value.Text;
                    Console.WriteLine(
                        $"      {value.Name ?? value.Position.ToString(CultureInfo.InvariantCulture)} "
                            + $"{(value.IsUnknown ? "?=" : "=")} {text.ReplaceLineEndings(" ")}  {value.Occurrence}");
                }
            }

            foreach (string warning in document.Warnings)
            {
                Console.WriteLine($"  ! {warning}");
            }
        }

        foreach (ComfyDepsException error in result.Errors)
        {
            Console.WriteLine($"{error.Code}: {error.Message}");
        }
    }
}
