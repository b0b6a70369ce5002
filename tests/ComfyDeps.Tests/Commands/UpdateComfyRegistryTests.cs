using System;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Bringing a registry up to date, as its users run it, with stand-ins for the services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class UpdateComfyRegistryTests : IAsyncDisposable
{
    private const string Command = "ComfyDeps.Commands.UpdateComfyRegistryCommand";

    private readonly LoopbackEngine _engine = new();
    private readonly RegistryPack _pack = new()
    {
        Id = "res4lyf",
        Repository = "https://github.com/ClownsharkBatwing/RES4LYF",
        Versions = [new RegistryVersion { Version = "1.5.0" }],
    };

    public UpdateComfyRegistryTests()
    {
        _engine.Services.ComfyRegistry.Packs.Add(_pack);
        _engine.Services.HuggingFace.Repositories.Add(
            HubRepository.Of("black-forest-labs/FLUX.1-dev", HubFile.Large("ae.safetensors")));
        Directory.CreateDirectory(Path.Join(_engine.Folder, ".git"));
        File.WriteAllText(
            Path.Join(_engine.Folder, "flow.json"),
            """{ "1": { "class_type": "ClownsharKSampler_Beta", "inputs": {} }, "2": { "class_type": "Nobody Has This Class", "inputs": {} } }""");
    }

    private string Registry => Path.Join(_engine.Folder, "comfy-registry.json");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void AddsWhatWorkflowsNeedAndSaysWhatItCannot()
    {
        Engine.Result result = Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry -PassThru");

        PSObject entry = Assert.Single(result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal(
            "res4lyf 1.5.0 Verified",
            $"{LoopbackEngine.Property(entry, "Name")} {LoopbackEngine.Property(entry, "Version")} "
                + $"{LoopbackEngine.Property(entry, "VerificationStatus")}");
        Assert.Contains(result.Warnings, static one => one.Contains("Nobody Has This Class", StringComparison.Ordinal));
        string text = File.ReadAllText(Registry);
        Assert.StartsWith("{\n  \"$schema\": \"https://", text, StringComparison.Ordinal);
        Assert.Contains("\"requested\": \"latest\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondRunChangesNoByteAndGivesNothing()
    {
        Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry");
        byte[] first = File.ReadAllBytes(Registry);

        Assert.Empty(Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry -PassThru").Output);
        Assert.Empty(Run("Update-ComfyRegistry -PassThru").Output);
        Assert.Equal(first, File.ReadAllBytes(Registry));
    }

    [Fact]
    public void WhatIfWritesNothing()
    {
        Engine.Result result = Run(
            "Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry -Download -PassThru -WhatIf");

        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.False(File.Exists(Registry));
        Assert.Equal(0, _engine.Services.ComfyRegistry.Cdn.Requests.Count);
    }

    [Fact]
    public void RepairMovesWhatIsGone()
    {
        Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry");
        _pack.Versions.Clear();
        _pack.Versions.Add(new RegistryVersion { Version = "1.6.0" });
        Run("Clear-ComfyCache");

        PSObject told = Assert.Single(Run("Update-ComfyRegistry -PassThru").Output);
        PSObject repaired = Assert.Single(Run("Update-ComfyRegistry -Repair -PassThru").Output);

        Assert.Equal(
            "1.5.0 Missing",
            $"{LoopbackEngine.Property(told, "Version")} {LoopbackEngine.Property(told, "VerificationStatus")}");
        Assert.Equal(
            "1.6.0 Verified",
            $"{LoopbackEngine.Property(repaired, "Version")} "
                + $"{LoopbackEngine.Property(repaired, "VerificationStatus")}");
    }

    [Fact]
    public void AnOutageLeavesTheFileAsItIs()
    {
        Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry; Clear-ComfyCache");
        byte[] before = File.ReadAllBytes(Registry);
        _engine.SetTokens();
        _engine.FailWith(Fault.Status(401, "<html>Log in</html>", "text/html"));

        Engine.Result result = Run("Update-ComfyRegistry -Repair -Upgrade -PassThru");

        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Warnings);
        Assert.Equal(before, File.ReadAllBytes(Registry));
        _engine.AssertNoTokenIn(result);
    }

    [Fact]
    public void ADamagedRegistryIsAnErrorAndStaysAsItIs()
    {
        File.WriteAllText(Registry, "{ \"version\": 1, \"nodes\": [] }");
        LoopbackEngine.AssertOneError(
            Run("Update-ComfyRegistry"), $"RegistryInvalid,{Command}", ErrorCategory.InvalidData);
        Assert.Equal("{ \"version\": 1, \"nodes\": [] }", File.ReadAllText(Registry));
    }

    [Fact]
    public void AnUnknownNameIsAnError()
    {
        Run("Get-ComfyWorkflowDependency flow.json | Update-ComfyRegistry");
        LoopbackEngine.AssertOneError(
            Run("Update-ComfyRegistry nothing-such"), $"NotFound,{Command}", ErrorCategory.ObjectNotFound);
    }

    private Engine.Result Run(string script) => _engine.Run($"Set-Location '{_engine.Folder}'; {script}");
}
