using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Folder;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Inspects a ComfyUI with 100 packs (half of them checkouts of 60 files, half archives), 200 distributions and 500
/// model files: in its folder, and over SSH where there is an sshd; the first time in the process, and again. Run it
/// with the argument <c>inspection</c>.
/// </summary>
internal static class InspectionComparison
{
    private const int Packs = 100;
    private const int FilesOfPack = 60;
    private const int Distributions = 200;
    private const int Models = 500;
    private const int Rounds = 15;
    private const int RoundsOverSsh = 7;

    /// <summary>Measures, and writes a table.</summary>
    internal static async Task RunAsync()
    {
        string root = Path.Join(Directory.CreateTempSubdirectory("comfydeps-inspection").FullName, "ComfyUI");
        try
        {
            Fill(root);
            Console.WriteLine("| | ms by the clock | ms of processor time |");
            Console.WriteLine("|---|--:|--:|");
            using FileHasher hasher = new();
            await MeasureAsync("in a folder", Rounds, () => new FolderInspector(root, hasher), new InspectionOptions());
            if (File.Exists("/usr/sbin/sshd"))
            {
                using LoopbackHost host = new();
                await MeasureAsync("over SSH", RoundsOverSsh, () => host.Inspector(root), new InspectionOptions());
                await MeasureAsync(
                    "over SSH, every model hashed there",
                    RoundsOverSsh,
                    () => host.Inspector(root),
                    new InspectionOptions { Hash = static _ => true });
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static async Task MeasureAsync(
        string way,
        int rounds,
        Func<IEnvironmentInspector> inspector,
        InspectionOptions options)
    {
        using Process self = Process.GetCurrentProcess();
        List<(double Clock, double Processor)> runs = [];
        int items = 0;
        for (int i = 0; i <= rounds; i++)
        {
            self.Refresh();
            TimeSpan before = self.TotalProcessorTime;
            Stopwatch watch = Stopwatch.StartNew();
            items = await InspectAsync(inspector(), options);
            double clock = watch.Elapsed.TotalMilliseconds;
            self.Refresh();
            runs.Add((clock, (self.TotalProcessorTime - before).TotalMilliseconds));
        }

        Console.WriteLine(
            Text($"| {items} items {way}, the first time in a process | {runs[0].Clock:0} | {runs[0].Processor:0} |"));
        double[] clocks = [.. runs.Skip(1).Select(static r => r.Clock).Order()];
        double[] processors = [.. runs.Skip(1).Select(static r => r.Processor).Order()];
        Console.WriteLine(Text($"| again, median of {rounds} | {clocks[rounds / 2]:0} | {processors[rounds / 2]:0} |"));
    }

    private static async Task<int> InspectAsync(IEnvironmentInspector inspector, InspectionOptions options)
    {
        int count = 0;
        int wrong = 0;
        await foreach (InspectedItem item in inspector.InspectAsync(
            options, NullReporter.Instance, CancellationToken.None))
        {
            count++;
            wrong += item.Findings.Count;
        }

        return wrong == 0 ? count : throw new InvalidOperationException($"{wrong} findings in a right tree.");
    }

    private static void Fill(string root)
    {
        Write(root, "main.py", "\n");
        Write(root, "folder_paths.py", "\n");
        Write(root, "comfyui_version.py", "__version__ = \"0.3.76\"\n");
        string first = Path.Join(root, "custom_nodes", "pack-000");
        Write(first, "__init__.py", "NODE_CLASS_MAPPINGS = {}\n");
        for (int i = 2; i < FilesOfPack; i++)
        {
            Write(first, $"nodes/n{i}.py", $"class Node{i}:\n    pass\n");
        }

        Write(first, "requirements.txt", "dist-001>=1\ndist-002\ndist-003<9; python_version >= '3.9'\n");
        Run(first, "git", "init", "--quiet");
        Run(first, "git", "add", "-A");
        Run(first, "git", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "One");
        for (int i = 1; i < Packs; i++)
        {
            string folder = Path.Join(root, "custom_nodes", Name("pack", i));
            Run(root, "cp", "-a", first, folder);
            if (i % 2 == 1)
            {
                Directory.Delete(Path.Join(folder, ".git"), recursive: true);
                Write(folder, "pyproject.toml", $"[project]\nname = \"{Name("pack", i)}\"\nversion = \"1.0.{i}\"\n");
                Write(
                    folder,
                    ".tracking",
                    string.Join(
                        '\n',
                        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                            .Select(f => Path.GetRelativePath(folder, f))));
            }
            else
            {
                Run(folder, "git", "remote", "add", "origin", $"https://github.com/owner/{Name("pack", i)}");
            }
        }

        for (int i = 0; i < Distributions; i++)
        {
            Write(
                root,
                $".venv/lib/python3.12/site-packages/{Name("dist", i).Replace('-', '_')}-1.{i}.dist-info/METADATA",
                $"Metadata-Version: 2.1\nName: {Name("dist", i)}\nVersion: 1.{i}\n\n{new string('x', 8000)}\n");
        }

        for (int i = 0; i < Models; i++)
        {
            Directory.CreateDirectory(Path.Join(root, "models", "loras"));
            byte[] header = Encoding.ASCII.GetBytes(
                "{"
                    + string.Join(
                        ',',
                        Enumerable.Range(0, 500)
                            .Select(
                                static t =>
                                    $"\"tensor.{t}.weight\":{{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":["
                                        + $"{t * 2},{(t * 2) + 2}]}}"))
                    + "}");
            File.WriteAllBytes(
                Path.Join(root, "models", "loras", $"lora-{i}.safetensors"),
                [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[1000]]);
        }
    }

    private static string Name(string word, int number)
        => string.Create(CultureInfo.InvariantCulture, $"{word}-{number:000}");

    private static void Write(string folder, string path, string text)
    {
        string file = Path.Join(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Runs a program in a folder.</summary>
    internal static void Run(string folder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
        }
    }
}
