using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;
using ComfyDeps.Rendering.Docker;

namespace ComfyDeps.Core.Tests.Rendering.Docker;

public sealed class DockerfileRendererTests
{
    private static readonly string s_commit = new('a', 40);
    private static readonly string s_hash = new('b', 64);

    private static readonly Dockerfile s_sample = new()
    {
        Base = new ImagePin("runpod/worker-comfyui", "5.8.5-base", "sha256:" + new string('c', 64)),
        ComfyUi = new ComfyUiPin(new string('d', 40), "0.3.76"),
        Constraints = new ConstraintsText(s_hash, "numpy==2.1.0\ntorch==2.8.0 ; python_version >= '3.10'\n"),
        ModelFolders = ["diffusion_models", "insightface/models", "pulid", "text_encoders/t5", "ultralytics/bbox"],
        Moving = new HashSet<string>(StringComparer.Ordinal) { "aaa/moving" },
        RegistrySha256 = s_hash,
        Version = "0.0.0",
        Plan = new InstallPlan
        {
            Steps =
            [
                Pack("aaa/moving", SourceKind.Git, s_commit, "https://github.com/aaa/Moving"),
                Pack(
                    "lldacing/comfyui_pulid_flux_ll",
                    SourceKind.Git,
                    s_commit,
                    "https://github.com/lldacing/ComfyUI_PuLID_Flux_ll",
                    "https://mirror.example/pulid"),
                Pack("res4lyf", SourceKind.ComfyRegistry, "1.2.3", "https://github.com/ClownsharkBatwing/RES4LYF"),
                Pack("was", SourceKind.ComfyRegistry, "3.0.1", "https://github.com/was/was") with
                {
                    ArchiveUrl = "https://cdn.example/was/3.0.1/node.zip",
                    ArchiveSha256 = s_hash,
                },
                Model(
                    "diffusion_models/flux1-dev.safetensors",
                    "https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/1/flux1-dev.safetensors",
                    gated: true),
                Model("vae/it's $HOME.safetensors", "https://example.com/a'b?c=$(id)&d=;e"),
            ],
            Unverified = [new UnverifiedPin(DependencyKind.Node, "aaa/moving", "never asked")],
        },
    };

    public static TheoryData<string, bool> Goldens
        => new() { { "volume.Dockerfile", false }, { "models.Dockerfile", true } };

    [Theory]
    [MemberData(nameof(Goldens))]
    public void LooksAsReviewed(string name, bool withModels)
    {
        string text = DockerfileRenderer.Render(s_sample with { WithModels = withModels });
        string golden = Repository.Fixture("golden", name);
        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, text);
        }

        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Fact]
    public void KeepsTheStartOfTheBaseImageAndUsesNoHeredoc()
    {
        string text = DockerfileRenderer.Render(s_sample with { WithModels = true });
        Assert.DoesNotMatch("(?m)^(CMD|ENTRYPOINT|USER|WORKDIR)", text);
        Assert.DoesNotContain("<<", text, StringComparison.Ordinal);
        Assert.EndsWith("comfydeps.version=\"0.0.0\"\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runpod/worker-comfyui", "5.8.5-base", null, "docker.io/runpod/worker-comfyui:5.8.5-base")]
    [InlineData("runpod/worker-comfyui", "5.8.5-base", "sha256:1", "docker.io/runpod/worker-comfyui@sha256:1")]
    [InlineData("ubuntu", null, null, "docker.io/library/ubuntu:latest")]
    [InlineData("ghcr.io/a/b", null, "sha256:1", "ghcr.io/a/b@sha256:1")]
    [InlineData("localhost/a", "x", null, "localhost/a:x")]
    [InlineData("host:5000/a", null, "sha256:1", "host:5000/a@sha256:1")]
    public void NamesTheBaseImageSoThatEveryBuilderMeansTheSame(
        string name,
        string? tag,
        string? digest,
        string expected)
    {
        string text = DockerfileRenderer.Render(s_sample with { Base = new ImagePin(name, tag, digest) });
        Assert.Contains($"\nFROM {expected}\n", text, StringComparison.Ordinal);
        Assert.Equal(digest is null, text.Contains("# NOT PINNED", StringComparison.Ordinal));
    }

    [Fact]
    public void AChangedPackChangesItsOwnLayerAndTheLastCheckAlone()
    {
        string[] before = Steps(s_sample);
        InstallStep[] steps =
        [
            .. s_sample.Plan.Steps.Select(
                static step => step.Name == "res4lyf" ? (PackStep)step with { Pin = "1.2.4" } : step),
        ];
        string[] after = Steps(s_sample with { Plan = s_sample.Plan with { Steps = [.. steps] } });
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(
            ["RUN COLUMNS", "RUN /usr/local/lib/comfydeps/pack.py verify"],
            before
                .Zip(after)
                .Where(static pair => pair.First != pair.Second)
                .Select(static pair => Regex.Match(pair.Second, "^RUN (COLUMNS|\\S+ verify)").Value));
    }

    [Fact]
    public void WhatMovesOftenStandsBehindWhatStays()
    {
        string text = DockerfileRenderer.Render(s_sample);
        Assert.True(
            text.IndexOf("# was:", StringComparison.Ordinal) < text.IndexOf("# aaa/moving:", StringComparison.Ordinal));
    }

    [Fact]
    public void OneSpecACallInWideColumns()
    {
        string text = DockerfileRenderer.Render(s_sample);
        Assert.Equal(
            ["COLUMNS=1000 comfy-node-install 'res4lyf@1.2.3'; \\"],
            Regex.Matches(text, "COLUMNS.*").Select(static match => match.Value));
    }

    [Fact]
    public void SecretsAreMountedForGatedFilesAloneAndNeverWritten()
    {
        string text = DockerfileRenderer.Render(s_sample with { WithModels = true });
        Assert.Equal(1, Regex.Count(text, "--mount=type=secret,id=HF_TOKEN,required=true"));
        Assert.Contains("# Build with: docker build --secret id=HF_TOKEN,env=HF_TOKEN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$HF_TOKEN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFileOfFoldersHasAKeyForEachAndKeepsThoseOfTheBaseImage()
    {
        IReadOnlyList<string> lines = ModelPaths.Lines(["pulid", "ultralytics/bbox", "odd name", "vae"]);
        Assert.Contains("  pulid: |", lines);
        Assert.Contains("  ultralytics_bbox: |", lines);
        Assert.Contains("    models/ultralytics/bbox", lines);
        Assert.Contains("  \"odd name\": |", lines);
        Assert.Contains("    models/unet", lines);
        Assert.Contains("    models/clip", lines);
        Assert.Contains("  checkpoints: |", lines);
        Assert.Equal(
            ["odd name", "pulid", "ultralytics"], ModelPaths.Foreign(["pulid", "ultralytics/bbox", "odd name", "vae"]));
    }

    private static string[] Steps(Dockerfile file)
        => Regex.Split(DockerfileRenderer.Render(file), "(?m)^(?=[A-Z]+ )");

    private static PackStep Pack(string name, SourceKind source, string pin, string url, string mirror = "") => new()
    {
        Name = name,
        Reason = "for Something; verified 2026-11-23",
        Source = source,
        Id = name,
        Directory = url[(url.LastIndexOf('/') + 1)..],
        Pin = pin,
        Url = url,
        Mirror = mirror,
    };

    private static ModelStep Model(string path, string url, bool gated = false) => new()
    {
        Name = path,
        Reason = "verified 2026-11-23",
        Path = path,
        Source = gated ? SourceKind.HuggingFace : SourceKind.Url,
        Url = url,
        Gated = gated,
        Size = 12,
        Sha256 = s_hash,
        Aliases = gated ? ["diffusion_models/flux/flux1-dev.safetensors"] : [],
    };
}
