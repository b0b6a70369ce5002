using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Core.Tests.Catalog;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.GitHub;
using ComfyDeps.Verification;

namespace ComfyDeps.Core.Tests.Verification;

/// <summary>Each way in which the pin of a node pack can be wrong, and every good one that only looks so.</summary>
public sealed class PackPinTests : IAsyncLifetime
{
    private const string Nowhere = "1111111111111111111111111111111111111111";

    private readonly PinWorld _world = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task GoodPinsAreVerified()
    {
        Publish(new RegistryVersion { Version = "1.0.0" });
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string first = repository.Commit();
        string second = repository.Commit();
        repository.Tag("v1", second, isAnnotated: true);

        VerificationResult[] results = await _world.CheckAllAsync(
            [
                PinWorld.Listed("pack", "1.0.0"),
                PinWorld.Commit(first),
                PinWorld.Commit(second, name: "v1"),
                PinWorld.Commit(second, name: "main"),
            ]);

        Assert.All(
            results, static one => Assert.Equal((VerificationStatus.Verified, PinCode.Found), (one.Status, one.Code)));
        Assert.All(results, static one => Assert.True(one is { IsOk: true, CheckedAt: not null, Message: null }));
        Assert.Equal("1.0.0", results[0].Expected);
        Assert.Equal(first, results[1].Expected);
        Assert.Equal(0, _world.Services.ComfyRegistry.InstallsCounted);
    }

    [Theory]
    [InlineData("NodeVersionStatusBanned", false, VerificationStatus.Unsafe, PinCode.Banned)]
    [InlineData("NodeVersionStatusDeleted", false, VerificationStatus.Missing, PinCode.VersionDeleted)]
    [InlineData("NodeVersionStatusFlagged", false, VerificationStatus.Retired, PinCode.Flagged)]
    [InlineData("NodeVersionStatusPending", false, VerificationStatus.Undetermined, PinCode.Pending)]
    [InlineData("SomethingNew", false, VerificationStatus.Undetermined, PinCode.Pending)]
    [InlineData("NodeVersionStatusActive", true, VerificationStatus.Retired, PinCode.Deprecated)]
    public async Task AVersionCountsByWhatTheComfyRegistrySaysOfIt(
        string status,
        bool deprecated,
        VerificationStatus expected,
        string code)
    {
        Publish(
            new RegistryVersion { Version = "1.0.0", Status = status, Deprecated = deprecated },
            new RegistryVersion { Version = "2.0.0" });

        // Alone it is asked for by itself, with another one in bulk.
        VerificationResult alone = await _world.CheckAsync(PinWorld.Listed("pack", "1.0.0"));
        VerificationResult[] both = await _world.CheckAllAsync(
            [PinWorld.Listed("pack", "1.0.0"), PinWorld.Listed("pack", "2.0.0")]);

        Assert.Equal((expected, code), (alone.Status, alone.Code));
        Assert.Equal((expected, code), (both[0].Status, both[0].Code));
        Assert.True(both[1].IsOk);
        Assert.NotNull(alone.Message);
        if (expected is VerificationStatus.Missing or VerificationStatus.Retired)
        {
            Assert.Equal(["2.0.0"], alone.AvailableVersions);
        }
    }

    [Fact]
    public async Task AVersionThatIsNotListedIsMissing()
    {
        Publish(
            new RegistryVersion { Version = "9.0.0" },
            new RegistryVersion { Version = "10.0.0" },
            new RegistryVersion { Version = "11.0.0-rc1" },
            new RegistryVersion { Version = "12.0.0", Status = "NodeVersionStatusFlagged" });

        VerificationResult result = await _world.CheckAsync(PinWorld.Listed("pack", "1.2.3"));

        Assert.Equal((VerificationStatus.Missing, PinCode.VersionGone), (result.Status, result.Code));
        Assert.Equal(["10.0.0", "9.0.0", "11.0.0-rc1"], result.AvailableVersions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APackThatDoesNotExistIsMissing(bool unknownVersionsAre404)
    {
        _world.Services.ComfyRegistry.UnknownVersionsAre404 = unknownVersionsAre404;

        VerificationResult result = await _world.CheckAsync(PinWorld.Listed("nobody", "1.0.0"));

        Assert.Equal((VerificationStatus.Missing, PinCode.PackGone), (result.Status, result.Code));
    }

    [Theory]
    [InlineData("NodeStatusBanned", VerificationStatus.Unsafe, PinCode.Banned)]
    [InlineData("NodeStatusDeleted", VerificationStatus.Missing, PinCode.PackDeleted)]
    public async Task APackAsAWholeCanBeTakenBack(string status, VerificationStatus expected, string code)
    {
        Publish(new RegistryVersion { Version = "1.0.0" }, new RegistryVersion { Version = "2.0.0" });
        _world.Services.ComfyRegistry.Packs[0].Status = status;

        VerificationResult alone = await _world.CheckAsync(PinWorld.Listed("pack", "1.0.0"));
        VerificationResult[] both = await _world.CheckAllAsync(
            [PinWorld.Listed("pack", "1.0.0"), PinWorld.Listed("pack", "2.0.0")]);

        Assert.All([alone, .. both], one => Assert.Equal((expected, code), (one.Status, one.Code)));
    }

    [Fact]
    public async Task WhatHasNoExactVersionIsUnpinned()
    {
        VerificationResult[] results = await _world.CheckAllAsync(
            [PinWorld.Listed("pack", null), PinWorld.Commit(null), PinWorld.Commit("abc1234")]);

        Assert.All(
            results,
            static one => Assert.Equal((VerificationStatus.Unpinned, PinCode.NoVersion), (one.Status, one.Code)));
        Assert.Equal(0, _world.Services.Git.Requests.Count);
    }

    [Fact]
    public async Task ATagThatIsGoneOrMovedIsAHintAndNoMore()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string first = repository.Commit();
        string second = repository.Commit();
        repository.Tag("v1", second);

        VerificationResult moved = await _world.CheckAsync(PinWorld.Commit(first, name: "v1"));
        VerificationResult gone = await _world.CheckAsync(PinWorld.Commit(first, name: "v0"));

        Assert.Equal((VerificationStatus.Verified, PinCode.RefMoved), (moved.Status, moved.Code));
        Assert.Contains(second, moved.Message, StringComparison.Ordinal);
        Assert.Equal((VerificationStatus.Verified, PinCode.RefGone), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task ACommitThatIsGoneIsMissing()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string head = repository.Commit();
        repository.Tag("v2.0", head);
        repository.Tag("v10.0", head);

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(Nowhere));

        Assert.Equal((VerificationStatus.Missing, PinCode.CommitGone), (result.Status, result.Code));
        Assert.Equal(["v10.0", "v2.0"], result.AvailableVersions);
    }

    [Fact]
    public async Task ACommitOfAForkIsMissingHoweverWellTheServerKnowsIt()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        repository.Set("uploadpack.allowAnySHA1InWant", "true");
        string head = repository.Commit();
        string foreign = repository.Dangling(head, "Steal everything");
        string own = repository.Commit("side");

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(foreign));
        VerificationResult side = await _world.CheckAsync(PinWorld.Commit(own));

        Assert.Equal((VerificationStatus.Missing, PinCode.CommitForeign), (result.Status, result.Code));
        Assert.True(side.IsOk);
    }

    [Fact]
    public async Task TheObjectOfATagOrFileIsNoCommit()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        repository.Set("uploadpack.allowAnySHA1InWant", "true");
        string tag = repository.Tag("v1", repository.Commit(), isAnnotated: true);
        string blob = repository.Blob("print()");

        VerificationResult ofTag = await _world.CheckAsync(PinWorld.Commit(tag));
        VerificationResult ofFile = await _world.CheckAsync(PinWorld.Commit(blob));

        Assert.Equal((VerificationStatus.Missing, PinCode.NotACommit), (ofTag.Status, ofTag.Code));
        Assert.Equal(VerificationStatus.Missing, ofFile.Status);
    }

    [Fact]
    public async Task ARepositoryThatIsGoneOrPrivateIsMissingAndSaysSo()
    {
        _world.Services.Git.Add("artist/secret").Commit();
        _world.Services.Git.Tokens["artist/secret"] = "somebody-elses";

        VerificationResult gone = await _world.CheckAsync(PinWorld.Commit(Nowhere));
        VerificationResult secret = await _world.CheckAsync(
            PinWorld.Commit(Nowhere, "https://github.com/artist/secret"));

        Assert.Equal((VerificationStatus.Missing, PinCode.RepositoryGone), (gone.Status, gone.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.RepositoryGone), (secret.Status, secret.Code));
        Assert.Contains("private", secret.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepositoryThatMovedIsVerifiedWithAHint()
    {
        string commit = _world.Services.Git.Add("band/pack").Commit();
        _world.Services.Git.Moved["artist/pack"] = _world.Services.Git.Address + "/band/pack.git";

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(commit));

        Assert.Equal((VerificationStatus.Verified, PinCode.RepositoryMoved), (result.Status, result.Code));
        Assert.Contains("band/pack", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, VerificationStatus.Retired, PinCode.Archived)]
    [InlineData(false, VerificationStatus.Verified, PinCode.Found)]
    public async Task AnArchivedRepositoryIsRetiredWhereATokenLetsItBeAsked(
        bool hasToken,
        VerificationStatus status,
        string code)
    {
        string commit = _world.Services.Git.Add("artist/pack").Commit();
        _world.Services.GitHub.Repositories.Add(
            new GitHubRepositoryData { Id = 1, FullName = "artist/pack", IsArchived = true });
        if (hasToken)
        {
            UseToken();
        }

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(commit));

        Assert.Equal((status, code), (result.Status, result.Code));
    }

    [Fact]
    public async Task WhetherManyRepositoriesAreArchivedCostsAQuestionForAHundred()
    {
        const int Count = 300;
        UseToken();
        string commit = _world.Services.Git.Add("artist/pack").Commit();
        List<RegistryPin> pins = [PinWorld.Commit(commit)];
        for (int i = 0; i < Count; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"pack{i}");
            _world.Services.ComfyRegistry.Packs.Add(new RegistryPack { Id = id, Versions =
                [new RegistryVersion { Version = "1.0.0" }] });
            _world.Services.GitHub.Repositories.Add(
                new GitHubRepositoryData { Id = i + 1, FullName = "artist/" + id, IsArchived = i % 100 == 7 });
            RegistryPin pin = PinWorld.Listed(id, "1.0.0");
            pins.Add(
                RegistryPin.Of(
                    id, pin.Node! with { Source = pin.Source! with { Url = $"https://github.com/Artist/{id}" } }));
        }

        VerificationResult[] results = await _world.CheckAllAsync(pins);

        Assert.Equal(
            ["pack7", "pack107", "pack207"],
            results
                .Where(static one => one is { Status: VerificationStatus.Retired, Code: PinCode.Archived })
                .Select(static one => one.Name));
        Assert.Equal(Count + 1 - 3, results.Count(static one => one is { IsOk: true, Code: PinCode.Found }));
        Assert.All(_world.Services.GitHub.Requests.All, static one => Assert.Equal("POST /graphql", one.ToString()));

        // Four where nothing else is going on; a machine that is slow to start them gathers fewer at once.
        Assert.InRange(_world.Services.GitHub.Requests.Count, 4, Count / 20);
    }

    [Fact]
    public async Task WhatGitHubCannotTellOfOneRepositoryLeavesItVerifiedAndTheOthersAsTheyAre()
    {
        UseToken();
        Publish(new RegistryVersion { Version = "1.0.0" });
        _world.Services.GitHub.Repositories.Add(
            new GitHubRepositoryData { Id = 1, FullName = "artist/old", IsArchived = true });
        _world.Services.GitHub.Repositories.Add(
            new GitHubRepositoryData { Id = 2, FullName = "artist/blocked", BlockedBy = 451 });
        _world.Services.GitHub.Repositories.Add(new GitHubRepositoryData { Id = 3, FullName = "new/name" });
        _world.Services.GitHub.Renamed["artist/former"] = 3;
        string[] repositories = ["old", "blocked", "never", "former"];

        VerificationResult[] results = await _world.CheckAllAsync(repositories.Select(static repository =>
        {
            RegistryPin pin = PinWorld.Listed("pack", "1.0.0");
            return RegistryPin.Of(
                "pack",
                pin.Node! with { Source = pin.Source! with { Url = $"https://github.com/artist/{repository}" } });
        }));

        Assert.Equal(
            [PinCode.Archived, PinCode.Found, PinCode.Found, PinCode.RepositoryMoved],
            results.Select(static one => one.Code));
        Assert.Equal([false, true, true, true], results.Select(static one => one.IsOk));
        Assert.Contains("https://github.com/new/name", results[3].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task NotHavingAskedWhetherARepositoryIsArchivedSaysNothing(int status)
    {
        UseToken();
        string commit = _world.Services.Git.Add("artist/pack").Commit();
        _world.Services.GitHub.Repositories.Add(
            new GitHubRepositoryData { Id = 1, FullName = "artist/pack", IsArchived = true });
        if (status == 0)
        {
            _world.Services.GitHub.UseUpGraphQl();
        }
        else
        {
            _world.Services.GitHub.Faults.Always(Fault.Status(status, """{"message":"no"}""", "application/json"));
        }

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(commit));

        Assert.Equal((VerificationStatus.Verified, PinCode.Found), (result.Status, result.Code));
        Assert.True(_world.Services.GitHub.Requests.CountOf("POST /graphql") > 0);
    }

    [Fact]
    public async Task WhatTheCatalogKnowsRetiredIsRetired()
    {
        string commit = _world.Services.Git.Add("bob/ComfyUI-Small").Commit();
        _world.Catalog = TestCatalog.Facts() with { Retired =
            [new KnownFact(TestCatalog.Small, TestCatalog.Big, "test")] };

        VerificationResult result = await _world.CheckAsync(PinWorld.Commit(commit, TestCatalog.Small));

        Assert.Equal((VerificationStatus.Retired, PinCode.Replaced), (result.Status, result.Code));
    }

    [Theory]
    [InlineData("https://github.com/AppleBotzz/ComfyUI_LLMVISION")]
    [InlineData("https://github.com/applebotzz/comfyui_llmvision")]
    public async Task AnAdvisorySettlesItWithoutAsking(string url)
    {
        VerificationResult result = await _world.CheckAsync(
            PinWorld.Commit(Nowhere, url, verification: PinWorld.By("me")));
        VerificationResult listed = await _world.CheckAsync(PinWorld.Listed("upscaler-4k", "1.0.0"));

        Assert.Equal((VerificationStatus.Unsafe, PinCode.Advisory), (result.Status, result.Code));
        Assert.Equal((VerificationStatus.Unsafe, PinCode.Advisory), (listed.Status, listed.Code));
        Assert.Equal(0, _world.Services.Git.Requests.Count);
    }

    [Fact]
    public async Task AMirrorIsCheckedForTheSameCommit()
    {
        GitRepository repository = _world.Services.Git.Add("artist/pack");
        string commit = repository.Commit();
        _world.Services.Git.Alias("us/mirror", repository);
        _world.Services.Git.Add("us/other").Commit(message: "Something else");

        VerificationResult same = await _world.CheckAsync(
            PinWorld.Commit(commit, mirror: "https://github.com/us/mirror"));
        VerificationResult other = await _world.CheckAsync(
            PinWorld.Commit(commit, mirror: "https://github.com/us/other"));
        VerificationResult only = await _world.CheckAsync(
            PinWorld.Commit(commit, "https://github.com/gone/pack", mirror: "https://github.com/us/mirror"));

        Assert.Equal((VerificationStatus.Verified, PinCode.Found), (same.Status, same.Code));
        Assert.Equal((VerificationStatus.Missing, PinCode.MirrorGone), (other.Status, other.Code));
        Assert.Equal((VerificationStatus.Verified, PinCode.OnlyMirror), (only.Status, only.Code));
    }

    [Fact]
    public async Task APersonsWordCountsAndIsShownAsWhatItIs()
    {
        Publish(new RegistryVersion { Version = "1.0.0", Deprecated = true });

        VerificationResult manual = await _world.CheckAsync(
            PinWorld.Listed("private-pack", "1.0.0", PinWorld.By("anna")));
        VerificationResult retired = await _world.CheckAsync(
            PinWorld.Listed("pack", "1.0.0", PinWorld.By("anna", VerificationStatus.Retired)));

        Assert.Equal((VerificationStatus.Verified, PinCode.Manual), (manual.Status, manual.Code));
        Assert.StartsWith("Verified by anna on 2026-11-01.", manual.Message, StringComparison.Ordinal);
        Assert.Equal((VerificationStatus.Verified, PinCode.Manual), (retired.Status, retired.Code));
        Assert.Contains("advise against", retired.Message, StringComparison.Ordinal);
    }

    private void UseToken()
    {
        _world.Services.GitHub.Tokens.Add("token");
        _world.Use(_world.Services.GitHub, "token");
    }

    private void Publish(params RegistryVersion[] versions)
        => _world.Services.ComfyRegistry.Packs.Add(new RegistryPack { Id =
            "pack", Repository = PinWorld.Repository, Versions =
            [.. versions] });
}
