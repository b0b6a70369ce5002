using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.GitHub;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.GitHub;

namespace ComfyDeps.Core.Tests.Sources.Git;

/// <summary>Asks a real git server for what tests put into its repositories.</summary>
public sealed class GitSourceTests : IAsyncLifetime
{
    private const string Name = "artist/pack";
    private const string Throttle =
        "0084ERR GitHub is temporarily limiting some unauthenticated downloads to protect the stability of the "
            + "platform. Please retry later.";

    private readonly GitStandIn _git = new();
    private readonly GitHubStandIn _api = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GitSource Source => field ??= Make();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _git.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task FindsTagsAndBranchesInOneRequest(bool isOld, bool namesService)
    {
        _git.IsOld = isOld;
        _git.NamesService = namesService;
        GitRepository repository = _git.Add(Name);
        string first = repository.Commit();
        string second = repository.Commit();
        repository.Tag("v1.0.0", first);
        string tag = repository.Tag("v1.1.0", second, isAnnotated: true);
        string work = repository.Commit("work");

        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();

        Assert.True(answer.Exists, answer.ToString());
        Dictionary<string, NodeVersion> found = answer.Value!.ToDictionary(static one => one.Version);
        Assert.Equal(["main", "v1.0.0", "v1.1.0", "work"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(first, found["v1.0.0"].Commit);
        Assert.Equal(second, found["v1.1.0"].Commit);
        Assert.NotEqual(tag, found["v1.1.0"].Commit);
        Assert.Equal(work, found["work"].Commit);
        Assert.Equal(RefType.Branch, found["main"].RefType);
        Assert.True(found["main"].IsLatest);
        Assert.Equal(1, _git.Requests.Count);
        Assert.Equal(0, _api.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListsOverProtocolTwoWhereNamesAreVeryMany(bool namesService)
    {
        _git.NamesService = namesService;
        GitRepository repository = _git.Add(Name);
        string commit = repository.Commit();
        string tag = repository.Tag("v2", commit, isAnnotated: true);
        repository.Names(34_000, "refs/pull/", commit);

        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();

        Assert.True(answer.Exists, answer.ToString());
        Assert.Equal(["main", "v2"], answer.Value!.Select(static one => one.Version));
        Assert.All(answer.Value!, one => Assert.Equal(commit, one.Commit));
        Assert.NotEqual(tag, commit);
        Assert.Equal(1, _git.Requests.CountOf("POST"));
    }

    [Fact]
    public async Task AnEmptyRepositoryExistsWithoutVersions()
    {
        _git.Add(Name);

        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();

        Assert.True(answer.Exists, answer.ToString());
        Assert.Empty(answer.Value!);
    }

    [Fact]
    public void UnbornHeadIsReadOverProtocolTwo()
    {
        RefAdvertisement advertisement = RefAdvertisement.Parse("000eversion 2\n0013ls-refs=unborn\n0000"u8, null);

        GitRefs refs = UploadPackCommand.ReadRefs("002eunborn HEAD symref-target:refs/heads/main\n0000"u8, null);

        Assert.Contains(
            "unborn", Encoding.ASCII.GetString(UploadPackCommand.ListRefs(advertisement)), StringComparison.Ordinal);
        Assert.True(refs.IsEmpty);
        Assert.Equal("main", refs.DefaultBranch);
    }

    [Fact]
    public async Task AServerThatSpeaksProtocolTwoUnaskedIsUnderstoodAndItsHeadMayBeUnborn()
    {
        _git.Add(Name);
        _git.Faults.NextOf(
            "/info/refs",
            Fault.Status(
                200, "000eversion 2\n0013ls-refs=unborn\n0000", "application/x-git-upload-pack-advertisement"));

        Answer<GitRefs> answer = await Source.FindRefsAsync($"https://github.com/{Name}", Stop);

        Assert.True(answer.Exists, answer.ToString());
        Assert.True(answer.Value!.IsEmpty);
        Assert.Equal("main", answer.Value.DefaultBranch);
        Assert.Equal(1, _git.Requests.CountOf("POST"));
    }

    [Fact]
    public async Task AfterAThrottleOneQuestionIsAskedAtATime()
    {
        GitRepository repository = _git.Add(Name);
        repository.Commit();
        NodeReference[] packs = [.. Enumerable.Range(0, 12).Select(i => Pack($"artist/pack-{i}"))];
        Array.ForEach(packs, pack => _git.Alias(pack.Name, repository));
        string text = Throttle.Replace("0084", Throttle.Length.ToString("x4", null), StringComparison.Ordinal);
        _git.Faults.NextOf(Name, Fault.Status(200, text, "application/x-git-upload-pack-advertisement"));
        _api.UseUp();
        await FindAsync();
        _git.Requests.Clear();

        Answer<IReadOnlyList<NodeVersion>>[] answers = await Task.WhenAll(
            packs.Select(pack => Source.FindAsync(pack, Stop)));

        Assert.All(answers, static one => Assert.True(one.Exists, one.ToString()));
        Assert.Equal(1, _git.Requests.MostAtOnce);
    }

    [Fact]
    public async Task AThrottleThatIsToldInThePackIsNoMissingCommit()
    {
        GitRepository repository = _git.Add(Name);
        string old = repository.Commit();
        repository.Commit();
        string text = Throttle.Replace("0084", Throttle.Length.ToString("x4", null), StringComparison.Ordinal);
        _git.Faults.Always(Fault.Status(200, text, "application/x-git-upload-pack-result"), "POST");
        _api.UseUp();

        Assert.Equal(AnswerKind.Undetermined, (await CheckAsync(old)).Kind);
    }

    [Fact]
    public async Task FollowsARenameAndSaysSo()
    {
        GitRepository repository = _git.Add("new/name");
        string commit = repository.Commit();
        string child = repository.Commit();
        _git.Moved[Name] = $"{_git.Address}/new/name";

        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();
        Answer<NodeVersion> check = await CheckAsync(commit);

        Assert.True(answer.Exists, answer.ToString());
        Assert.EndsWith("/new/name", answer.Value![0].Url!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(child, answer.Value![0].Commit);
        Assert.True(check.Exists, check.ToString());
    }

    [Fact]
    public async Task ARedirectThatLosesItsTailIsNoAnswer()
    {
        _git.Moved[Name] = $"{_git.Address}/new/name";
        _git.BreaksTail = true;
        _api.UseUp();
        _git.IsStrict = false;

        Assert.Equal(AnswerKind.Undetermined, (await FindAsync()).Kind);
    }

    [Fact]
    public async Task ARefusalIsMissingOnlyWhenTheApiAgrees()
    {
        Answer<IReadOnlyList<NodeVersion>> missing = await FindAsync();
        Assert.Equal(AnswerKind.DoesNotExist, missing.Kind);
        Assert.Contains("GITHUB_TOKEN", missing.Hint, StringComparison.Ordinal);

        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = Name });
        _api.Faults.Always(Fault.TooManyRequests(3600), "/branches");
        Answer<IReadOnlyList<NodeVersion>> throttled = await Make().FindAsync(Pack(), Stop);
        Assert.Equal(AnswerKind.Undetermined, throttled.Kind);
    }

    [Fact]
    public async Task TheApiStandsInWhereGitIsThrottled()
    {
        GitHubRepositoryData data = new() { Id = 7, FullName = Name };
        data.Branches.Add(("main", new string('a', 40)));
        data.Tags.Add(("v1.0", new string('b', 40)));
        _api.Repositories.Add(data);
        _git.Faults.Always(Fault.Status(429, "This request was rate-limited due to too many requests", "text/plain"));

        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();

        Assert.True(answer.Exists, answer.ToString());
        Assert.Equal(["main", "v1.0"], answer.Value!.Select(static one => one.Version));
        Assert.Equal(1, _git.Requests.Count);
    }

    public static TheoryData<string> Refusals => ["err", "empty", "429", "html", "edge", "half", "garbage"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task NoRefusalIsEverTakenForMissing(string kind)
    {
        GitRepository repository = _git.Add(Name);
        repository.Commit();
        const string Type = "application/x-git-upload-pack-advertisement";
        Fault fault = kind switch
        {
            "err" => Fault.Status(
                200, Throttle.Replace("0084", (Throttle.Length).ToString("x4", null), StringComparison.Ordinal), Type),
            "empty" => Fault.Status(200, "", Type),
            "429" => Fault.Status(429, "too many", "text/plain"),
            "html" => Fault.Html,
            "edge" => Fault.Status(
                403,
                "no",
                "text/plain",
                "x-github-edge-message: GitHub is temporarily limiting some unauthenticated downloads"),
            "half" => Fault.Status(200, "001e# service=git-upload-pack\n000001", Type),
            _ => Fault.Status(200, "zzzz not packets", Type),
        };
        _git.Faults.Always(fault);
        _api.UseUp();

        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();

        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
        Assert.NotNull(answer.Reason);
    }

    [Fact]
    public async Task ChecksACommitThatIsATipWithoutAnotherRequest()
    {
        string commit = _git.Add(Name).Commit();

        Answer<NodeVersion> answer = await CheckAsync(commit);

        Assert.True(answer.Exists, answer.ToString());
        Assert.Equal(1, _git.Requests.Count);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task ChecksACommitInTheHistory(bool filters, bool isSha256)
    {
        GitRepository repository = _git.Add(Name, isSha256);
        repository.Set("uploadpack.allowFilter", filters ? "true" : "false");
        string old = repository.Commit();
        for (int i = 0; i < 20; i++)
        {
            repository.Commit(message: $"{new string('x', 400)} {i}");
        }

        repository.Repack();

        Answer<NodeVersion> answer = await CheckAsync(old);

        Assert.True(answer.Exists, answer.ToString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767225600), answer.Value!.PublishedAt);
    }

    [Fact]
    public async Task ChecksACommitThatOnlyAnotherBranchLeadsTo()
    {
        GitRepository repository = _git.Add(Name);
        repository.Commit();
        string old = repository.Commit("work");
        repository.Commit("work");

        Assert.True((await CheckAsync(old)).Exists);
    }

    [Fact]
    public async Task ACommitThatNothingLeadsToIsNotTheRepositorysOwn()
    {
        GitRepository repository = _git.Add(Name);
        string commit = repository.Commit();
        repository.Commit();
        string fork = repository.Dangling(commit);

        Answer<NodeVersion> answer = await CheckAsync(fork);

        Assert.Equal(AnswerKind.DoesNotExist, answer.Kind);
        Assert.Contains("fork", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommitThatIsNotThereIsMissing()
    {
        _git.Add(Name).Commit();

        Answer<NodeVersion> answer = await CheckAsync(new string('d', 40));

        Assert.Equal(AnswerKind.DoesNotExist, answer.Kind);
    }

    [Fact]
    public async Task AFileAndATagObjectAreNoCommits()
    {
        GitRepository repository = _git.Add(Name);
        string commit = repository.Commit();
        string tag = repository.Tag("v1", commit, isAnnotated: true);
        string blob = repository.Blob("text");

        Assert.Equal(AnswerKind.DoesNotExist, (await CheckAsync(tag)).Kind);
        Assert.Equal(AnswerKind.DoesNotExist, (await CheckAsync(blob)).Kind);
    }

    [Fact]
    public async Task APostThatIsRefusedWhileTheGetIsNotIsAThrottle()
    {
        GitRepository repository = _git.Add(Name);
        string old = repository.Commit();
        repository.Commit();
        _git.Faults.Always(Fault.Status(401, "Repository not found.", "text/plain"), "POST");
        _api.UseUp();

        Answer<NodeVersion> answer = await CheckAsync(old);

        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
    }

    [Fact]
    public async Task TheApiSaysWhetherACommitBelongsWhereGitIsThrottled()
    {
        GitRepository repository = _git.Add(Name);
        string old = repository.Commit();
        repository.Commit();
        GitHubRepositoryData data = new() { Id = 7, FullName = Name };
        data.Commits[old] = "behind";
        _api.Repositories.Add(data);
        _git.Faults.Always(Fault.Status(401, "Repository not found.", "text/plain"), "POST");

        Answer<NodeVersion> answer = await CheckAsync(old);

        Assert.True(answer.Exists, answer.ToString());
    }

    [Fact]
    public async Task ATokenOpensAPrivateRepositoryAndGoesNowhereElse()
    {
        const string Token = "ghp_secretsecretsecret";
        _git.Add(Name).Commit();
        _git.Tokens[Name] = Token;
        await using GitStandIn other = new();
        other.Add("new/name").Commit();
        _git.Moved["moved/away"] = $"{other.Address}/new/name";

        GitSource source = Make(Token);
        Answer<IReadOnlyList<NodeVersion>> mine = await source.FindAsync(Pack(), Stop);
        Answer<IReadOnlyList<NodeVersion>> away = await source.FindAsync(Pack("moved/away"), Stop);

        Assert.True(mine.Exists, mine.ToString());
        Assert.True(away.Exists, away.ToString());
        Assert.DoesNotContain(other.Requests.All, static one => one.Header("Authorization") is not null);
    }

    [Fact]
    public async Task AHostThatIsNotGitHubIsBelievedWhenItServesOthers()
    {
        _git.Add("other/pack").Commit();
        Uri there = new($"{_git.Address}/other/pack");
        Uri missing = new($"{_git.Address}/artist/missing");

        Answer<IReadOnlyList<NodeVersion>> before = await Source.FindAsync(new NodeReference("x", null, missing), Stop);
        Answer<IReadOnlyList<NodeVersion>> found = await Source.FindAsync(new NodeReference("y", null, there), Stop);
        Answer<IReadOnlyList<NodeVersion>> after = await Source.FindAsync(new NodeReference("x", null, missing), Stop);

        Assert.Equal(AnswerKind.Undetermined, before.Kind);
        Assert.True(found.Exists, found.ToString());
        Assert.Equal(AnswerKind.DoesNotExist, after.Kind);
    }

    [Fact]
    public async Task DatesComeInOneMoreRequest()
    {
        GitRepository repository = _git.Add(Name);
        repository.Tag("v1", repository.Commit());
        repository.Tag("v2", repository.Commit());
        _api.Repositories.Add(
            new GitHubRepositoryData { Id = 1, FullName = Name, Releases = { ("v2", "2026-02-02T00:00:00Z", true) } });
        Answer<IReadOnlyList<NodeVersion>> answer = await FindAsync();

        IReadOnlyList<NodeVersion> dated = await Source.EnrichAsync(Pack(), answer.Value!, Stop);

        Assert.All(dated, static one => Assert.NotNull(one.PublishedAt));
        Assert.Equal(RefType.Release, dated.Single(static one => one.Version == "v2").RefType);
        Assert.True(dated.Single(static one => one.Version == "v2").IsPrerelease);
        Assert.Equal(2, _git.Requests.Count);
    }

    private static NodeReference Pack(string name = Name) => new(name, null, new Uri($"https://github.com/{name}"));

    private Task<Answer<IReadOnlyList<NodeVersion>>> FindAsync() => Source.FindAsync(Pack(), Stop);

    private async Task<Answer<NodeVersion>> CheckAsync(string commit)
        => Assert.Single(await Source.CheckAsync([new NodePin(Pack(), null, commit)], Stop));

    private GitSource Make(string? token = null)
    {
        ServiceAddresses addresses = new() { GitHub = new Uri(_git.Address), GitHubApi = new Uri(_api.Address) };
        HostCredentials credentials = new();
        if (token is not null)
        {
            credentials.Add(addresses.GitHub, new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"x-access-token:{token}"))));
        }

        HttpPipeline http = new(new HttpSettings
        {
            Credentials = credentials,
            MaximumAttempts = 2,
            AttemptTimeout = TimeSpan.FromSeconds(10),
            TotalTimeout = TimeSpan.FromSeconds(20),
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });
        GitHubTransport gitHub = new(http, addresses);
        return new GitSource(new GitClient(http, addresses, gitHub), gitHub);
    }
}
