using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Core.Tests.Catalog;
using ComfyDeps.Http;
using ComfyDeps.Operations;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.GitHub;

namespace ComfyDeps.Core.Tests.Operations;

public sealed class FindNodeVersionTests : IAsyncLifetime
{
    private const string Token = "ghp_secretsecretsecret";
    private const int Discoveries = 1000;

    private readonly ComfyRegistryStandIn _registry = new();
    private readonly GitStandIn _git = new() { Remembers = true };
    private readonly GitHubStandIn _api = new() { IsStrict = false };
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-cache").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _git.DisposeAsync();
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task JoinsTheComfyRegistryAndGitNewestFirst()
    {
        _registry.Packs.Add(new RegistryPack
        {
            Id = "pack",
            Repository = "https://github.com/artist/pack",
            Versions = [new RegistryVersion { Version = "9.0.0" }, new RegistryVersion { Version = "10.0.0" }],
        });
        GitRepository repository = _git.Add("artist/pack");
        repository.Tag("v9.5.0", repository.Commit());
        repository.Tag("v11.0.0-rc1", repository.Commit());

        NodeVersion[] found = await FindAsync([new NodePack { Name = "pack", RegistryId = "pack", Url = new Uri("https://github.com/artist/pack") }]);
        NodeVersion[] all = await FindAsync(["artist/pack"], new FindNodeVersionOptions { IncludePrerelease = true });

        Assert.Equal(["10.0.0", "v9.5.0", "9.0.0", "main"], found.Select(static one => one.Version));
        Assert.Equal("10.0.0", Assert.Single(found, static one => one.IsLatest).Version);
        Assert.Equal("v11.0.0-rc1", all[0].Version);
        Assert.Equal("v9.5.0", Assert.Single(all, static one => one.IsLatest).Version);
        Assert.Equal(0, _registry.Requests.CountOf("/install"));
    }

    [Fact]
    public async Task AsksOnceForEachPack()
    {
        _git.Add("artist/pack").Commit();
        WorkflowDependency dependency = new()
        {
            Workflow = "w",
            WorkflowPath = "/w.json",
            Format = WorkflowFormat.Prompt,
            Kind = DependencyKind.Node,
            Name = "SomeClass",
            Status = DependencyStatus.Resolved,
            Pack = "artist/pack",
            PackUrl = new Uri("https://github.com/artist/pack"),
        };

        NodeVersion[] found = await FindAsync([dependency, dependency, "https://github.com/Artist/Pack.git", "artist/pack"]);

        Assert.Single(found);
        Assert.Equal(1, _git.Requests.Count);
    }

    [Fact]
    public async Task TellsMissingFromNotAsked()
    {
        _git.Add("artist/busy").Commit();
        _git.Faults.Always(Fault.Status(503), "busy");
        _api.Faults.Always(Fault.Status(503), "busy");
        Collected reporter = new();

        await FindAsync(["artist/missing", "artist/busy"], reporter: reporter);

        Assert.Equal(["NotFound artist/missing", "SourceUnavailable artist/busy"], reporter.Errors);
    }

    [Fact]
    public async Task AThirdOfAllRequestsFailingGivesNoWrongAnswer()
    {
        GitRepository repository = _git.Add("template/pack");
        string commit = repository.Commit();
        repository.Tag("v1.0", commit);
        List<object> names = [];
        for (int i = 0; i < Discoveries; i++)
        {
            // Every second pack exists.
            string name = string.Create(CultureInfo.InvariantCulture, $"artist/pack{i:d4}");
            names.Add(name);
            if (i % 2 == 0)
            {
                _git.Alias(name, repository);
                _api.Repositories.Add(new GitHubRepositoryData { Id = i, FullName = name, Branches = { ("main", commit) } });
            }
        }

        Fault[] faults =
        [
            Fault.Reset, Fault.HalfBody, Fault.WrongLength, Fault.Html, Fault.EmptyIn200, Fault.ErrorIn200, Fault.Status(500), Fault.Status(503),
            Fault.TooManyRequests(0), Fault.Status(401, "Repository not found.", "text/plain"),
        ];
        _git.Faults.Randomly(1, 1.0 / 3, faults);
        _api.Faults.Randomly(2, 1.0 / 3, faults);
        _api.Tokens.Add(Token);
        Collected reporter = new();

        NodeVersion[] found = await FindAsync(names, reporter: reporter, token: Token);

        string[] missing = [.. reporter.Errors.Where(static one => one.StartsWith("NotFound ", StringComparison.Ordinal)).Select(static one => one[9..])];
        Assert.All(found, static one => Assert.True(Exists(one.Pack), $"{one.Pack} does not exist."));
        Assert.All(missing, static name => Assert.False(Exists(name), $"{name} exists."));
        Assert.All(reporter.Errors, static one => Assert.Matches("^(NotFound|SourceUnavailable) ", one));
        Assert.Equal(Discoveries, found.Select(static one => one.Pack).Distinct().Count() + reporter.Errors.Count);
        Assert.True(found.Length > Discoveries / 2, $"Only {found.Length} versions were found.");
        Assert.DoesNotContain(reporter.All, static text => text.Contains(Token, StringComparison.Ordinal));

        static bool Exists(string name) => int.Parse(name[^4..], CultureInfo.InvariantCulture) % 2 == 0;
    }

    [Fact]
    public async Task StopsEarlyAndLeavesNothingRunning()
    {
        GitRepository repository = _git.Add("artist/first");
        repository.Commit();
        List<object> names = ["artist/first", .. Enumerable.Range(0, 500).Select(static i => $"artist/pack{i.ToString(CultureInfo.InvariantCulture)}")];

        await foreach (NodeVersion version in Run(names, new FindNodeVersionOptions(), new Collected(), null))
        {
            Assert.Equal("artist/first", version.Pack);
            break;
        }

        int asked = _git.Requests.Count;
        await Task.Delay(100, Stop);
        Assert.Equal(asked, _git.Requests.Count);
        Assert.True(asked < 200, $"{asked} requests were made.");
    }

    private async Task<NodeVersion[]> FindAsync(
        IReadOnlyList<object> items, FindNodeVersionOptions? options = null, Collected? reporter = null, string? token = null)
    {
        List<NodeVersion> found = [];
        await foreach (NodeVersion version in Run(items, options ?? new FindNodeVersionOptions(), reporter ?? new Collected(), token))
        {
            found.Add(version);
        }

        return [.. found];
    }

    private IAsyncEnumerable<NodeVersion> Run(
        IReadOnlyList<object> items, FindNodeVersionOptions options, IReporter reporter, string? token)
    {
        ServiceAddresses addresses = new()
        {
            ComfyRegistry = new Uri(_registry.Address),
            GitHub = new Uri(_git.Address),
            GitHubApi = new Uri(_api.Address),
        };
        HostCredentials credentials = new();
        if (token is not null)
        {
            credentials.Add(addresses.GitHubApi, new AuthenticationHeaderValue("Bearer", token));
        }

        HttpPipeline http = new(new HttpSettings
        {
            Credentials = credentials,
            CacheFolder = _folder,
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });
        PackQuestions reading = new(TestCatalog.Open());
        return FindNodeVersion.RunAsync(Each(items), reading, new NodeSources(http, addresses), options, reporter, Stop);
    }

    private static async IAsyncEnumerable<object> Each(IReadOnlyList<object> items)
    {
        foreach (object item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private sealed class Collected : IReporter
    {
        private readonly object _lock = new();

        internal List<string> Errors { get; } = [];

        internal List<string> All { get; } = [];

        public void Detail(string message) => Add(message);

        public void Warning(string message) => Add(message);

        public void Error(ComfyDepsException exception)
        {
            Add($"{exception.Message} {exception.Hint}");
            lock (_lock)
            {
                Errors.Add($"{exception.Code} {exception.Target}");
            }
        }

        public void Progress(string activity, string status, int done, int total)
        {
        }

        private void Add(string text)
        {
            lock (_lock)
            {
                All.Add(text);
            }
        }
    }
}
