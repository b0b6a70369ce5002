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

        NodeVersion[] found = await FindAsync(
            [new NodePack { Name = "pack", RegistryId = "pack", Url = new Uri("https://github.com/artist/pack") }]);
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

        NodeVersion[] found = await FindAsync(
            [dependency, dependency, "https://github.com/Artist/Pack.git", "artist/pack"]);

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
    public async Task TheLatestOfAPublishedPackCostsOneRequest()
    {
        _registry.Packs.Add(new RegistryPack
        {
            Id = "pack",
            Repository = "https://github.com/artist/pack",
            Versions =
            [
                new RegistryVersion { Version = "2.0.0", Status = "NodeVersionStatusFlagged" },
                new RegistryVersion { Version = "1.0.0" },
            ],
        });
        _registry.Packs.Add(new RegistryPack { Id = "flagged", Versions =
            [new RegistryVersion { Version = "1.0.0", Status = "NodeVersionStatusFlagged" }] });
        GitRepository repository = _git.Add("artist/pack");
        repository.Tag("v1.1.0", repository.Commit());
        _git.Alias("artist/flagged", repository);
        FindNodeVersionOptions latest = new() { LatestOnly = true };

        NodeVersion published = Assert.Single(await FindAsync([Both("pack")], latest));
        Assert.Equal(
            ("1.0.0", SourceKind.ComfyRegistry, true), (published.Version, published.Source, published.IsLatest));
        Assert.Equal((1, 0), (_registry.Requests.Count, _git.Requests.Count));

        // All versions are told from both, and the same one is the latest.
        NodeVersion[] all = await FindAsync([Both("pack")]);
        Assert.Equal(["2.0.0", "v1.1.0", "1.0.0", "main"], all.Select(static one => one.Version));
        Assert.Equal("1.0.0", Assert.Single(all, static one => one.IsLatest).Version);

        // Where nothing published is good to use, git is asked.
        Assert.Equal("v1.1.0", Assert.Single(await FindAsync([Both("flagged")], latest)).Version);

        static NodePack Both(string id)
            => new() { Name = id, RegistryId = id, Url = new Uri("https://github.com/artist/" + id) };
    }

    [Fact]
    public async Task SaysThatARepositoryIsArchivedHasMovedOrIsGone()
    {
        GitRepository repository = _git.Add("new/name");
        repository.Tag("v1.0", repository.Commit());
        _git.Moved["artist/moved"] = $"{_git.Address}/new/name";
        _git.Alias("artist/archived", repository);
        _api.Repositories.Add(new GitHubRepositoryData { Id = 1, FullName = "artist/archived", IsArchived = true });
        _registry.Packs.Add(new RegistryPack { Id = "gone", Repository = "https://github.com/artist/gone", Versions =
            [new RegistryVersion { Version = "1.0.0" }] });
        Collected reporter = new();

        NodeVersion[] found = await FindAsync(
            ["artist/moved", "artist/archived", "artist/gone"],
            new FindNodeVersionOptions { WithDates = true },
            reporter);

        Assert.Equal(
            ["artist/archived", "artist/gone", "artist/moved"],
            found.Select(static one => one.Pack).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(
            reporter.Warnings, static text => text.Contains("'artist/archived' is archived", StringComparison.Ordinal));
        Assert.Contains(
            reporter.Warnings,
            static text => text.StartsWith(
                "The repository of 'artist/moved' has moved from", StringComparison.Ordinal));
        Assert.Contains(
            reporter.Warnings,
            static text => text.EndsWith("The Comfy Registry still has 'artist/gone'.", StringComparison.Ordinal));
        Assert.Equal(3, reporter.Warnings.Count);
        Assert.Empty(reporter.Errors);
    }

    [Fact]
    public async Task AClassThatTheCatalogDoesNotKnowIsLookedForInTheComfyRegistry()
    {
        _registry.Packs.Add(new RegistryPack { Id = "new-pack", Versions =
            [new RegistryVersion { Version = "1.0.0", Classes = ["Brand New Class", "BrandNewClass"] }] });
        Collected reporter = new();

        NodeVersion[] found = await FindAsync(
            ["Brand New Class", "BrandNewClass", "Class of Nobody"], reporter: reporter);

        Assert.All(found, static one => Assert.Equal("new-pack", one.Pack));
        Assert.Equal(2, found.Length);
        Assert.Equal(["NotFound Class of Nobody"], reporter.Errors);
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
            // Every second pack exists; every fifth is known by its id in the Comfy Registry.
            bool isPublished = i % 5 == 0;
            string name = string.Create(CultureInfo.InvariantCulture, $"{(isPublished ? "" : "artist/")}pack{i:d4}");
            names.Add(name);
            if (i % 2 == 0 && isPublished)
            {
                _registry.Packs.Add(new RegistryPack { Id = name, Versions =
                    [new RegistryVersion { Version = "1.0.0" }] });
            }
            else if (i % 2 == 0)
            {
                _git.Alias(name, repository);
                _api.Repositories.Add(
                    new GitHubRepositoryData { Id = i, FullName = name, Branches = { ("main", commit) } });
            }
        }

        Fault[] faults =
        [
            Fault.Reset, Fault.HalfBody, Fault.WrongLength, Fault.Html, Fault.EmptyIn200,
            Fault.ErrorIn200, Fault.Status(500), Fault.Status(503),
            Fault.TooManyRequests(0), Fault.Status(401, "Repository not found.", "text/plain"),
        ];
        _git.Faults.Randomly(1, 1.0 / 3, faults);
        _api.Faults.Randomly(2, 1.0 / 3, faults);
        _registry.Faults.Randomly(3, 1.0 / 3, faults);
        _api.Tokens.Add(Token);
        Collected reporter = new();

        NodeVersion[] found = await FindAsync(names, reporter: reporter, token: Token);

        string[] missing =
        [
            .. reporter.Errors.Where(static one => one.StartsWith("NotFound ", StringComparison.Ordinal))
                .Select(static one => one[9..]),
        ];
        Assert.All(found, static one => Assert.True(Exists(one.Pack), $"{one.Pack} does not exist."));
        Assert.All(missing, static name => Assert.False(Exists(name), $"{name} exists."));
        Assert.All(reporter.Errors, static one => Assert.Matches("^(NotFound|SourceUnavailable) ", one));
        Assert.Equal(Discoveries, found.Select(static one => one.Pack).Distinct().Count() + reporter.Errors.Count);
        Assert.True(found.Length > Discoveries / 2, $"Only {found.Length} versions were found.");
        Assert.True(missing.Length > Discoveries / 10, $"Only {missing.Length} packs were said to be missing.");
        Assert.DoesNotContain(reporter.All, static text => text.Contains(Token, StringComparison.Ordinal));

        static bool Exists(string name) => int.Parse(name[^4..], CultureInfo.InvariantCulture) % 2 == 0;
    }

    [Fact]
    public async Task StopsEarlyAndLeavesNothingRunning()
    {
        GitRepository repository = _git.Add("artist/first");
        repository.Commit();
        List<object> names =
        [
            "artist/first",
            .. Enumerable.Range(0, 500).Select(static i => $"artist/pack{i.ToString(CultureInfo.InvariantCulture)}"),
        ];

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
        IReadOnlyList<object> items,
        FindNodeVersionOptions? options = null,
        Collected? reporter = null,
        string? token = null)
    {
        List<NodeVersion> found = [];
        await foreach (NodeVersion version in Run(
            items, options ?? new FindNodeVersionOptions(), reporter ?? new Collected(), token))
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
        return FindNodeVersion.RunAsync(
            Each(items), reading, new NodeSources(http, addresses), options, reporter, Stop);
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

        internal List<string> Warnings { get; } = [];

        internal List<string> All { get; } = [];

        public void Detail(string message) => Add(message);

        public void Warning(string message)
        {
            Add(message);
            lock (_lock)
            {
                Warnings.Add(message);
            }
        }

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
