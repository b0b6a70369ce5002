using System;
using System.IO;
using System.Management.Automation;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>Export-ComfyDockerfile in the real engine, over files on disk alone.</summary>
public sealed class ExportComfyDockerfileTests : IDisposable
{
    private const string Command = "ComfyDeps.Commands.ExportComfyDockerfileCommand";

    private readonly Engine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-dockerfile-").FullName;

    private string Dockerfile => File.ReadAllText(Path.Join(_folder, "Dockerfile"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Dispose();
        TempFolder.Delete(_folder);
    }

    [Fact]
    public void WritesWhatTheRegistryPins()
    {
        Write(RegistryText.Of(
            [RegistryText.Git("owner/pack", "https://github.com/owner/Pack"), RegistryText.Version("res4lyf", "1.2.3")],
            [RegistryText.Model("pulid/a.safetensors")],
            RegistryText.Image()));
        Engine.Result result = Run("Export-ComfyDockerfile -Offline -PassThru");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.IsType<FileInfo>(Assert.Single(result.Output).BaseObject);
        Assert.Contains(
            $"\nFROM docker.io/runpod/worker-comfyui@sha256:{new string('c', 64)}\n",
            Dockerfile,
            StringComparison.Ordinal);
        Assert.Contains("comfy-node-install 'res4lyf@1.2.3'", Dockerfile, StringComparison.Ordinal);
        Assert.Contains(
            $"pack.py git 'Pack' 'owner/pack' '{RegistryText.Commit}' 'https://github.com/owner/Pack'",
            Dockerfile,
            StringComparison.Ordinal);
        Assert.Contains("models/pulid", Dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("a.safetensors", Dockerfile, StringComparison.Ordinal);
        Assert.Empty(Run("Export-ComfyDockerfile -Offline -Check").Errors);
        Assert.Empty(Run("Export-ComfyDockerfile -Offline -IncludeModel").Errors);
        Assert.Contains("pulid/a.safetensors", Dockerfile, StringComparison.Ordinal);
        Assert.Equal(
            $"GeneratedFileStale,{Command}",
            Assert.Single(Run("Export-ComfyDockerfile -Offline -Check").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void WithDependenciesPipedInItHasWhatTheyNeedAlone()
    {
        Write(RegistryText.Of(
            [
                RegistryText.Version("comfyui-videohelpersuite", "1.7.0", "VHS_VideoCombine"),
                RegistryText.Version("res4lyf", "1.2.3"),
            ],
            null,
            RegistryText.Image()));
        File.WriteAllText(Path.Join(_folder, "w.json"), """{"1":{"class_type":"VHS_VideoCombine","inputs":{}}}""");
        Assert.Empty(Run("Get-ComfyWorkflowDependency w.json | Export-ComfyDockerfile -Offline").Errors);
        Assert.Contains("comfyui-videohelpersuite@1.7.0", Dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("res4lyf", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotVerifiedStopsItUnlessAllowed()
    {
        Write(
            RegistryText.Of(
                [RegistryText.Git("owner/pack", "https://github.com/owner/Pack", "missing")],
                null,
                RegistryText.Image()));
        ErrorRecord error = Assert.Single(Run("Export-ComfyDockerfile -Offline").Errors);
        Assert.Equal($"PinNotVerified,{Command}", error.FullyQualifiedErrorId);
        Assert.Contains("owner/pack", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(_folder, "Dockerfile")));
        Engine.Result allowed = Run("Export-ComfyDockerfile -Offline -AllowUnverified");
        Assert.Empty(allowed.Errors);
        Assert.NotEmpty(allowed.Warnings);
        Assert.Contains("# NOT VERIFIED: Node owner/pack", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void AnImageWithoutADigestIsAWarningAndNoImageAnError()
    {
        Write(RegistryText.Of(environment: RegistryText.Image(isPinned: false)));
        Assert.Contains(
            "not pinned by its digest",
            Assert.Single(Run("Export-ComfyDockerfile -Offline").Warnings),
            StringComparison.Ordinal);
        Write(RegistryText.Of());
        Assert.Equal(
            $"InvalidArgument,{Command}",
            Assert.Single(Run("Export-ComfyDockerfile -Offline").Errors).FullyQualifiedErrorId);
        Engine.Result given = Run(
            $"Export-ComfyDockerfile -Offline -BaseImage ghcr.io/a/b@sha256:{new string('d', 64)}");
        Assert.Empty(given.Errors);
        Assert.Empty(given.Warnings);
        Assert.Contains($"\nFROM ghcr.io/a/b@sha256:{new string('d', 64)}\n", Dockerfile, StringComparison.Ordinal);
        Assert.Equal(
            $"InvalidArgument,{Command}",
            Assert.Single(Run("Export-ComfyDockerfile -Offline -BaseImage 'a b'").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void AConstraintsFileIsInItAndHasToBeTheOneThatIsPinned()
    {
        byte[] text = "numpy==2.1.0\n"u8.ToArray();
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text));
        File.WriteAllBytes(Path.Join(_folder, "constraints.txt"), text);
        Write(
            RegistryText.Of(
                environment: $$""" "constraints": { "path": "constraints.txt", "sha256": "{{hash}}" }, {{RegistryText.Image()}} """));
        Assert.Empty(Run("Export-ComfyDockerfile -Offline").Errors);
        Assert.Contains("'numpy==2.1.0' \\\n", Dockerfile, StringComparison.Ordinal);
        File.AppendAllText(Path.Join(_folder, "constraints.txt"), "other==1\n");
        Assert.Equal(
            $"PinNotVerified,{Command}",
            Assert.Single(Run("Export-ComfyDockerfile -Offline").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void AHandWrittenDockerfileIsLeftAlone()
    {
        Write(RegistryText.Of(environment: RegistryText.Image()));
        File.WriteAllText(Path.Join(_folder, "Dockerfile"), "FROM scratch\n");
        Assert.Equal(
            $"FileNotGenerated,{Command}",
            Assert.Single(Run("Export-ComfyDockerfile -Offline").Errors).FullyQualifiedErrorId);
        Assert.Equal("FROM scratch\n", Dockerfile);
    }

    private void Write(string registry) => File.WriteAllText(Path.Join(_folder, "comfy-registry.json"), registry);

    private Engine.Result Run(string script) => _engine.Run($"Set-Location '{_folder}'; {script}");
}
