using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Git;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>
/// The constraints file made of what packs require at their pins: with a real pip, over a package index of this
/// machine.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class CompileConstraintsTests : IAsyncDisposable
{
    private readonly LoopbackEngine _engine = new();
    private readonly string _index;

    public CompileConstraintsTests()
    {
        _index = Directory.CreateDirectory(Path.Join(_engine.Folder, "index")).FullName;
        AddWheel("alpha", "1.0");
        AddWheel("alpha", "2.0", "beta>=1");
        AddWheel("beta", "1.5");
        AddWheel("beta", "3.0");
        _engine.Set("PIP_NO_INDEX", "1");
        _engine.Set("PIP_FIND_LINKS", _index);
        _engine.Set("UV_OFFLINE", "1");
        _engine.Set("UV_FIND_LINKS", _index);
        _engine.Set("COMFYDEPS_REGISTRY", null);
        Assert.Empty(_engine.Run($"Set-Location -LiteralPath '{_engine.Folder}'").Errors);
    }

    private string Constraints => Path.Join(_engine.Folder, "constraints.txt");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void EveryDistributionIsPinnedToTheOneVersionThatFitsAllPacks()
    {
        string python = Python();
        Register(
            ("artist/one", "Alpha==2.0\n--index-url https://evil.example/simple\n"),
            ("artist/two", "beta<2\n"),
            ("artist/three", null));

        Engine.Result result = _engine.Run(
            $"Set-ComfyRegistryEnvironment -CompileConstraints -PythonPath '{python}' -PassThru");

        Assert.Empty(result.Errors);
        Assert.Equal(["alpha==2.0", "beta==1.5"], Pins());
        Assert.Contains("--index-url", Assert.Single(result.Warnings), StringComparison.Ordinal);
        string registry = File.ReadAllText(Path.Join(_engine.Folder, "comfy-registry.json"));
        string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Constraints)))
            .ToLowerInvariant();
        Assert.Contains(hash, registry, StringComparison.Ordinal);

        // The same again changes no byte.
        byte[] before = File.ReadAllBytes(Constraints);
        Assert.Empty(_engine.Run($"Set-ComfyRegistryEnvironment -CompileConstraints -PythonPath '{python}'").Errors);
        Assert.Equal(before, File.ReadAllBytes(Constraints));
        Assert.Equal(registry, File.ReadAllText(Path.Join(_engine.Folder, "comfy-registry.json")));
    }

    [Fact]
    public void PacksThatContradictEachOtherAreAnErrorAndNothingIsWritten()
    {
        string python = Python();
        Register(("artist/one", "beta<2\n"), ("artist/two", "beta>=2\n"));
        string before = File.ReadAllText(Path.Join(_engine.Folder, "comfy-registry.json"));

        Engine.Result result = _engine.Run($"Set-ComfyRegistryEnvironment -CompileConstraints -PythonPath '{python}'");

        LoopbackEngine.AssertOneError(
            result,
            "ConstraintsUnresolved,ComfyDeps.Commands.SetComfyRegistryEnvironmentCommand",
            ErrorCategory.InvalidData);
        Assert.False(File.Exists(Constraints));
        Assert.Equal(before, File.ReadAllText(Path.Join(_engine.Folder, "comfy-registry.json")));
    }

    [Fact]
    public void AConstraintsFileOfAPersonIsLeftAsItIs()
    {
        Register(("artist/one", "beta\n"));
        File.WriteAllText(Constraints, "beta==1.5\n");

        Engine.Result result = _engine.Run("Set-ComfyRegistryEnvironment -CompileConstraints");

        LoopbackEngine.AssertOneError(
            result,
            "FileNotGenerated,ComfyDeps.Commands.SetComfyRegistryEnvironmentCommand",
            ErrorCategory.ResourceExists);
        Assert.Equal("beta==1.5\n", File.ReadAllText(Constraints));
    }

    private IEnumerable<string> Pins() => File.ReadAllLines(Constraints).Where(static line => line[0] != '#');

    private string Python()
    {
        string folder = Path.Join(_engine.Folder, "venv");
        Tool.Run(_engine.Folder, "python3", "python3", "-c", "import sys");
        Tool.RunPython(
            _engine.Folder,
            "ensurepip",
            "python3-venv",
            "import sys, venv; venv.create(sys.argv[1], with_pip=True)",
            folder);
        return Path.Join(folder, OperatingSystem.IsWindows() ? "Scripts/python.exe" : "bin/python");
    }

    private void Register(params (string Name, string? Requirements)[] packs)
    {
        IEnumerable<string> entries = packs.OrderBy(static pack => pack.Name, StringComparer.Ordinal).Select(pack =>
        {
            GitRepository repository = _engine.Services.Git.Add(pack.Name);
            Dictionary<string, string> files = new() { ["__init__.py"] = "" };
            if (pack.Requirements is string text)
            {
                files["requirements.txt"] = text;
            }

            return $$"""    "{{pack.Name}}": { "source": { "commit": "{{repository.CommitFiles(files)}}", "kind": "git", "url": "https://github.com/{{pack.Name}}" } }""";
        });
        File.WriteAllText(
            Path.Join(_engine.Folder, "comfy-registry.json"),
            $$"""{ "version": 1, "nodes": { {{string.Join(",\n", entries)}} } }""");
    }

    /// <summary>A distribution with nothing in it but its name, version and requirements.</summary>
    private void AddWheel(string name, string version, params string[] requirements)
    {
        using ZipArchive wheel = ZipFile.Open(
            Path.Join(_index, $"{name}-{version}-py3-none-any.whl"), ZipArchiveMode.Create);
        string folder = $"{name}-{version}.dist-info";
        Add(
            $"{folder}/METADATA",
            $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{string.Concat(requirements.Select(static r =>
                $"Requires-Dist: {r}\n"))}");
        Add($"{folder}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Add($"{folder}/RECORD", "");

        void Add(string path, string text)
        {
            using StreamWriter writer = new(wheel.CreateEntry(path).Open());
            writer.Write(text);
        }
    }
}
