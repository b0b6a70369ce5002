using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Imports the staged module, and modules that hold nothing, each in processes of their own, in turns: in processes
/// that have imported nothing before, where the engine's own code for importing is compiled first, and in processes
/// that have imported another module with a view, as a session has. Run it with the argument <c>import</c>.
/// </summary>
internal static class ImportComparison
{
    private const int Rounds = 15;

    /// <summary>
    /// Measures, and writes tables; with manifests, measures the import of the last one in this process.
    /// </summary>
    /// <param name="arguments">Manifests, or nothing.</param>
    internal static void Run(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Import(arguments);
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
            Compare("first module of its process", modules, []);
            Compare("after another module with a view", modules, [WithView(folder)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string when, (string Name, string Manifest)[] modules, string[] before)
    {
        (double Clock, double Processors)[][] times =
            [.. modules.Select(static _ => new (double Clock, double Processors)[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < modules.Length; i++)
            {
                times[i][round] = FreshProcess.Measure(["import", .. before, modules[i].Manifest]);
            }
        }

        FreshProcess.WriteHead(when);
        for (int i = 0; i < modules.Length; i++)
        {
            FreshProcess.Write(modules[i].Name, times[i]);
        }

        for (int i = 0; i < modules.Length - 1; i++)
        {
            double over = FreshProcess.Median(
                [.. times[^1].Zip(times[i], static (ours, empty) => ours.Clock - empty.Clock)]);
            double used = FreshProcess.Median(
                [.. times[^1].Zip(times[i], static (ours, empty) => ours.Processors - empty.Processors)]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"ComfyDeps over {modules[i].Name}, pair by pair: {over:0.0} ms, {used:0.0} ms of processors"));
        }
    }

    private static void Import(string[] manifests)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        foreach (string before in manifests[..^1])
        {
            shell.AddCommand("Import-Module").AddParameter("Name", before).Invoke();
            shell.Commands.Clear();
        }

        FreshProcess.Tell(() => shell.AddCommand("Import-Module").AddParameter("Name", manifests[^1]).Invoke());
        if (shell.HadErrors)
        {
            throw new InvalidDataException(shell.Streams.Error[0].ToString());
        }
    }

    private static string Empty(string folder, string name, bool hasScript)
    {
        string home = Directory.CreateDirectory(Path.Join(folder, name)).FullName;
        string path = Path.Join(home, name + ".psd1");
        File.WriteAllText(
            path,
            hasScript ? $"@{{ ModuleVersion = '1.0'; RootModule = '{name}.psm1' }}" : "@{ ModuleVersion = '1.0' }");
        File.WriteAllText(Path.Join(home, name + ".psm1"), string.Empty);
        return path;
    }

    /// <summary>A module with a command of its own, a view and a full manifest.</summary>
    private static string WithView(string folder)
    {
        string path = Empty(folder, "View", hasScript: true);
        File.WriteAllText(Path.Join(folder, "View", "View.psm1"), "function Get-Nothing { }");
        File.WriteAllText(
            path,
            "@{ ModuleVersion = '1.0'; RootModule = 'View.psm1'; FormatsToProcess = @('View.format.ps1xml'); "
                + "PowerShellVersion = '7.4'; "
            + "CompatiblePSEditions = @('Core'); FunctionsToExport = @('Get-Nothing'); CmdletsToExport = @(); "
            + "VariablesToExport = @(); "
            + "AliasesToExport = @(); PrivateData = @{ PSData = @{ Tags = @('a', 'b'); LicenseUri = "
            + "'https://example.org/' } } }");
        File.WriteAllText(
            Path.Join(folder, "View", "View.format.ps1xml"),
            "<Configuration><ViewDefinitions><View><Name>a</Name><ViewSelectedBy><TypeName>No.Type</TypeName></ViewSelectedBy>"
            + "<TableControl><TableHeaders><TableColumnHeader><Label>b</Label></TableColumnHeader></TableHeaders><TableRowEntries>"
            + "<TableRowEntry><TableColumnItems><TableColumnItem><ScriptBlock>$_.Name</ScriptBlock></TableColumnItem></TableColumnItems>"
            + "</TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>");
        return path;
    }

    private static string Staged()
        => Directory.EnumerateFiles(
            Path.Join(Corpus.Root(), "out", "ComfyDeps"), "ComfyDeps.psd1", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Last();
}
