using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using CliWrap.Buffered;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.HuggingFace;
using static ComfyDeps.Acceptance.Tests.Docker.ImageParts;

namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>
/// Images with gated models, mirrors, submodules and another ComfyUI, from services under their real names; packs with
/// uv.
/// </summary>
[Collection(WorkerCollection.Name)]
public sealed class SecretsAndMirrorsTests(WorkerBase worker) : IAsyncDisposable
{
    private const string Token = "hf_SecretTokenThatIsNowhere";
    private const string Nowhere = "https://nowhere.example.org";

    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-certificates-").FullName;
    private readonly GitStandIn _git = new();
    private readonly FileStandIn _files = new();
    private readonly HuggingFaceStandIn _hub = new();

    public async ValueTask DisposeAsync()
    {
        await _git.DisposeAsync();
        await _files.DisposeAsync();
        await _hub.DisposeAsync();
        TempFolder.Delete(_folder);
    }

    [Fact]
    public async Task GatedModelsMirrorsSubmodulesAndAnotherComfyUiAreInTheImageAndTheTokenIsNot()
    {
        worker.Need();
        await using HttpsProxy proxy = new(("github.com", _git), ("huggingface.co", _hub));
        GitRepository library = _git.Add("owner/Library");
        string recorded = library.CommitFiles(Files(("library.py", "library = 1\n")));
        library.CommitFiles(Files(("library.py", "library = 2\n")));
        string pack = _git.Add("owner/Pack").CommitFiles(
            Files(
                ("__init__.py", ""),
                (".gitmodules", "[submodule \"library\"]\n\tpath = library\n\turl = "
                    + "https://github.com/owner/Library\n")),
            submodules: Files(("library", recorded)));
        string mirrored = _git.Add("copies/Mirrored").CommitFiles(Files(("__init__.py", "")));
        string comfy = _git
            .Add("comfyanonymous/ComfyUI")
            .CommitFiles(
                Files(("main.py", "newer = 1\n"), ("folder_paths.py", ""), ("requirements.txt", "needed-by-git\n")));
        byte[] archive = Archive(("pyproject.toml", "[project]\nname = \"zipped\"\nversion = \"0.1.0\"\n"));
        NodeEntry zipped = FromRegistry("zipped", "0.1.0", "zipped");
        NodeEntry git = FromGit($"{Nowhere}/owner/Mirrored", mirrored);
        ModelEntry gated = Gated();
        ModelEntry copy = Copy();
        RegistryDocument registry = new()
        {
            Environment = new RegistryEnvironment { ComfyUi = new ComfyUiPin(comfy, null) },
            Nodes = Table(
                ("owner/pack", FromGit("https://github.com/owner/Pack", pack)),
                ("owner/mirrored", git with
                {
                    Source = git.Source with { Mirror = $"{_git.Address}/copies/Mirrored" },
                }),
                ("zipped", zipped with
                {
                    Source = zipped.Source with { Mirror = _files.Add("/copies/zipped.zip", archive).AbsoluteUri },
                })),
            Models = Table(("checkpoints/gated.safetensors", gated), ("vae/copy.safetensors", copy)),
        };
        BufferedCommandResult built = await BuildAsync(
            registry, proxy, "secret", "--secret", $"id=HF_TOKEN,src={Secret()}");
        Assert.True(built.ExitCode == 0, built.StandardOutput + built.StandardError);
        string told = await worker.RunAsync("secret", "/bin/sh", "-c", $"""
            git -C /comfyui rev-parse HEAD
            cat /comfyui/main.py
            cd /comfyui/custom_nodes
            git -c safe.directory='*' -C Pack rev-parse HEAD
            git -c safe.directory='*' -C Pack/library rev-parse HEAD
            cat Pack/library/library.py
            git -c safe.directory='*' -C Mirrored rev-parse HEAD
            cat zipped/.tracking; echo
            sha256sum /comfyui/models/checkpoints/gated.safetensors /comfyui/models/vae/copy.safetensors | cut -c1-64
            /opt/venv/bin/python -c 'import needed_by_git; print("imported")'
            ls /run/secrets 2> /dev/null
            grep -rlF {Token} / --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev 2> /dev/null || true
            """.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(
            [
                comfy, "newer = 1", pack, recorded, "library = 1", mirrored,
                "pyproject.toml", gated.Sha256!, copy.Sha256!, "imported",
            ],
            told.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(_hub.Requests.Saw(Token));
        Assert.All((StandIn[])[_hub.Cdn, _git, _files], static other => Assert.False(other.Requests.Saw(Token)));
        Assert.DoesNotContain(proxy.Asked, static host => host.Contains("nowhere", StringComparison.Ordinal));
        string inspected = (await worker.BuildahAsync(
            ["inspect", "--type", "image", "localhost/secret"])).StandardOutput;
        Assert.DoesNotContain(Token, built.StandardOutput + built.StandardError + inspected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABuildEndsRedWhereAGatedModelHasNoTokenOrAnotherOne()
    {
        worker.Need();
        await using HttpsProxy proxy = new(("huggingface.co", _hub));
        RegistryDocument registry = new() { Models = Table(("checkpoints/gated.safetensors", Gated())) };
        BufferedCommandResult without = await BuildAsync(registry, proxy, "red");
        Assert.NotEqual(0, without.ExitCode);
        Assert.Contains("HF_TOKEN", without.StandardError, StringComparison.Ordinal);
        Assert.Equal(0, _hub.Requests.Count);

        _hub.Tokens[Token] = [];
        BufferedCommandResult other = await BuildAsync(
            registry, proxy, "red", "--secret", $"id=HF_TOKEN,src={Secret()}");
        Assert.NotEqual(0, other.ExitCode);
        Assert.Contains(
            "gated.safetensors could not be had: HTTP Error 403",
            other.StandardOutput + other.StandardError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task UvIsTakenInAnImageThatHasItPipWhereItFailsAndAHostileSubmoduleIsRefused()
    {
        worker.Need();
        BufferedCommandResult built = await worker.BuildAsync(Render(worker, new RegistryDocument()), "uv");
        Assert.True(built.ExitCode == 0, built.StandardOutput + built.StandardError);
        const string Requirements = "--no-index\n--find-links /srv/wheels\n";
        string one = _git.Add("owner/One").CommitFiles(Files(("requirements.txt", Requirements + "needed-by-good\n")));
        string two = _git.Add("owner/Two").CommitFiles(Files(("requirements.txt", Requirements + "needed-by-git\n")));
        string Hostile(string name, string address) => _git.Add(name).CommitFiles(
            Files((".gitmodules", $"[submodule \"x\"]\n\tpath = x\n\turl = \"{address}\"\n")),
            submodules: Files(("x", one)));
        string told = await worker.RunAsync("uv", "/bin/bash", "-c", $$"""
            exec 2>&1
            printf '[global]\ntimeout = 60\n' > /etc/pip.conf
            printf '%s\n' '#!/bin/bash' 'echo "$@" >> /tmp/uv.log' '[ ! -e /tmp/fails ] || exit 2' 'shift 5' 'exec /opt/venv/bin/python -m pip install -q "$@"' > /opt/venv/bin/uv
            chmod 755 /opt/venv/bin/uv
            pack() { /usr/local/lib/comfydeps/pack.py git "$@" > /tmp/told 2>&1 && echo right || { echo wrong; grep -o "transport '[a-z]*' not allowed\|Argument list\|disallowed submodule url\|No url found for submodule path" /tmp/told | head -n 1; }; }
            pack One owner/one {{one}} {{_git.Address}}/owner/One
            touch /tmp/fails
            pack Two owner/two {{two}} {{_git.Address}}/owner/Two
            /opt/venv/bin/python -c 'import needed_by_good, needed_by_git; print("imported")'
            cat /tmp/uv.log
            pack Ext owner/ext {{Hostile("owner/Ext", "ext::sh -c touch% /PWNED")}} {{_git.Address}}/owner/Ext
            pack File owner/file {{Hostile("owner/File", "file:///comfyui")}} {{_git.Address}}/owner/File
            pack Option owner/option {{Hostile("owner/Option", "-u./payload")}} {{_git.Address}}/owner/Option
            ls /PWNED 2> /dev/null
            exit 0
            """.Replace("\r", "", StringComparison.Ordinal));
        const string Call = "pip install --no-cache --python /opt/venv/bin/python -r /comfyui/custom_nodes/";
        Assert.Equal(
            [
                "right", "right", "imported", $"{Call}One/requirements.txt", $"{Call}Two/requirements.txt",
                "wrong", "transport 'ext' not allowed", "wrong",
                "transport 'file' not allowed", "wrong", "No url found for submodule path",
            ],
            told.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A file that only those may have who accepted its licence, which the token's owner did.</summary>
    private ModelEntry Gated()
    {
        HubFile file = HubFile.Large("gated.safetensors", 50_000);
        HubRevision revision = new() { Commit = HubRepository.CommitOf("org/gated"), Files = [file] };
        _hub.Repositories.Add(new HubRepository { Id = "org/gated", Gated = "auto", Revisions = { revision } });
        _hub.Tokens[Token] = ["org/gated"];
        return new ModelEntry
        {
            Gated = true,
            Size = file.Size,
            Sha256 = file.Sha256,
            Source = new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = "org/gated",
                Commit = revision.Commit,
                File = "gated.safetensors",
            },
            Verification = Verified,
        };
    }

    /// <summary>A file that is had from a mirror alone.</summary>
    private ModelEntry Copy()
    {
        ServedFile file = new() { Content = ServedFile.Weights("copy") };
        return new ModelEntry
        {
            Size = file.Content.Length,
            Sha256 = file.Sha256,
            Source = new PinSource
            {
                Kind = SourceKind.Url,
                Url = $"{Nowhere}/copy.safetensors",
                Mirror = _files.Add("/copies/copy.safetensors", file).AbsoluteUri,
            },
            Verification = Verified,
        };
    }

    private string Secret()
    {
        string path = Path.Join(_folder, "token");
        File.WriteAllText(path, Token + "\n");
        return path;
    }

    private async Task<BufferedCommandResult> BuildAsync(
        RegistryDocument registry,
        HttpsProxy proxy,
        string tag,
        params string[] arguments)
    {
        string certificates = Directory.CreateDirectory(Path.Join(_folder, "certificates")).FullName;
        await File.WriteAllTextAsync(Path.Join(certificates, "all.pem"), proxy.CertificatesPem);
        const string Python = "ENV VIRTUAL_ENV=/opt/venv";
        const string Trusting = Python + " SSL_CERT_FILE=/certificates/all.pem GIT_SSL_CAINFO=/certificates/all.pem";
        return await worker.BuildAsync(
            Render(worker, registry, withModels: true).Replace(Python, Trusting, StringComparison.Ordinal),
            tag,
            [
                "--volume", $"{certificates}:/certificates:ro", "--build-arg", $"HTTPS_PROXY={proxy.Address}",
                "--build-arg", "NO_PROXY=127.0.0.1", .. arguments,
            ]);
    }

    private static Dictionary<string, string> Files(params (string Path, string Content)[] files)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach ((string path, string content) in files)
        {
            all[path] = content;
        }

        return all;
    }
}
