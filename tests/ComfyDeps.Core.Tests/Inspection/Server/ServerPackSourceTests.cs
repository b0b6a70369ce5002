using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Inspection.Server;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyUi;

namespace ComfyDeps.Core.Tests.Inspection.Server;

/// <summary>ComfyUI-Manager's routes, old and new, over real sockets.</summary>
public sealed class ServerPackSourceTests : IAsyncDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string Repository = "https://github.com/someone/Git-Pack";

    private readonly ComfyUiStandIn _server = new();
    private readonly ServerPackSource _source;

    public ServerPackSourceTests()
    {
        _server.Packs.Add(
            new ServedPack
            {
                Folder = "Released-Pack",
                RegistryId = "released-pack",
                Version = "1.2.3",
                LoadedVersion = "1.2.2",
            });
        _server.Packs.Add(new ServedPack
        {
            Folder = "Git-Pack",
            Version = Commit,
            Repository = "someone/Git-Pack",
            ImportFailure = "No module named 'cv2'",
        });
        _server.Packs.Add(new ServedPack { Folder = "Loose", Version = "unknown", IsEnabled = false });
        _source = new ServerPackSource(TestPipeline.Create(), ServerAddress.Create(new Uri(_server.Address)));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(ManagerKind.Legacy)]
    [InlineData(ManagerKind.V4)]
    public async Task OldAndNewManagersSayWhatIsInstalled(ManagerKind manager)
    {
        _server.Manager = manager;

        IReadOnlyList<InstalledPack> packs = (await _source.InstalledAsync(asLoaded: false, Stop)).Value!;

        Assert.Equal(["Git-Pack", "Loose", "Released-Pack"], [.. Names(packs)]);
        Assert.Equal((Commit, null, "someone/Git-Pack"), (packs[0].Commit, packs[0].Release, packs[0].Repository));
        Assert.Equal(
            (null, null, "unknown", false), (packs[1].Commit, packs[1].Release, packs[1].Reported, packs[1].IsEnabled));
        Assert.Equal((null, "1.2.3", "released-pack"), (packs[2].Commit, packs[2].Release?.Text, packs[2].RegistryId));
    }

    [Fact]
    public async Task WhatIsLoadedMayBeOlderThanWhatIsInstalled()
        => Assert.Equal("1.2.2", (await _source.InstalledAsync(asLoaded: true, Stop)).Value![2].Reported);

    [Theory]
    [InlineData(ManagerKind.Legacy)]
    [InlineData(ManagerKind.V4)]
    public async Task SaysWhyAPackCouldNotBeImported(ManagerKind manager)
    {
        _server.Manager = manager;

        IReadOnlyDictionary<string, ImportFailure> failures =
            (await _source.ImportFailuresAsync(["released-pack"], [Repository], Stop)).Value!;

        Assert.Equal([Repository], failures.Keys);
        Assert.Equal("No module named 'cv2'", failures[Repository].Message);
        Assert.Contains("__init__.py", failures[Repository].Traceback, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAManagerNothingIsKnown()
    {
        _server.Manager = ManagerKind.None;

        Assert.Equal(AnswerKind.Undetermined, (await _source.InstalledAsync(asLoaded: false, Stop)).Kind);
        Assert.Equal(AnswerKind.Undetermined, (await _source.ImportFailuresAsync(["released-pack"], [], Stop)).Kind);
    }

    [Fact]
    public async Task ARefusalOfTheNewRouteIsNotTakenForAnOldManager()
    {
        _server.BasicAuthentication = "me:secret";

        Assert.Equal(AnswerKind.Inaccessible, (await _source.InstalledAsync(asLoaded: false, Stop)).Kind);
        Assert.Equal(1, _server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"error":"internal error"}""")]
    [InlineData("""{"Pack":{"name":"x"}}""")]
    [InlineData("[]")]
    [InlineData("""{"\ud83d":{"ver":"1.0.0"}}""")]
    public async Task WhatIsNoListOfPacksIsUndetermined(string body)
    {
        _server.Faults.Always(Fault.Status(200, body));

        Assert.Equal(AnswerKind.Undetermined, (await _source.InstalledAsync(asLoaded: false, Stop)).Kind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"released-pack":"failed"}""")]
    [InlineData("""{"another-pack":null}""")]
    public async Task AnAnswerThatLeavesAPackOutIsNotTakenForNoFailure(string body)
    {
        _server.Faults.Always(Fault.Status(200, body));

        Assert.Equal(AnswerKind.Undetermined, (await _source.ImportFailuresAsync(["released-pack"], [], Stop)).Kind);
    }

    private static IEnumerable<string> Names(IReadOnlyList<InstalledPack> packs)
    {
        foreach (InstalledPack pack in packs)
        {
            yield return pack.Folder;
        }
    }
}
