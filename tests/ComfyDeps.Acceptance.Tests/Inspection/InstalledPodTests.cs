using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Acceptance.Tests.InstallScripts;
using ComfyDeps.Operations;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>
/// What the install script leaves is what an inspection finds: on this machine and over SSH everything is verified by
/// the hashes that the script wrote, and whatever is changed after it is named.
/// </summary>
public sealed class InstalledPodTests : IAsyncLifetime
{
    private const string Gguf = "city96/comfyui-gguf";
    private const string Checkpoint = "checkpoints/one model.safetensors";
    private const string Lora = "loras/two.safetensors";
    private const string Constraints = "other==1.0\ntiny==1.0\ntorch==2.8.0\n";

    private readonly Pod _pod = new();
    private VirtualEnvironment? _python;
    private readonly string? _cache = Environment.GetEnvironmentVariable("COMFYDEPS_CACHE");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Cache => Path.Join(_pod.Root, "cache");

    private string RegistryPath => Path.Join(_pod.Root, "comfy-registry.json");

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("COMFYDEPS_CACHE", Cache);
        _python = VirtualEnvironment.WithIndex(
            _pod,
            Path.Join(_pod.ComfyUi, ".venv"),
            ("torch", "2.8.0"),
            ("tiny", "1.0"),
            ("tiny", "2.0"),
            ("other", "1.0"));
        _pod.AddGitPack("city96/ComfyUI-GGUF", ("requirements.txt", "torch\ntiny>=0.5\n"));
        _pod.AddRegistryPack("res4lyf", "1.2.3", "other");
        _pod.AddModel(Checkpoint, aliases: ["checkpoints/sub/other name.safetensors"]);
        _pod.AddModel(Lora);
        _pod.AddHubModel("diffusion_models/flux.safetensors", "org/flux", "sub folder/flux.safetensors");
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Constraints)));
        _pod.Constraints = new ConstraintsText(sha256, Constraints);
        _pod.Document = _pod.Document with
        {
            Environment = new() { Constraints = new ConstraintsPin("constraints.txt", sha256) },
        };
        await File.WriteAllTextAsync(Path.Join(_pod.Root, "constraints.txt"), Constraints, Stop);
        await File.WriteAllBytesAsync(RegistryPath, RegistryFormat.Render(_pod.Document), Stop);
        (await _pod.InstallAsync()).Succeeded();
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("COMFYDEPS_CACHE", _cache);
        await (_python?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _pod.DisposeAsync();
    }

    [Fact]
    public async Task WhatTheScriptInstalledIsVerifiedHereAndOverSshAndNothingIsHashedAgain()
    {
        using SshServer server = new();
        string[] expected =
        [
            "Model checkpoints/one model.safetensors",
            "Model diffusion_models/flux.safetensors", "Model loras/two.safetensors",
            "Node city96/comfyui-gguf", "Node res4lyf", "Python other", "Python tiny", "Python torch",
        ];

        foreach (EnvironmentSelection environment in (EnvironmentSelection[])[Folder, Host(server)])
        {
            IReadOnlyList<VerificationResult> results = await TestAsync(environment);
            Assert.Equal(expected, Lines(results, static result => $"{result.Kind} {result.Name}"));
            Assert.Equal(
                ["Verified Found"], Lines(results, static result => $"{result.Status} {result.Code}").Distinct());
        }

        Assert.Empty((await Look.AtFolder(_pod.ComfyUi)).Problems());
        Assert.Empty((await Look.AtHost(server, _pod.ComfyUi)).Problems());

        // What is computed is kept here: there was nothing to compute.
        Assert.False(Directory.Exists(Path.Join(Cache, "hashes")));
    }

    [Fact]
    public async Task OnlyWhatChangedSinceTheScriptHashedItIsHashedAgain()
    {
        using SshServer server = new();

        // Other content in the same file at the same time: whoever believes what the script wrote sees nothing.
        Overwrite(Lora, keepsTime: true);
        Assert.Empty(await WrongAsync(Folder));
        Assert.Empty(await WrongAsync(Host(server)));

        // The time says that it changed: this file is hashed, and no other.
        Overwrite(Checkpoint, keepsTime: false);
        string[] expected = ["checkpoints/one model.safetensors Mismatch WrongHash"];
        Assert.Equal(expected, await WrongAsync(Folder));
        Assert.Equal(expected, await WrongAsync(Host(server)));
        string[] kept =
        [
            .. Directory.GetFiles(Path.Join(Cache, "hashes"))
                .SelectMany(File.ReadAllLines)
                .Where(static line => line[0] != '#'),
        ];
        Assert.NotEmpty(kept);
        Assert.All(kept, static line => Assert.Contains("/checkpoints/", line, StringComparison.Ordinal));

        // The script puts it right, and notes it.
        (await _pod.RunAsync()).Succeeded();
        Assert.Empty(await WrongAsync(Folder));
    }

    [Fact]
    public async Task WhatIsMadeWrongAfterTheScriptIsNamed()
    {
        using SshServer server = new();
        await File.AppendAllTextAsync(Path.Join(_pod.CustomNodes, "ComfyUI-GGUF", "__init__.py"), "# mine\n", Stop);
        File.Delete(Path.Join(_pod.CustomNodes, "res4lyf", "__init__.py"));
        Directory.CreateDirectory(Path.Join(_pod.CustomNodes, "somebody"));
        await File.WriteAllTextAsync(Path.Join(_pod.CustomNodes, "somebody", "__init__.py"), "", Stop);
        using (FileStream model = File.OpenWrite(Path.Join(_pod.Models, Checkpoint)))
        {
            model.SetLength(model.Length - 1);
        }

        File.Move(Path.Join(_pod.Models, Lora), Path.Join(_pod.Models, "two.safetensors"));
        await File.WriteAllTextAsync(
            Path.Join(_pod.Models, "diffusion_models/flux.safetensors"), "<!DOCTYPE html><title>Sign in</title>", Stop);
        RunPip("install", "--quiet", "--no-deps", "tiny==2.0");
        RunPip("uninstall", "--quiet", "--yes", "other");

        string[] expected =
        [
            "checkpoints/one model.safetensors Mismatch SafetensorsTruncated",
            "checkpoints/one model.safetensors Mismatch WrongSize",
            "city96/comfyui-gguf Mismatch Dirty",
            "diffusion_models/flux.safetensors Mismatch HtmlPage",
            "diffusion_models/flux.safetensors Mismatch WrongSize",
            "loras/two.safetensors Missing WrongFolder",
            "res4lyf Mismatch MissingFiles",
            "res4lyf Missing MissingRequirement",
            "somebody Extra NotAskedFor",
            "tiny Mismatch ConstraintMismatch",
            "two.safetensors Mismatch WrongFolder",
        ];
        Assert.Equal(expected, await WrongAsync(Folder));
        Assert.Equal(expected, await WrongAsync(Host(server)));
    }

    [Fact]
    public async Task AFileIsToBeThereUnderEachOfItsNames()
    {
        using SshServer server = new();
        string alias = Path.Join(_pod.Models, "checkpoints/sub/other name.safetensors");
        File.Delete(alias);
        string[] missing = ["checkpoints/one model.safetensors Missing NotInstalled"];
        Assert.Equal(missing, await WrongAsync(Folder));
        Assert.Equal(missing, await WrongAsync(Host(server)));

        // The same size, and another file.
        File.Copy(Path.Join(_pod.Models, Lora), alias);
        string[] wrong = ["checkpoints/one model.safetensors Mismatch WrongHash"];
        Assert.Equal(wrong, await WrongAsync(Folder));
        Assert.Equal(wrong, await WrongAsync(Host(server)));

        // Where a workflow names one of them, that one counts.
        Assert.Equal(["Verified"], await StatusAsync("one model.safetensors"));
        Assert.Equal(["Mismatch"], await StatusAsync("sub/other name.safetensors"));
    }

    private EnvironmentSelection Folder => new() { Paths = [_pod.ComfyUi] };

    private EnvironmentSelection Host(SshServer server) => new()
    {
        HostNames = ["127.0.0.1"],
        Port = server.Port,
        KeyFilePath = server.Key,
        Options = server.Options,
        RemotePath = _pod.ComfyUi,
    };

    private static string[] Lines(IEnumerable<VerificationResult> results, Func<VerificationResult, string> line)
        => [.. results.Select(line).Order(StringComparer.Ordinal)];

    private async Task<string[]> StatusAsync(string value)
    {
        WorkflowDependency need = new()
        {
            Workflow = "w",
            WorkflowPath = "w.json",
            Format = WorkflowFormat.Prompt,
            Kind = DependencyKind.Model,
            Name = value,
            Folder = "checkpoints",
            Status = DependencyStatus.Resolved,
        };
        return Lines(
            (await TestAsync(Folder, [need])).Where(static result => result.Kind == DependencyKind.Model),
            static result => $"{result.Status}");
    }

    private async Task<string[]> WrongAsync(EnvironmentSelection environment)
        => Lines(
            (await TestAsync(environment)).Where(static result => !result.IsOk),
            static result => $"{result.Name} {result.Status} {result.Code}");

    private async Task<IReadOnlyList<VerificationResult>> TestAsync(
        EnvironmentSelection environment,
        IReadOnlyList<object>? needs = null)
    {
        List<VerificationResult> results = [];
        TestInstallationOptions options = new()
        {
            RegistryPath = RegistryPath,
            CurrentFolder = _pod.Root,
            Needs = needs,
        };
        await foreach (VerificationResult result in TestInstallation.RunAsync(
            environment, options, NullReporter.Instance, Stop))
        {
            results.Add(result);
        }

        return results;
    }

    /// <summary>Turns the last bit of a model over, in the same file.</summary>
    private void Overwrite(string model, bool keepsTime)
    {
        string path = Path.Join(_pod.Models, model);
        string reference = Path.Join(_pod.Root, "time");
        Tool.Run(_pod.Root, "touch", "coreutils", "-r", path, reference);
        using (FileStream file = File.Open(path, FileMode.Open))
        {
            file.Position = file.Length - 1;
            int last = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(last ^ 1));
        }

        // To the nanosecond, which .NET does not keep.
        Tool.Run(
            _pod.Root,
            "touch",
            "coreutils",
            keepsTime ? ["-r", reference, path] : ["-d", "2026-11-23T10:00:00Z", path]);
    }

    /// <summary>Runs the pod's own pip.</summary>
    private void RunPip(params string[] arguments)
        => Tool.Run(
            _pod.Root,
            "env",
            "coreutils",
            [
                .. _pod.Variables.Where(static one => one.Key.StartsWith("PIP_", StringComparison.Ordinal))
                    .Select(static one => $"{one.Key}={one.Value}"),
                _pod.Python,
                "-m",
                "pip",
                "--disable-pip-version-check",
                .. arguments,
            ]);
}
