using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using CliWrap.Buffered;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using static ComfyDeps.Acceptance.Tests.Docker.ImageParts;

namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>Generated Dockerfiles, built for real over a base image with the layout of a worker.</summary>
[Collection(WorkerCollection.Name)]
public sealed class DockerfileBuildTests(WorkerBase worker)
{
    [Fact]
    public async Task WhatTheRegistrySaysIsInTheImageAndTheImageStartsAsItsBase()
    {
        worker.Need();
        await using GitStandIn git = new();
        await using FileStandIn files = new();
        GitRepository repository = git.Add("owner/It_s-Pack");
        string commit = await PushAsync(
            repository,
            ("__init__.py", ""),
            ("requirements.txt", "needed-by-git # a comment\n"),
            ("install.py", "open('installed', 'w').write('yes')"));
        await PushAsync(repository, ("later.py", ""));
        byte[] archive = Archive(
            ("pyproject.toml", "[project]\nname = \"zipped\"\nversion = \"0.1.0\"\n"), ("sub/__init__.py", ""));
        string zip = files.Add("/zipped.zip", archive).AbsoluteUri;
        string comfy = (await worker.RunAsync("worker:base", "git", "-C", "/comfyui", "rev-parse", "HEAD")).Trim();
        byte[] weights = ServedFile.Weights("model");
        Uri model = files.Add("/it's$(touch).bin", weights);
        RegistryDocument registry = new()
        {
            Environment = new RegistryEnvironment { ComfyUi = new ComfyUiPin(comfy, null) },
            Nodes = Table(
                ("good-pack", FromRegistry("good-pack", "1.2.3", "good-pack")),
                ("zipped", FromArchive("zipped", "0.1.0", zip, new ServedFile { Content = archive }.Sha256)),
                ("plain-pack", FromRegistry("plain-pack", "2.0.0", "plain $(touch pwned)`id`'s")),
                ("owner/it_s-pack", FromGit($"{git.Address}/owner/It_s-Pack", commit))),
            Models = Table(("insightface/models/it's $HOME.bin", new ModelEntry
            {
                Source = new PinSource { Kind = SourceKind.Url, Url = model.AbsoluteUri },
                Size = weights.Length,
                Sha256 = new ServedFile { Content = weights }.Sha256,
                Aliases = ["vae/other name.bin"],
                Verification = Verified,
            })),
        };
        BufferedCommandResult built = await worker.BuildAsync(
            Render(
                worker, registry, withModels: true, new ConstraintsText(new string('0', 64), "needed-by-good==1.4\n")),
            "good");
        Assert.True(built.ExitCode == 0, built.StandardOutput + built.StandardError);
        Assert.Contains("4 node packs are at their pins", built.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("heredoc", built.StandardError, StringComparison.OrdinalIgnoreCase);

        // Looked at with means that are none of ours.
        string told = await worker.RunAsync("good", "/bin/sh", "-c", """
            cd /comfyui/custom_nodes
            git -c safe.directory='*' -C It_s-Pack rev-parse HEAD
            cat It_s-Pack/installed; echo
            grep -c . good-pack/.tracking
            ls
            cat zipped/.tracking; echo
            /opt/venv/bin/python -c 'import needed_by_good, needed_by_git; print("imported")'
            sha256sum "/comfyui/models/insightface/models/it's \$HOME.bin" "/comfyui/models/vae/other name.bin" | cut -c1-64
            cat /var/log/comfy-node-install.log
            find / -xdev -name pwned
            """.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(
            [
                commit, "yes", "3", "It_s-Pack", "good-pack", "plain $(touch pwned)`id`'s", "zipped",
                "pyproject.toml", "sub/__init__.py", "imported",
                .. Enumerable.Repeat(new ServedFile { Content = weights }.Sha256, 2),
                "COLUMNS=1000 good-pack@1.2.3", "COLUMNS=1000 plain-pack@2.0.0",
            ],
            told.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await AssertConfigAsync();
        Assert.Contains(
            "\n  insightface: |\n    models/insightface\n",
            await worker.RunAsync("good", "cat", "/comfyui/extra_model_paths.yaml"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelsOnTheVolumeAreFoundAlsoByPacksThatLookInOnePlaceAlone()
    {
        worker.Need();
        RegistryDocument registry = new()
        {
            Models = Table(("insightface/models/antelopev2.bin", new ModelEntry
            {
                Source = new PinSource { Kind = SourceKind.Url, Url = "https://example.com/a.bin" },
                Sha256 = new string('a', 64),
                Verification = Verified,
            })),
        };
        BufferedCommandResult built = await worker.BuildAsync(Render(worker, registry), "volume");
        Assert.True(built.ExitCode == 0, built.StandardOutput + built.StandardError);
        Assert.Equal(
            "/runpod-volume/models/insightface\n",
            await worker.RunAsync("volume", "readlink", "/comfyui/models/insightface"));
    }

    [Theory]
    [InlineData("good-pack", "9.9.9", "nothing is in /comfyui/custom_nodes/good-pack")]
    [InlineData("good-pakc", "1.2.3", "An error occurred while installing")]
    [InlineData("pip-fails", "1.0.0", "its requirement nobody-has-this is not met: not installed")]
    [InlineData("other-version", "1.0.0", "holds other-version 2.0.0, not 1.0.0")]
    [InlineData("no-tracking", "1.0.0", "has no .tracking")]
    public async Task ABuildEndsRedWhereTheInstallerSaysThatAllIsWell(string id, string version, string reason)
    {
        worker.Need();
        BufferedCommandResult built = await worker.BuildAsync(
            Render(worker, new RegistryDocument { Nodes = Table((id, FromRegistry(id, version, id))) }), "red");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains(reason, built.StandardOutput + built.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABuildEndsRedWhereACommitIsNotInItsRepository()
    {
        worker.Need();
        await using GitStandIn git = new();
        await PushAsync(git.Add("owner/pack"), ("__init__.py", ""));
        BufferedCommandResult built = await worker.BuildAsync(
            Render(
                worker,
                new RegistryDocument
                {
                    Nodes = Table(("owner/pack", FromGit($"{git.Address}/owner/pack", new string('1', 40)))),
                }),
            "red");
        Assert.NotEqual(0, built.ExitCode);
    }

    [Fact]
    public async Task ABuildEndsRedWhereOnePackUndoesWhatAnotherNeeds()
    {
        worker.Need();
        RegistryDocument registry = new()
        {
            Nodes = Table(
                ("good-pack", FromRegistry("good-pack", "1.2.3", "good-pack") with { Requested = null }),
                ("z-breaks", FromRegistry("breaks-good", "1.0.0", "breaks-good"))),
        };
        BufferedCommandResult built = await worker.BuildAsync(Render(worker, registry), "red");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains(
            "its requirement needed-by-good>=1.0 is not met: 0.9 is installed",
            built.StandardOutput + built.StandardError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABuildEndsRedWhereAModelIsAnotherFile()
    {
        worker.Need();
        await using FileStandIn files = new();
        RegistryDocument registry = new()
        {
            Models = Table(("vae/a.bin", new ModelEntry
            {
                Source = new PinSource
                {
                    Kind = SourceKind.Url,
                    Url = files.Add("/a.bin", ServedFile.Weights("other")).AbsoluteUri,
                },
                Sha256 = new string('a', 64),
                Verification = Verified,
            })),
        };
        BufferedCommandResult built = await worker.BuildAsync(Render(worker, registry, withModels: true), "red");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains("has the sha256", built.StandardOutput + built.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABuildEndsRedWhereAnArchiveIsAnotherOne()
    {
        worker.Need();
        await using FileStandIn files = new();
        string zip = files.Add(
            "/zipped.zip",
            Archive(("pyproject.toml", "[project]\nname = \"zipped\"\nversion = \"0.1.0\"\n"))).AbsoluteUri;
        BufferedCommandResult built = await worker.BuildAsync(
            Render(
                worker,
                new RegistryDocument
                {
                    Nodes = Table(("zipped", FromArchive("zipped", "0.1.0", zip, new string('a', 64)))),
                }),
            "red");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains("has the sha256", built.StandardOutput + built.StandardError, StringComparison.Ordinal);
    }

    private async Task AssertConfigAsync()
    {
        BufferedCommandResult inspected = await worker.BuildahAsync(["inspect", "--type", "image", "localhost/good"]);
        JsonElement config = JsonDocument.Parse(inspected.StandardOutput).RootElement
            .GetProperty("Docker")
            .GetProperty("config");
        Assert.Equal("/start.sh", Assert.Single(config.GetProperty("Cmd").EnumerateArray()).GetString());
        Assert.False(
            config.TryGetProperty("Entrypoint", out JsonElement entry)
                && entry.ValueKind == JsonValueKind.Array
                && entry.GetArrayLength() > 0);
        Assert.Equal("/comfyui", config.GetProperty("WorkingDir").GetString());
        Assert.Contains(
            "VIRTUAL_ENV=/opt/venv", config.GetProperty("Env").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(
            new string('e', 64), config.GetProperty("Labels").GetProperty("comfydeps.registry.sha256").GetString());
    }
}
