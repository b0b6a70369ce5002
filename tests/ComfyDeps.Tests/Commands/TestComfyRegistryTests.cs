using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Verifying a registry, as its users run it, with stand-ins for the services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class TestComfyRegistryTests : IAsyncDisposable
{
    private const string Command = "ComfyDeps.Commands.TestComfyRegistryCommand";

    private readonly LoopbackEngine _engine = new();
    private readonly HubFile _file = HubFile.Large("ae.safetensors");

    public TestComfyRegistryTests()
    {
        string commit = HubRepository.CommitOf("artist/models");
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = "res4lyf",
            Repository = "https://github.com/ClownsharkBatwing/RES4LYF",
            Versions = [new RegistryVersion { Version = "1.5.0" }, new RegistryVersion { Version = "1.6.0" }],
        });
        _engine.Services.HuggingFace.Repositories.Add(HubRepository.Of("artist/models", _file));
        Write($$"""
            {
              "version": 1,
              "models": {
                "vae/ae.safetensors": {
                  "sha256": "{{_file.Sha256}}",
                  "size": {{_file.Size}},
                  "source": { "commit": "{{commit}}", "file": "ae.safetensors", "kind": "huggingFace", "repository": "artist/models" }
                }
              },
              "nodes": {
                "gone-pack": { "classes": ["GoneNode"], "source": { "id": "gone-pack", "kind": "comfyRegistry", "version": "1.0.0" } },
                "res4lyf": {
                  "classes": ["ClownsharKSampler_Beta"],
                  "source": { "id": "res4lyf", "kind": "comfyRegistry", "url": "https://github.com/ClownsharkBatwing/RES4LYF", "version": "1.5.0" }
                }
              }
            }
            """);
        File.WriteAllText(
            Path.Join(_engine.Folder, "flow.json"),
            """
            {
              "1": { "class_type": "ClownsharKSampler_Beta", "inputs": {} },
              "2": { "class_type": "VAELoader", "inputs": { "vae_name": "ae.safetensors" } },
              "3": { "class_type": "Nobody Has This Class", "inputs": {} },
              "4": { "class_type": "LoraLoader", "inputs": { "lora_name": "mine.safetensors" } },
              "5": { "class_type": "KSampler", "inputs": {} }
            }
            """);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void GivesAResultForEveryPinInTheOrderOfTheFile()
    {
        PSObject[] results = Results("Test-ComfyRegistry");

        Assert.Equal(
            ["gone-pack", "res4lyf", "vae/ae.safetensors"],
            results.Select(static one => LoopbackEngine.Property(one, "Name")));
        Assert.Equal(
            ["Missing", "Verified", "Verified"], results.Select(static one => LoopbackEngine.Property(one, "Status")));
        Assert.Equal("PackGone", LoopbackEngine.Property(results[0], "Code"));
        Assert.Equal("1.5.0", LoopbackEngine.Property(results[1], "Expected"));
    }

    [Fact]
    public void WithDependenciesOnlyThoseCountAndWhatIsNotThereIsTold()
    {
        PSObject[] results = Results("Get-ComfyWorkflowDependency flow.json | Test-ComfyRegistry");

        Assert.Equal(
            [
                "Verified res4lyf",
                "NotInRegistry Nobody Has This Class",
                "Verified vae/ae.safetensors",
                "NotInRegistry loras/mine.safetensors",
            ],
            results.Select(
                static one => $"{LoopbackEngine.Property(one, "Status")} {LoopbackEngine.Property(one, "Name")}"));
        Assert.Equal("Unresolved", LoopbackEngine.Property(results[1], "Code"));
    }

    [Fact]
    public void AsksOnceForEachPackAndFile()
    {
        PSObject[] results = Results("$d = Get-ComfyWorkflowDependency flow.json; @($d; $d; $d) | Test-ComfyRegistry");

        Assert.Equal(4, results.Length);
        Assert.Equal(1, _engine.Services.HuggingFace.Requests.Count);
        Assert.Equal(2, _engine.Services.ComfyRegistry.Requests.Count);
    }

    [Theory]
    [InlineData("Test-ComfyRegistry -Quiet", false)]
    [InlineData("Test-ComfyRegistry res4lyf, 'vae/*' -Quiet", true)]
    [InlineData("Get-ComfyWorkflowDependency flow.json | Test-ComfyRegistry -Quiet", false)]
    public void QuietIsOneBool(string script, bool expected)
        => Assert.Equal(expected, Assert.Single(Results(script)).BaseObject);

    [Fact]
    public void NamesChooseEntriesAndAnUnknownOneIsAnError()
    {
        Assert.Equal("res4lyf", LoopbackEngine.Property(Assert.Single(Results("Test-ComfyRegistry 'res*'")), "Name"));
        LoopbackEngine.AssertOneError(
            Run("Test-ComfyRegistry nothing-such"), $"NotFound,{Command}", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void WithoutARegistryEverythingIsNotInItAndOneErrorSaysWhy()
    {
        Engine.Result piped = Run("Get-ComfyWorkflowDependency flow.json | Test-ComfyRegistry -RegistryPath none.json");
        Engine.Result whole = Run("Test-ComfyRegistry -RegistryPath none.json");

        Assert.Equal(4, piped.Output.Count);
        Assert.All(piped.Output, static one => Assert.Equal("NotInRegistry", LoopbackEngine.Property(one, "Status")));
        Assert.Equal($"RegistryNotFound,{Command}", Assert.Single(piped.Errors).FullyQualifiedErrorId);
        LoopbackEngine.AssertOneError(whole, $"RegistryNotFound,{Command}", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void ADamagedRegistryIsAnErrorWithItsPlace()
    {
        Write("{ \"version\": 1, \"nodes\": { \"a\": 1 } }");
        ErrorRecord error = Assert.Single(
            Run("Get-ComfyWorkflowDependency flow.json | Test-ComfyRegistry").Errors,
            static one => one.FullyQualifiedErrorId.EndsWith(Command, StringComparison.Ordinal));
        Assert.Equal($"RegistryInvalid,{Command}", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void OfflineAsksNobodyAndRemembersWhatWasGood()
    {
        PSObject[] before = Results("Test-ComfyRegistry -Offline");
        Assert.All(_engine.Services.All, static service => Assert.Equal(0, service.Requests.Count));
        Assert.All(
            before,
            static one => Assert.Equal(
                "Undetermined Offline",
                $"{LoopbackEngine.Property(one, "Status")} {LoopbackEngine.Property(one, "Code")}"));

        Results("Test-ComfyRegistry");
        PSObject[] after = Results("Test-ComfyRegistry -Offline");
        Assert.Equal(
            ["Undetermined", "Verified", "Verified"],
            after.Select(static one => LoopbackEngine.Property(one, "Status")));
        Assert.Equal("Recorded", LoopbackEngine.Property(after[1], "Code"));
    }

    [Fact]
    public void AnOutageIsNoVerdictAndShowsNoToken()
    {
        _engine.SetTokens();
        _engine.FailWith(Fault.Status(401, "<html>Log in</html>", "text/html"));

        Engine.Result result = Run("Test-ComfyRegistry");

        Assert.Equal(3, result.Output.Count);
        Assert.All(result.Output, static one => Assert.Equal("Undetermined", LoopbackEngine.Property(one, "Status")));
        _engine.AssertNoTokenIn(result);
    }

    [Fact]
    public void SelectObjectFirstEndsTheAsking()
        => Assert.Single(Results("Test-ComfyRegistry | Select-Object -First 1"));

    private void Write(string json) => File.WriteAllText(Path.Join(_engine.Folder, "comfy-registry.json"), json);

    private Engine.Result Run(string script) => _engine.Run($"Set-Location '{_engine.Folder}'; {script}");

    private PSObject[] Results(string script)
    {
        Engine.Result result = Run(script);
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        return [.. result.Output];
    }
}
