using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Imports the staged module, and modules that hold nothing, each in processes of their own that have imported nothing before,
/// in turns. Run it with the argument <c>import</c>.
/// </summary>
internal static class ImportComparison
{
    private const int Rounds = 15;

    /// <summary>Measures, and writes a table; with a manifest, measures the import of that one in this process.</summary>
    /// <param name="arguments">The manifest, or nothing.</param>
    internal static void Run(string[] arguments)
    {
        if (arguments is [string manifest])
        {
            Import(manifest);
            return;
        }

        string folder = Directory.CreateTempSubdirectory("comfydeps-empty-").FullName;
        try
        {
            (string Name, string Manifest)[] modules =
            [
                ("a manifest and nothing else", Empty(folder, "Manifest", hasScript: false)),
                ("a manifest and an empty script", Empty(folder, "Script", hasScript: true)),
                ("ComfyDeps", Staged()),
            ];
            (double Clock, double Processors)[][] times = [.. modules.Select(static _ => new (double Clock, double Processors)[Rounds])];
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < modules.Length; i++)
                {
                    times[i][round] = FreshProcess.Measure("import", modules[i].Manifest);
                }
            }

            FreshProcess.WriteHead("module");
            for (int i = 0; i < modules.Length; i++)
            {
                FreshProcess.Write(modules[i].Name, times[i]);
            }

            for (int i = 0; i < modules.Length - 1; i++)
            {
                double over = FreshProcess.Median([.. times[^1].Zip(times[i], static (ours, empty) => ours.Clock - empty.Clock)]);
                double used = FreshProcess.Median([.. times[^1].Zip(times[i], static (ours, empty) => ours.Processors - empty.Processors)]);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"ComfyDeps over {modules[i].Name}, pair by pair: {over:0.0} ms, {used:0.0} ms of processors"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Import(string manifest)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        FreshProcess.Tell(() => shell.AddCommand("Import-Module").AddParameter("Name", manifest).Invoke());
        if (shell.HadErrors)
        {
            throw new InvalidDataException(shell.Streams.Error[0].ToString());
        }
    }

    private static string Empty(string folder, string name, bool hasScript)
    {
        string home = Directory.CreateDirectory(Path.Join(folder, name)).FullName;
        string path = Path.Join(home, name + ".psd1");
        File.WriteAllText(path, hasScript ? $"@{{ ModuleVersion = '1.0'; RootModule = '{name}.psm1' }}" : "@{ ModuleVersion = '1.0' }");
        File.WriteAllText(Path.Join(home, name + ".psm1"), string.Empty);
        return path;
    }

    private static string Staged()
        => Directory.EnumerateFiles(Path.Join(Corpus.Root(), "out", "ComfyDeps"), "ComfyDeps.psd1", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Last();
}
