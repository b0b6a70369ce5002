using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Http;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.GitHub;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.GitHub;

namespace ComfyDeps.Core.Tests.Sources.GitHub;

public sealed class GitHubTransportTests : IAsyncLifetime
{
    private const string Token = "ghp_secretsecretsecret";
    private const string Repository = "https://github.com/artist/pack";

    private readonly GitHubStandIn _api = new();
    private readonly FakeClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-cache").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _api.Tokens.Add(Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ARenameIsFollowedWithTheToken()
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 42, FullName = "new/name", IsArchived = true });
        _api.Renamed["artist/pack"] = 42;

        Answer<GitHubRepository> answer = await Make(Token).DescribeAsync(Repository, Stop);

        Assert.True(answer.Exists, answer.ToString());
        Assert.Equal("https://github.com/new/name", answer.Value!.Url.AbsoluteUri);
        Assert.Equal(42, answer.Value.Id);
        Assert.True(answer.Value.IsArchived);
        Assert.All(_api.Requests.All, static one => Assert.Equal($"Bearer {Token}", one.Header("Authorization")));
        Assert.Equal(0, _api.Used());
    }

    [Theory]
    [InlineData(451, "Inaccessible")]
    [InlineData(403, "Inaccessible")]
    public async Task ABlockedRepositoryIsInaccessible(int status, string expected)
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = "artist/pack", BlockedBy = status });

        Assert.Equal(expected, (await Make().DescribeAsync(Repository, Stop)).Kind.ToString());
    }

    [Fact]
    public async Task APrivateRepositoryIsShownToItsTokenAlone()
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = "artist/pack", Token = Token });

        Assert.True((await Make(Token).DescribeAsync(Repository, Stop)).Exists);
        Answer<GitHubRepository> nobodys = await Make().DescribeAsync(Repository, Stop);
        Assert.Equal(AnswerKind.DoesNotExist, nobodys.Kind);
        Assert.Contains("GITHUB_TOKEN", nobodys.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuotaIsNoMissingRepository()
    {
        _api.UseUp();

        Answer<GitHubRepository> answer = await Make().DescribeAsync(Repository, Stop);

        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
    }

    public static TheoryData<string> Limits => ["secondary", "abuse", "429"];

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task ASecondLimitIsWaitedFor(string kind)
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = "artist/pack" });
        _api.Faults.Next(kind switch
        {
            "secondary" => Fault.Status(403, """{"message":"You have exceeded a secondary rate limit."}"""),
            "abuse" => Fault.Status(403, """{"message":"You have triggered an abuse detection mechanism."}"""),
            _ => Fault.TooManyRequests(30),
        });

        Answer<GitHubRepository> answer = await Make().DescribeAsync(Repository, Stop);

        Assert.True(answer.Exists, answer.ToString());
        Assert.InRange(_clock.Waited.TotalSeconds, 30, 61);
    }

    [Fact]
    public async Task ABadTokenIsUndetermined()
    {
        Answer<GitHubRepository> answer = await Make("ghp_wrongwrongwrongwrong").DescribeAsync(Repository, Stop);

        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
        Assert.Contains("GITHUB_TOKEN", answer.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesAreFollowedAsTheyAreLinked()
    {
        GitHubRepositoryData data = new() { Id = 9, FullName = "artist/pack" };
        for (int i = 0; i < 250; i++)
        {
            data.Tags.Add(
                ($"v{i.ToString(CultureInfo.InvariantCulture)}", i.ToString("x40", CultureInfo.InvariantCulture)));
        }

        data.Branches.Add(("main", new string('a', 40)));
        _api.Repositories.Add(data);

        Answer<GitRefs> answer = await Make().FindRefsAsync(Repository, Stop);

        Assert.True(answer.Exists, answer.ToString());
        Assert.Equal(250, answer.Value!.All.Count(static one => one.IsTag));
        Assert.Equal(new string('a', 40), answer.Value.Head);
        Assert.Equal(2, _api.Requests.CountOf("page=2") + _api.Requests.CountOf("page=3"));
    }

    [Fact]
    public async Task AnUnchangedAnswerCostsNothingWithAToken()
    {
        GitHubRepositoryData data = new() { Id = 9, FullName = "artist/pack" };
        data.Releases.Add(("v1", "2026-01-01T00:00:00Z", false));
        _api.Repositories.Add(data);
        GitHubTransport gitHub = Make(Token);

        Answer<IReadOnlyList<GitHubRelease>> first = await gitHub.FindReleasesAsync(Repository, Stop);
        _clock.Advance(TimeSpan.FromHours(1));
        Answer<IReadOnlyList<GitHubRelease>> second = await gitHub.FindReleasesAsync(Repository, Stop);

        Assert.Equal("v1", Assert.Single(first.Value!).Tag);
        Assert.Equal("v1", Assert.Single(second.Value!).Tag);
        Assert.Equal([200, 304], _api.Requests.All.Select(static one => one.Status));
        Assert.Equal(1, _api.Used(Token));
    }

    [Fact]
    public async Task AnUnchangedAnswerCountsWithoutAToken()
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 9, FullName = "artist/pack" });
        GitHubTransport gitHub = Make();

        await gitHub.DescribeAsync(Repository, Stop);
        _clock.Advance(TimeSpan.FromHours(1));
        Answer<GitHubRepository> second = await gitHub.DescribeAsync(Repository, Stop);

        Assert.True(second.Exists, second.ToString());
        Assert.Equal([200, 304], _api.Requests.All.Select(static one => one.Status));
        Assert.Equal(2, _api.Used());
    }

    [Theory]
    [InlineData(404, """{"message":"Not Found"}""", nameof(AnswerKind.DoesNotExist))]
    [InlineData(422, """{"message":"No commit found for SHA: 0000"}""", nameof(AnswerKind.DoesNotExist))]
    [InlineData(409, """{"message":"Git Repository is empty."}""", nameof(AnswerKind.DoesNotExist))]
    [InlineData(
        403, """{"message":"Resource not accessible by personal access token"}""", nameof(AnswerKind.Inaccessible))]
    public async Task ARefusalOfACommitIsReadByItsStatus(int status, string body, string expected)
    {
        _api.Faults.Always(Fault.Status(status, body));

        Assert.Equal(
            expected, (await Make(Token).FindCommitAsync(Repository, new string('a', 40), Stop)).Kind.ToString());
    }

    [Fact]
    public async Task CommitsAreFoundAndToldFromForeignOnes()
    {
        GitHubRepositoryData data = new() { Id = 9, FullName = "artist/pack" };
        data.Commits[new string('a', 40)] = "behind";
        data.Commits[new string('b', 40)] = "diverged";
        _api.Repositories.Add(data);
        GitHubTransport gitHub = Make();

        Assert.True((await gitHub.FindCommitAsync(Repository, new string('a', 40), Stop)).Exists);
        Assert.Equal(
            AnswerKind.DoesNotExist, (await gitHub.FindCommitAsync(Repository, new string('c', 40), Stop)).Kind);
        Assert.True((await gitHub.LeadsToAsync(Repository, "main", new string('a', 40), Stop)).Exists);
        Assert.Equal(
            AnswerKind.DoesNotExist, (await gitHub.LeadsToAsync(Repository, "main", new string('b', 40), Stop)).Kind);
    }

    public static TheoryData<string> Lies => ["html", "error", "array", "number", "503"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task ALieIsUndetermined(string kind)
    {
        _api.Faults.Always(kind switch
        {
            "html" => Fault.Html,
            "error" => Fault.ErrorIn200,
            "array" => Fault.Status(200, "[1,2]"),
            "number" => Fault.Status(200, """{"id":"x","full_name":7}"""),
            _ => Fault.Status(503),
        });

        Assert.Equal(AnswerKind.Undetermined, (await Make().DescribeAsync(Repository, Stop)).Kind);
    }

    [Fact]
    public async Task ManyRepositoriesAreAskedAboutInOneQuestion()
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = "artist/alive" });
        _api.Repositories.Add(new GitHubRepositoryData { Id = 2, FullName = "artist/old", IsArchived = true });
        _api.Repositories.Add(new GitHubRepositoryData { Id = 3, FullName = "artist/closed", IsDisabled = true });
        _api.Repositories.Add(new GitHubRepositoryData { Id = 4, FullName = "new/name" });
        _api.Repositories.Add(new GitHubRepositoryData { Id = 5, FullName = "artist/blocked", BlockedBy = 451 });
        _api.Repositories.Add(new GitHubRepositoryData { Id = 6, FullName = "artist/hidden", Token = "another" });
        _api.Renamed["artist/former"] = 4;
        string[] names = ["alive", "old", "closed", "former", "blocked", "hidden", "never"];

        IReadOnlyList<Answer<GitHubState>> states = await Make(Token).FindStatesAsync(
            [.. names.Select(static name => $"https://github.com/artist/{name}")], Stop);

        Assert.Equal(
            ["Exists", "Exists", "Exists", "Exists", "Inaccessible", "DoesNotExist", "DoesNotExist"],
            states.Select(static one => one.Kind.ToString()));
        Assert.Equal(new GitHubState("artist/alive", false, false), states[0].Value);
        Assert.Equal(new GitHubState("artist/old", true, false), states[1].Value);
        Assert.Equal(new GitHubState("artist/closed", false, true), states[2].Value);
        Assert.Equal("new/name", states[3].Value!.FullName);
        RecordedRequest request = Assert.Single(_api.Requests.All);
        Assert.Equal("POST /graphql", request.ToString());
        Assert.DoesNotContain("alive", (string)JsonNode.Parse(request.Body)!["query"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerAboutManyWithAnErrorInItIsNotKept()
    {
        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = "artist/pack" });
        string[] one = [Repository];
        string[] both = [Repository, "https://github.com/artist/never"];
        GitHubTransport gitHub = Make(Token);

        await gitHub.FindStatesAsync(one, Stop);
        await gitHub.FindStatesAsync(one, Stop);
        Assert.Equal(1, _api.Requests.CountOf("POST /graphql"));

        await gitHub.FindStatesAsync(both, Stop);
        await gitHub.FindStatesAsync(both, Stop);
        Assert.Equal(3, _api.Requests.CountOf("POST /graphql"));
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"Something went wrong"}]}""")]
    [InlineData("""{"data":null,"errors":[{"type":"RATE_LIMITED","message":"later"}]}""")]
    [InlineData("""{"data":{"r0":null}}""")]
    [InlineData("""{"data":{"r0":{"nameWithOwner":"artist/pack","isArchived":"true","isDisabled":false}}}""")]
    [InlineData("""{"data":{"r0":{"nameWithOwner":"../..","isArchived":true,"isDisabled":false}}}""")]
    [InlineData("""{"data":{"r0":[]}}""")]
    [InlineData("""{"data":{"r0":null},"errors":[{"type":"NOT_FOUND","path":["r1"]}]}""")]
    [InlineData("""{"data":{"r0":null},"errors":[{"type":"SOMETHING_NEW","path":["r0"]}]}""")]
    [InlineData("""{"message":"Not Found"}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task AnAnswerAboutManyThatSaysNothingIsUndetermined(string body)
    {
        _api.Faults.Always(Fault.Status(200, body, "application/json"));

        Answer<GitHubState> state = Assert.Single(await Make(Token).FindStatesAsync([Repository], Stop));

        Assert.Equal(AnswerKind.Undetermined, state.Kind);
        Assert.NotNull(state.Reason);
    }

    private GitHubTransport Make(string? token = null)
    {
        ServiceAddresses addresses = new() { GitHubApi = new Uri(_api.Address) };
        HostCredentials credentials = new();
        if (token is not null)
        {
            credentials.Add(addresses.GitHubApi, new AuthenticationHeaderValue("Bearer", token));
        }

        return new GitHubTransport(
            new HttpPipeline(
                new HttpSettings
                {
                    Credentials = credentials,
                    CacheFolder = _folder,
                    Clock = _clock,
                    AttemptTimeout = TimeSpan.FromSeconds(5),
                }),
            addresses);
    }
}
