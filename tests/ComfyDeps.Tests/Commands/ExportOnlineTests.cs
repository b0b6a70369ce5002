using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Images;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>The exports that ask sources, with stand-ins for the services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class ExportOnlineTests : IAsyncDisposable
{
    private static readonly ImageTag s_image = new() { Name = "runpod/worker-comfyui", Tag = "5.8.5-base" };

    private readonly LoopbackEngine _engine = new();

    public ExportOnlineTests()
    {
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack
        {
            Id = "res4lyf",
            Repository = "https://github.com/ClownsharkBatwing/RES4LYF",
            Versions = [new RegistryVersion { Version = "1.5.0" }, new RegistryVersion { Version = "1.6.0" }],
        });
        _engine.Services.Images.Images.Add(s_image);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void WhatIsTooOldIsAskedAgainAndGoesIntoTheImageWhenItIsThere()
    {
        Write("1.5.0", ImageRegistryStandIn.DigestOf(s_image));
        Engine.Result result = Run("Export-ComfyDockerfile -MaximumAge 0");
        Assert.Empty(result.Errors);
        Assert.Contains(
            "res4lyf@1.5.0", File.ReadAllText(Path.Join(_engine.Folder, "Dockerfile")), StringComparison.Ordinal);
        _engine.AssertNoTokenIn(result);
    }

    [Theory]
    [InlineData("9.9.9", true, "res4lyf")]
    [InlineData("1.5.0", false, "runpod/worker-comfyui")]
    public void APinThatIsGoneStopsItAlsoOneOfTheBaseImage(string version, bool hasImage, string culprit)
    {
        Write(version, hasImage ? ImageRegistryStandIn.DigestOf(s_image) : "sha256:" + new string('1', 64));
        ErrorRecord error = Assert.Single(Run("Export-ComfyDockerfile -MaximumAge 0").Errors);
        Assert.StartsWith("PinNotVerified,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(culprit, error.Exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(_engine.Folder, "Dockerfile")));
        Engine.Result allowed = Run("Export-ComfyDockerfile -MaximumAge 0 -AllowUnverified");
        Assert.Empty(allowed.Errors);
        Assert.Contains(allowed.Warnings, warning => warning.Contains(culprit, StringComparison.Ordinal));
    }

    [Fact]
    public void AnOutageIsNeverAMissingPin()
    {
        Write("1.5.0", ImageRegistryStandIn.DigestOf(s_image));
        _engine.FailWith(Fault.Status(503));
        Assert.Empty(Run("Export-ComfyDependencyReport -MaximumAge 0").Errors);
        Assert.Equal("undetermined", Status());
        Assert.StartsWith(
            "PinNotVerified,",
            Assert.Single(Run("Export-ComfyDockerfile -MaximumAge 0").Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);

        // What is stored counts for those who ask for that.
        Assert.Empty(Run("Export-ComfyDockerfile -Offline").Errors);
    }

    [Fact]
    public void AReportTellsWhatThereIsInsteadOfAPinThatIsGone()
    {
        Write("9.9.9", ImageRegistryStandIn.DigestOf(s_image));
        Assert.Empty(Run("Export-ComfyDependencyReport -MaximumAge 0").Errors);
        JsonElement pack = Report().GetProperty("verificationStatus").GetProperty("nodes").GetProperty("res4lyf");
        Assert.False(pack.GetProperty("verified").GetBoolean());
        Assert.Contains(
            "1.6.0", pack.GetProperty("availableVersions").EnumerateArray().Select(static one => one.GetString()));
    }

    private string? Status()
        => Report()
            .GetProperty("verificationStatus")
            .GetProperty("nodes")
            .GetProperty("res4lyf")
            .GetProperty("status")
            .GetString();

    private JsonElement Report()
        => JsonDocument.Parse(File.ReadAllText(Path.Join(_engine.Folder, "dependencies.json"))).RootElement;

    private void Write(string version, string digest) => File.WriteAllText(
        Path.Join(_engine.Folder, "comfy-registry.json"),
        RegistryText.Of(
            [RegistryText.Version("res4lyf", version)],
            null,
            $$""" "image": { "digest": "{{digest}}", "name": "{{s_image.Name}}", "tag": "{{s_image.Tag}}" } """));

    private Engine.Result Run(string script) => _engine.Run($"Set-Location '{_engine.Folder}'; {script}");
}
