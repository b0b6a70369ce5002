using System;
using System.IO;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.TestServers.Images;
using ComfyDeps.Verification;

namespace ComfyDeps.Core.Tests.Verification;

/// <summary>Each way in which the pin of a model, the image or the constraints file can be wrong.</summary>
public sealed class ModelPinTests : IAsyncLifetime
{
    private static readonly HubFile s_file = HubFile.Large("a.safetensors");
    private static readonly string s_commit = HubRepository.CommitOf("org/model");

    private readonly PinWorld _world = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task GoodPinsAreVerifiedWithOneQuestionForARepository()
    {
        HubFile second = HubFile.Large("b.safetensors");
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", s_file, second));
        Uri plain = _world.Services.Files.Add("/c.safetensors", ServedFile.Weights("c"));
        _world.Services.Civitai.Versions.Add(Version());

        VerificationResult[] results = await _world.CheckAllAsync(
        [
            Pin(),
            PinWorld.Hub("org/model", "b.safetensors", s_commit, second.Size, second.Sha256),
            PinWorld.Plain(plain, 4096, new string('a', 64)),
            PinWorld.Civitai(100, 200, 4096, Version().Files[0].Sha256),
        ]);

        Assert.All(
            results, static one => Assert.Equal((VerificationStatus.Verified, PinCode.Found), (one.Status, one.Code)));
        Assert.Equal(1, _world.Services.HuggingFace.Requests.Count);
        Assert.Equal(0, _world.Services.Civitai.DownloadsCounted);
    }

    [Fact]
    public async Task AFileThatWasRenamedIsMissingAndItsNewNameIsTold()
    {
        HubFile renamed = new() { Path = "new/name.safetensors", Content = s_file.Content };
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", renamed));

        VerificationResult result = await _world.CheckAsync(Pin());

        Assert.Equal((VerificationStatus.Missing, PinCode.FileGone), (result.Status, result.Code));
        Assert.Equal("new/name.safetensors", result.Actual);
        Assert.Contains("new/name.safetensors", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARevisionThatIsGoneIsMissingAndTheNewestOneIsTold()
    {
        string now = HubRepository.CommitOf("now");
        _world.Services.HuggingFace.Repositories.Add(
            new HubRepository { Id = "org/model", Revisions = { new HubRevision { Commit = now, Files = [s_file] } } });

        VerificationResult result = await _world.CheckAsync(Pin());

        Assert.Equal((VerificationStatus.Missing, PinCode.RevisionGone), (result.Status, result.Code));
        Assert.Equal([now], result.AvailableVersions);
    }

    [Fact]
    public async Task ARepositoryThatIsGoneOrPrivateIsMissing()
    {
        _world.Services.HuggingFace.Repositories.Add(
            new HubRepository { Id =
                "org/secret", IsPrivate = true, Revisions = { new HubRevision { Commit = s_commit, Files =
                [s_file] } } });

        VerificationResult gone = await _world.CheckAsync(Pin());
        VerificationResult secret = await _world.CheckAsync(Pin("org/secret"));

        Assert.All(
            [gone, secret],
            static one => Assert.Equal((VerificationStatus.Missing, PinCode.RepositoryGone), (one.Status, one.Code)));
        Assert.Contains("private", secret.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepositoryThatMovedIsVerifiedWithAHint()
    {
        _world.Services.HuggingFace.Repositories.Add(new HubRepository
        {
            Id = "band/model",
            FormerIds = ["org/model"],
            Revisions = { new HubRevision { Commit = s_commit, Files = [s_file] } },
        });

        VerificationResult result = await _world.CheckAsync(Pin());

        Assert.Equal((VerificationStatus.Verified, PinCode.RepositoryMoved), (result.Status, result.Code));
    }

    [Theory]
    [InlineData(null, null, VerificationStatus.Inaccessible, PinCode.Gated)]
    [InlineData("granted", "granted", VerificationStatus.Verified, PinCode.Found)]
    [InlineData("other", "granted", VerificationStatus.Inaccessible, PinCode.Gated)]
    public async Task AGatedFileNeedsATokenThatMayHaveIt(
        string? token,
        string? granted,
        VerificationStatus status,
        string code)
    {
        _world.Services.HuggingFace.Repositories.Add(new HubRepository
        {
            Id = "org/model",
            Gated = "auto",
            Revisions = { new HubRevision { Commit = s_commit, Files = [s_file] } },
        });
        _world.Services.HuggingFace.Tokens["other"] = [];
        if (granted is not null)
        {
            _world.Services.HuggingFace.Tokens[granted] = ["org/model"];
        }

        if (token is not null)
        {
            _world.Use(_world.Services.HuggingFace, token);
        }

        VerificationResult result = await _world.CheckAsync(Pin());

        Assert.Equal((status, code), (result.Status, result.Code));
    }

    [Fact]
    public async Task OtherContentOrSizeIsAMismatch()
    {
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", s_file));
        _world.Services.Civitai.Versions.Add(Version());
        Uri plain = _world.Services.Files.Add("/c.safetensors", ServedFile.Weights("c"));
        string other = new('b', 64);

        VerificationResult hash = await _world.CheckAsync(
            PinWorld.Hub("org/model", "a.safetensors", s_commit, s_file.Size, other));
        VerificationResult size = await _world.CheckAsync(
            PinWorld.Hub("org/model", "a.safetensors", s_commit, 17, s_file.Sha256));
        VerificationResult civitai = await _world.CheckAsync(PinWorld.Civitai(100, 200, 4096, other));
        VerificationResult url = await _world.CheckAsync(PinWorld.Plain(plain, 17, other, PinWorld.By("anna")));

        Assert.Equal(
            (VerificationStatus.Mismatch, PinCode.HashChanged, s_file.Sha256), (hash.Status, hash.Code, hash.Actual));
        Assert.Equal(
            (VerificationStatus.Mismatch, PinCode.SizeChanged, "4096 bytes"), (size.Status, size.Code, size.Actual));
        Assert.Equal((VerificationStatus.Mismatch, PinCode.HashChanged), (civitai.Status, civitai.Code));
        Assert.Equal((VerificationStatus.Mismatch, PinCode.SizeChanged), (url.Status, url.Code));
    }

    [Fact]
    public async Task WhatHasNoHashOrNoCommitIsUnpinned()
    {
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", s_file));
        Uri plain = _world.Services.Files.Add("/c.safetensors", ServedFile.Weights("c"));

        VerificationResult hub = await _world.CheckAsync(
            PinWorld.Hub("org/model", "a.safetensors", s_commit, null, null));
        VerificationResult noCommit = await _world.CheckAsync(
            PinWorld.Hub("org/model", "a.safetensors", null, null, null));
        VerificationResult url = await _world.CheckAsync(PinWorld.Plain(plain, null, null));

        Assert.Equal((VerificationStatus.Unpinned, PinCode.NoHash, s_file.Sha256), (hub.Status, hub.Code, hub.Actual));
        Assert.Equal((VerificationStatus.Unpinned, PinCode.NoVersion), (noCommit.Status, noCommit.Code));
        Assert.Equal((VerificationStatus.Unpinned, PinCode.NoHash), (url.Status, url.Code));
        Assert.Contains("-Download", url.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoneVersionsFilesAndAddressesAreMissing()
    {
        _world.Services.Civitai.Versions.Add(Version());

        VerificationResult version = await _world.CheckAsync(PinWorld.Civitai(999, 200, 4096, new string('b', 64)));
        VerificationResult file = await _world.CheckAsync(PinWorld.Civitai(100, 999, 4096, new string('b', 64)));
        VerificationResult url = await _world.CheckAsync(
            PinWorld.Plain(new Uri(_world.Services.Files.Address + "/gone.safetensors"), 4096, new string('b', 64)));

        Assert.Equal((VerificationStatus.Missing, PinCode.VersionGone), (version.Status, version.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.FileGone), (file.Status, file.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.UrlGone), (url.Status, url.Code));
    }

    [Fact]
    public async Task AMirrorMustHaveTheSameFile()
    {
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", s_file));
        Uri same = _world.Services.Files.Add("/same.safetensors", s_file.Content!);
        Uri other = _world.Services.Files.Add("/other.safetensors", ServedFile.Weights("other", 5000));

        VerificationResult good = await _world.CheckAsync(Pin(mirror: same.AbsoluteUri));
        VerificationResult differs = await _world.CheckAsync(Pin(mirror: other.AbsoluteUri));
        VerificationResult gone = await _world.CheckAsync(Pin(mirror: _world.Services.Files.Address + "/gone"));

        Assert.True(good.IsOk);
        Assert.Equal((VerificationStatus.Mismatch, PinCode.MirrorDiffers), (differs.Status, differs.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.MirrorGone), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task AFolderIsComparedFileByFile()
    {
        HubFile config = HubFile.Small("unet/config.json");
        HubFile weights = HubFile.Large("unet/w.safetensors");
        _world.Services.HuggingFace.Repositories.Add(HubRepository.Of("org/model", config, weights));
        ModelEntry entry = new()
        {
            Files = new ModelEntry { Source = Pin().Source! }.Files
                .Add("config.json", new ModelFile(config.Size, config.Sha256))
                .Add("w.safetensors", new ModelFile(weights.Size, weights.Sha256)),
            Source = new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = "org/model",
                File = "unet",
                Commit = s_commit,
            },
        };

        VerificationResult good = await _world.CheckAsync(RegistryPin.Of("diffusers/unet", entry));
        VerificationResult changed = await _world.CheckAsync(RegistryPin.Of(
            "diffusers/unet",
            entry with
            {
                Files = entry.Files.SetItem("w.safetensors", new ModelFile(weights.Size, new string('c', 64))),
            }));
        VerificationResult gone = await _world.CheckAsync(RegistryPin.Of(
            "diffusers/unet",
            entry with { Files = entry.Files.Add("more.safetensors", new ModelFile(1, new string('c', 64))) }));

        Assert.True(good.IsOk, good.Message);
        Assert.Equal((VerificationStatus.Mismatch, PinCode.HashChanged), (changed.Status, changed.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.FileGone), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task AnImageIsItsDigestWhateverItsTagStandsFor()
    {
        ImageTag tag = new() { Name = "runpod/worker-comfyui", Tag = "5.8.5-base" };
        _world.Services.Images.Images.Add(tag);
        _world.Services.Images.Images.Add(new ImageTag { Name = tag.Name, Tag = "latest" });
        string digest = ImageRegistryStandIn.DigestOf(tag);

        VerificationResult good = await _world.CheckAsync(Image(tag.Tag, digest));
        VerificationResult moved = await _world.CheckAsync(Image("latest", digest));
        VerificationResult untagged = await _world.CheckAsync(Image("none", digest));
        VerificationResult gone = await _world.CheckAsync(Image(tag.Tag, "sha256:" + new string('d', 64)));
        VerificationResult unpinned = await _world.CheckAsync(Image(tag.Tag, null));

        Assert.Equal((VerificationStatus.Verified, PinCode.Found), (good.Status, good.Code));
        Assert.Equal((VerificationStatus.Verified, PinCode.RefMoved), (moved.Status, moved.Code));
        Assert.Equal((VerificationStatus.Verified, PinCode.RefGone), (untagged.Status, untagged.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.ImageGone), (gone.Status, gone.Code));
        Assert.Equal([digest], gone.AvailableVersions);
        Assert.Equal(VerificationStatus.Unpinned, unpinned.Status);

        static RegistryPin Image(string tag, string? digest)
            => new()
            {
                Kind = DependencyKind.Image,
                Name = "runpod/worker-comfyui",
                Image = new ImagePin("runpod/worker-comfyui", tag, digest),
            };
    }

    [Fact]
    public async Task TheConstraintsFileIsComparedAndSearchedForAdvisories()
    {
        VerificationResult good = await Constraints("torch==2.7.1\n");
        VerificationResult harmful = await Constraints("torch==2.7.1\nUltralytics[export]==8.3.42  # yolo\n");
        VerificationResult changed = await _world.CheckAsync(Pin("constraints.txt", new string('0', 64)));
        VerificationResult gone = await _world.CheckAsync(Pin("none.txt", new string('0', 64)));
        VerificationResult outside = await _world.CheckAsync(Pin("../none.txt", new string('0', 64)));

        Assert.Equal((VerificationStatus.Verified, PinCode.Found), (good.Status, good.Code));
        Assert.Equal((VerificationStatus.Unsafe, PinCode.Advisory), (harmful.Status, harmful.Code));
        Assert.Equal((VerificationStatus.Mismatch, PinCode.ConstraintsChanged), (changed.Status, changed.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.ConstraintsGone), (gone.Status, gone.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.ConstraintsGone), (outside.Status, outside.Code));

        static RegistryPin Pin(string path, string sha256)
            => new() { Kind = DependencyKind.Python, Name = path, Constraints = new ConstraintsPin(path, sha256) };

        Task<VerificationResult> Constraints(string text)
        {
            byte[] content = System.Text.Encoding.UTF8.GetBytes(text);
            File.WriteAllBytes(Path.Join(_world.Folder, "constraints.txt"), content);
            return _world.CheckAsync(
                Pin(
                    "constraints.txt",
                    Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))));
        }
    }

    private static RegistryPin Pin(string repository = "org/model", string? mirror = null)
        => PinWorld.Hub(repository, "a.safetensors", s_commit, s_file.Size, s_file.Sha256, mirror);

    private static CivitaiVersion Version() => new()
    {
        Id = 100,
        ModelId = 1,
        Files = [new CivitaiFile { Id = 200, Name = "a.safetensors", Content = ServedFile.Weights("civitai") }],
    };
}
