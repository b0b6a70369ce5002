using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Importing the staged module beside importing one that holds nothing, each once in a process of its own, in an engine
/// that has imported a module before: what a user's session pays.
/// </summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 15, warmupCount: 0, iterationCount: 1)]
public class ImportBenchmarks
{
    private string _empty = string.Empty;
    private string _staged = string.Empty;
    private Runspace _runspace = null!;

    /// <summary>Opens an engine and lets it import another module first.</summary>
    [GlobalSetup]
    public void Open()
    {
        string folder = Directory.CreateTempSubdirectory("comfydeps-empty-").FullName;
        _empty = Manifest(folder, "Empty");
        _staged = Directory.EnumerateFiles(Path.Join(Corpus.Root(), "out", "ComfyDeps"), "ComfyDeps.psd1", SearchOption.AllDirectories)
            .Order(System.StringComparer.Ordinal)
            .Last();
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        string first = Path.Join(Directory.CreateDirectory(Path.Join(folder, "First")).FullName, "First.psd1");
        File.WriteAllText(first, "@{ ModuleVersion = '1.0' }");
        Import(first);
    }

    /// <summary>The same manifest with nothing behind it.</summary>
    [Benchmark(Baseline = true)]
    public void EmptyModule() => Import(_empty);

    /// <summary>The module as the Gallery gets it.</summary>
    [Benchmark]
    public void ComfyDepsModule() => Import(_staged);

    private static string Manifest(string folder, string name)
    {
        string path = Path.Join(Directory.CreateDirectory(Path.Join(folder, name)).FullName, name + ".psd1");
        string[] manifest = File.ReadAllLines(Path.Join(Corpus.Root(), "ComfyDeps.psd1"));
        File.WriteAllLines(
            path,
            manifest.Where(static line => !line.Contains("RootModule", System.StringComparison.Ordinal)
                && !line.Contains("FormatsToProcess", System.StringComparison.Ordinal)));
        return path;
    }

    private void Import(string manifest)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", manifest).Invoke();
        if (shell.HadErrors)
        {
            throw new InvalidDataException(shell.Streams.Error[0].ToString());
        }
    }
}
