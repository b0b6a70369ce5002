using System;
using System.IO;
using System.Threading.Tasks;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Samples;

/// <summary>What CI runs after a change of workflows, with stand-ins for the services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class UpdateRegistryScriptTests : IAsyncDisposable
{
    private readonly LoopbackEngine _engine = new();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void ANewWorkflowIsPinnedGeneratedAndReportedWithoutAStepByHand()
    {
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = "comfyui-videohelpersuite",
            Repository = "https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite",
            Versions = [new RegistryVersion { Version = "1.6.0" }, new RegistryVersion { Version = "1.7.0" }],
        });
        Write("workflows/one.json", """{"1":{"class_type":"VHS_VideoCombine","inputs":{}}}""");
        Write("registry/comfy-registry.json", RegistryText.Of(environment: RegistryText.Image()));
        Engine.Result result = Run();
        Assert.Contains("\"version\": \"1.7.0\"", Read("registry/comfy-registry.json"), StringComparison.Ordinal);
        Assert.Contains(
            "comfyui-videohelpersuite@1.7.0", Read("docker/comfyui-worker/Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("1.7.0", Read("scripts/generated/install-all-models.sh"), StringComparison.Ordinal);
        Assert.Contains(
            "Nothing: everything is in the registry, pinned and verified.",
            Read("comfyui-report.md"),
            StringComparison.Ordinal);
        Assert.Empty(result.Errors);

        // A second run finds nothing new and changes no byte.
        string before = Read("registry/comfy-registry.json") + Read("docker/comfyui-worker/Dockerfile");
        Run();
        Assert.Equal(before, Read("registry/comfy-registry.json") + Read("docker/comfyui-worker/Dockerfile"));

        Write("workflows/two.json", """{"1":{"class_type":"NoSuchClassOfAnyPack","inputs":{}}}""");
        Run();
        Assert.Contains(
            "node class `NoSuchClassOfAnyPack`: nobody is known to provide it",
            Read("comfyui-report.md"),
            StringComparison.Ordinal);
    }

    private Engine.Result Run()
        => _engine.Run(
            "Set-Location "
                + $"'{_engine.Folder}'; & '"
                + $"{Path.Join(Repository.Root, "samples", "team", "scripts", "Update-Registry.ps1")}'");

    private string Read(string name) => File.ReadAllText(Path.Join(_engine.Folder, name));

    private void Write(string name, string content)
    {
        string path = Path.Join(_engine.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
