using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.GitHub;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.Verification;

namespace ComfyDeps.Core.Tests.Verification;

/// <summary>
/// What is there and is not given to this caller, or cannot be compared, is neither missing nor verified.
/// </summary>
public sealed class RefusedPinTests : IAsyncLifetime
{
    private static readonly string s_hash = new('b', 64);

    private readonly PinWorld _world = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task ARepositoryThatGitHubBlocksIsRefused()
    {
        string commit = _world.Services.Git.Add("artist/pack").Commit();
        _world.Services.Git.Tokens["artist/pack"] = "nobody-has-it";
        _world.Services.GitHub.Repositories.Add(
            new GitHubRepositoryData { Id = 1, FullName = "artist/pack", BlockedBy = 451 });

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(commit));

        Assert.Equal((VerificationStatus.Inaccessible, PinCode.Refused), (result.Status, result.Code));
    }

    [Fact]
    public async Task AModelThatHuggingFaceHasClosedIsRefused()
    {
        HubFile file = HubFile.Large("a.safetensors");
        string commit = HubRepository.CommitOf("org/model");
        _world.Services.HuggingFace.Repositories.Add(new HubRepository
        {
            Id = "org/model",
            IsDisabled = true,
            Revisions = { new HubRevision { Commit = commit, Files = [file] } },
        });

        VerificationResult result = await _world.CheckAsync(
            PinWorld.Hub("org/model", file.Path, commit, file.Size, file.Sha256));

        Assert.Equal((VerificationStatus.Inaccessible, PinCode.Refused), (result.Status, result.Code));
    }

    [Fact]
    public async Task AModelThatCivitaiHoldsBackIsInaccessible()
    {
        byte[] content = ServedFile.Weights("civitai");
        CivitaiFile file = new() { Id = 200, Name = "a.safetensors", Content = content };
        _world.Services.Civitai.Versions.Add(new CivitaiVersion { Id = 1, ModelId = 1, Mode = "Archived", Files =
            [file] });
        _world.Services.Civitai.Versions.Add(new CivitaiVersion { Id =
            2, ModelId = 2, EarlyAccessUntil = "2099-01-01T00:00:00.000Z", Files =
            [file] });

        VerificationResult archived = await _world.CheckAsync(PinWorld.Civitai(1, 200, content.Length, file.Sha256));
        VerificationResult early = await _world.CheckAsync(PinWorld.Civitai(2, 200, content.Length, file.Sha256));

        Assert.Equal((VerificationStatus.Inaccessible, PinCode.Refused), (archived.Status, archived.Code));
        Assert.Equal((VerificationStatus.Inaccessible, PinCode.Gated), (early.Status, early.Code));
        Assert.Equal(0, _world.Services.Civitai.DownloadsCounted);
    }

    [Fact]
    public async Task ASizeThatIsAnotherAtCivitaiIsAMismatch()
    {
        CivitaiFile file = new() { Id = 200, Name = "a.safetensors", StatedSize = 2048 };
        _world.Services.Civitai.Versions.Add(new CivitaiVersion { Id = 1, ModelId = 1, Files = [file] });

        VerificationResult result = await _world.CheckAsync(PinWorld.Civitai(1, 200, 4096, s_hash));

        Assert.Equal(
            (VerificationStatus.Mismatch, PinCode.SizeChanged, "2048 bytes"),
            (result.Status, result.Code, result.Actual));
    }

    [Fact]
    public async Task AnAddressThatWantsALoginIsInaccessible()
    {
        byte[] content = ServedFile.Weights("c");
        Uri address = _world.Services.Files.Add(
            "/c.safetensors", new ServedFile { Content = content, Token = "secret" });

        VerificationResult result = await _world.CheckAsync(PinWorld.Plain(address, content.Length, s_hash));

        Assert.Equal((VerificationStatus.Inaccessible, PinCode.Refused), (result.Status, result.Code));
    }

    [Theory]
    [InlineData(true, VerificationStatus.Undetermined, PinCode.NotComparable)]
    [InlineData(false, VerificationStatus.Verified, PinCode.Manual)]
    public async Task AnAddressThatTellsNeitherSizeNorHashCannotBeCompared(
        bool isUnseen,
        VerificationStatus status,
        string code)
    {
        Uri address = _world.Services.Files.Add(
            "/c.safetensors",
            new ServedFile { Content = ServedFile.Weights("c"), SendsLength = false, AnswersRanges = false });

        VerificationResult result = await _world.CheckAsync(
            PinWorld.Plain(address, 4096, s_hash, isUnseen ? null : PinWorld.By("anna")));

        Assert.Equal((status, code), (result.Status, result.Code));
    }

    [Fact]
    public async Task TheSameAddressWithTheSameSizeIsVerified()
    {
        byte[] content = ServedFile.Weights("c");
        Uri address = _world.Services.Files.Add("/c.safetensors", content);
        CivitaiFile file = new() { Id = 200, Name = "a.safetensors", Content = content };
        _world.Services.Civitai.Versions.Add(new CivitaiVersion { Id = 1, ModelId = 1, Files = [file] });

        VerificationResult[] results = await _world.CheckAllAsync(
        [
            PinWorld.Plain(address, content.Length, s_hash),
            PinWorld.Civitai(1, 200, content.Length, file.Sha256),
            PinWorld.Civitai(1, null, content.Length, file.Sha256),
        ]);

        Assert.All(
            results, static one => Assert.Equal((VerificationStatus.Verified, PinCode.Found), (one.Status, one.Code)));
    }

    [Fact]
    public void EveryReasonIsExplainedToUsers()
    {
        string page = File.ReadAllText(Path.Join(Repository.Root, "docs", "registry.md"));
        IEnumerable<string> codes = typeof(PinCode).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(static field => (string)field.GetRawConstantValue()!);

        Assert.All(codes, code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }
}
