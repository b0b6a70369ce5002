using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Seeding;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Shell;

/// <summary>The samples' scripts, run as a person runs them, with the stand-ins in place of the services.</summary>
public sealed class SampleScriptTests : IAsyncDisposable
{
    private readonly StandIns _services = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-sample-").FullName;

    /// <summary>What the stand-ins hold when a person starts them.</summary>
    public SampleScriptTests()
    {
        string seed = Path.Join(Repository.Root, "tests", "ComfyDeps.TestServers", "seed", "services.json");
        _services.Fill(CatalogSeed.Extend(Path.Join(Repository.Root, "registry", "catalog"), SeedFile.Read(seed)));
    }

    private Dictionary<string, string> Environment => new(_services.Variables)
    {
        ["COMFYDEPS_CACHE"] = Path.Join(_folder, "cache"),
        ["COMFYDEPS_CATALOG"] = Path.Join(Built.Module, "registry", "catalog"),
        ["COMFYDEPS_OFFLINE"] = "",
        ["HF_TOKEN"] = "",
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        TempFolder.Delete(_folder);
    }

    [Fact]
    public async Task FromTypeScriptToARegistryInWhichEveryPinIsExactAndAgainWithoutAChange()
    {
        Dictionary<string, string> first = await RunAsync();

        using JsonDocument registry = JsonDocument.Parse(first["comfy-registry.json"]);
        JsonElement[] nodes =
            [.. registry.RootElement.GetProperty("nodes").EnumerateObject().Select(static one => one.Value)];
        JsonElement[] models =
            [.. registry.RootElement.GetProperty("models").EnumerateObject().Select(static one => one.Value)];
        Assert.NotEmpty(nodes);
        Assert.NotEmpty(models);
        Assert.All(
            nodes,
            static node => Assert.True(
                Exact(node.GetProperty("source"), "version") || Exact(node.GetProperty("source"), "commit")));
        Assert.All(
            models,
            static model => Assert.True(
                Exact(model.GetProperty("source"), "commit")
                    && (Exact(model, "sha256") || model.TryGetProperty("files", out _))));
        Assert.Equal(first, await RunAsync());
    }

    [Fact]
    public async Task AnEnvironmentCanBePinnedWithTheStandInsToo()
    {
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            string.Empty,
            Environment,
            "-Command",
            $"""
            Set-Location -LiteralPath '{_folder}'
            Set-ComfyRegistryEnvironment -ComfyUIVersion latest -Image runpod/worker-comfyui:5.8.5-base
            Test-ComfyRegistry -Quiet
            """);
        Assert.Equal(string.Empty, answer.Error);
        Assert.Equal("True", answer.Output.Trim());
    }

    private static bool Exact(JsonElement of, string name)
        => of.TryGetProperty(name, out JsonElement value)
            && value.GetString() is { Length: > 0 } text
            && text is not ("latest" or "main");

    private async Task<Dictionary<string, string>> RunAsync()
    {
        string result = Path.Join(_folder, "result");
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            string.Empty,
            Environment,
            "-File",
            Path.Join(Repository.Root, "samples", "from-typescript.ps1"),
            "-Checkout",
            Path.Join(Repository.Root, "samples"),
            "-Workflows",
            "typescript",
            "-Destination",
            result);
        Assert.True(answer.ExitCode == 0, answer.Error + answer.Output);
        return Directory.EnumerateFiles(result).ToDictionary(static file => Path.GetFileName(file), File.ReadAllText);
    }
}
