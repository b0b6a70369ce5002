using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Sources;
using ComfyDeps.Sources.ComfyRegistry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;

namespace ComfyDeps.Core.Tests.Sources.ComfyRegistry;

/// <summary>The Comfy Registry over real sockets.</summary>
public sealed class ComfyRegistrySourceTests : IAsyncDisposable
{
    private static readonly NodeReference s_pack = new(
        "res4lyf", "res4lyf", new Uri("https://github.com/ClownsharkBatwing/RES4LYF"));

    private readonly ComfyRegistryStandIn _registry = new();
    private readonly ComfyRegistrySource _source;

    public ComfyRegistrySourceTests()
    {
        _source = new ComfyRegistrySource(TestPipeline.Create(), TestPipeline.At(_registry.Address));
        _registry.Packs.Add(new RegistryPack
        {
            Id = "res4lyf",
            Repository = "https://github.com/ClownsharkBatwing/RES4LYF",
            Versions =
            {
                new RegistryVersion { Version = "9.0.0", Classes = ["ClownsharKSampler_Beta", "Sigmas Rescale"] },
                new RegistryVersion { Version = "10.0.0", Deprecated = true },
                new RegistryVersion { Version = "1.0.2608210019" },
                new RegistryVersion { Version = "11.0.0", Status = "NodeVersionStatusFlagged" },
            },
        });
        _registry.Packs.Add(
            new RegistryPack
            {
                Id = "bad-pack",
                Status = "NodeStatusBanned",
                Versions = { new RegistryVersion { Version = "1.0.0" } },
            });
        _registry.Packs.Add(
            new RegistryPack { Id = "empty-pack", Repository = "https://github.com/someone/res4lyf-extras" });
        _registry.Packs.Add(
            new RegistryPack
            {
                Id = "comfyui-custom-scripts",
                Versions = { new RegistryVersion { Version = "1.2.5" } },
            });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        // Nothing that this class does may ever count as an installation.
        Assert.Equal(0, _registry.InstallsCounted);
        return _registry.DisposeAsync();
    }

    [Fact]
    public async Task TellsEveryVersionOfAPackInOneRequest()
    {
        Answer<IReadOnlyList<NodeVersion>> answer = await _source.FindAsync(s_pack, Stop);

        Assert.Equal(AnswerKind.Exists, answer.Kind);
        Assert.Equal(
            ["1.0.2608210019", "10.0.0", "11.0.0", "9.0.0"],
            answer.Value!.Select(v => v.Version).Order(StringComparer.Ordinal));
        Assert.True(answer.Value!.Single(v => v.Version == "10.0.0").IsDeprecated);
        Assert.Equal(VersionStatus.Flagged, answer.Value!.Single(v => v.Version == "11.0.0").Status);
        Assert.Equal(1, _registry.Requests.Count);
    }

    [Fact]
    public async Task AnEmptyDownloadAddressDoesNotMeanWithdrawn()
    {
        Answer<IReadOnlyList<NodeVersion>> listed = await _source.FindAsync(s_pack, Stop);
        Answer<NodeVersion> exact = await _source.VersionAsync(new NodePin(s_pack, "9.0.0", null), Stop);

        Assert.All(listed.Value!, version => Assert.Null(version.Url));
        Assert.EndsWith("/res4lyf/9.0.0/node.zip", exact.Value!.Url!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmsAnEmptyListBeforeAPackIsMissing()
    {
        Answer<IReadOnlyList<NodeVersion>> unknown = await _source.FindAsync(
            new NodeReference("nobody", "nobody", null), Stop);
        Answer<IReadOnlyList<NodeVersion>> empty = await _source.FindAsync(
            new NodeReference("empty-pack", "empty-pack", null), Stop);

        Assert.Equal(AnswerKind.DoesNotExist, unknown.Kind);
        Assert.Equal(AnswerKind.Exists, empty.Kind);
        Assert.Empty(empty.Value!);
        Assert.Equal(4, _registry.Requests.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task AnUnknownPackIsMissingInEveryShapeOfTheAnswer(bool is404, bool isEmpty)
    {
        _registry.UnknownVersionsAre404 = is404;
        _registry.EmptyNotFound = isEmpty;

        Assert.Equal(
            AnswerKind.DoesNotExist, (await _source.FindAsync(new NodeReference("nobody", "nobody", null), Stop)).Kind);
    }

    [Fact]
    public async Task AListThatContradictsThePackIsUndetermined()
    {
        _registry.Faults.NextOf("/versions", Fault.Status(200, "[]"));

        Assert.Equal(AnswerKind.Undetermined, (await _source.FindAsync(s_pack, Stop)).Kind);
    }

    [Fact]
    public async Task TriesTheLowerCaseIdAfterTheExactOne()
    {
        NodeReference pack = new("ComfyUI-Custom-Scripts", "ComfyUI-Custom-Scripts", null);

        Assert.Equal("1.2.5", (await _source.FindAsync(pack, Stop)).Value!.Single().Version);
        Assert.True((await _source.VersionAsync(new NodePin(pack, "1.2.5", null), Stop)).Exists);
        Assert.True(
            (await _source.CheckAsync(
                [new NodePin(pack, "1.2.5", null), new NodePin(s_pack, "9.0.0", null)], Stop)).All(
                a => a.Exists));
    }

    [Fact]
    public async Task ABannedPackIsRefusedAndNotMissing()
    {
        NodeReference pack = new("bad-pack", "bad-pack", null);
        Answer<IReadOnlyList<NodeVersion>> answer = await _source.FindAsync(pack, Stop);

        Assert.Equal(AnswerKind.Inaccessible, answer.Kind);
        Assert.Contains("banned", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(
            AnswerKind.Inaccessible, (await _source.VersionAsync(new NodePin(pack, "1.0.0", null), Stop)).Kind);
    }

    [Theory]
    [InlineData("res4lyf/install")]
    [InlineData("../publishers")]
    [InlineData("a..b")]
    [InlineData("a%2Finstall")]
    [InlineData("")]
    [InlineData("-a")]
    public async Task AnIdThatWouldReachAnotherEndpointIsNeverSent(string id)
    {
        Assert.Equal(AnswerKind.DoesNotExist, (await _source.FindAsync(new NodeReference(id, id, null), Stop)).Kind);
        Assert.Equal(AnswerKind.DoesNotExist, (await _source.PackAsync(id, Stop)).Kind);
        Assert.Equal(
            AnswerKind.DoesNotExist,
            (await _source.VersionAsync(new NodePin(new NodeReference(id, id, null), "1.0.0", null), Stop)).Kind);
        Assert.Equal(
            AnswerKind.DoesNotExist,
            (await _source.VersionAsync(new NodePin(s_pack, "1.0.0/../../install", null), Stop)).Kind);
        Assert.Equal(0, _registry.Requests.Count);
    }

    [Fact]
    public async Task FindsThePackOfARepositoryDespiteAFuzzySearch()
    {
        Answer<RegistryPackFact> found = await _source.PackByRepositoryAsync(
            new Uri("https://github.com/clownsharkbatwing/res4lyf.git"), Stop);
        Answer<RegistryPackFact> similar = await _source.PackByRepositoryAsync(
            new Uri("https://github.com/someone/res4lyf"), Stop);
        Answer<IReadOnlyList<NodeVersion>> versions = await _source.FindAsync(
            new NodeReference("x", null, s_pack.Url), Stop);

        Assert.Equal("res4lyf", found.Value!.Id);
        Assert.Equal(AnswerKind.DoesNotExist, similar.Kind);
        Assert.Equal(4, versions.Value!.Count);
    }

    [Fact]
    public async Task FindsThePackOfARepositoryOnALaterPage()
    {
        for (int i = 0; i < 150; i++)
        {
            _registry.Packs.Insert(
                0,
                new RegistryPack
                {
                    Id = $"like-{i}",
                    Repository = $"https://github.com/ClownsharkBatwing/RES4LYF-{i}",
                });
        }

        Answer<RegistryPackFact> found = await _source.PackByRepositoryAsync(s_pack.Url!, Stop);

        Assert.Equal("res4lyf", found.Value!.Id);
        Assert.Equal(2, _registry.Requests.Count);
        _registry.Faults.Always(Fault.Html, "page=2");
        Assert.Equal(AnswerKind.Undetermined, (await _source.PackByRepositoryAsync(s_pack.Url!, Stop)).Kind);
    }

    [Fact]
    public async Task WhatIsBeyondThePagesThatAreLookedThroughIsNotMissing()
    {
        for (int i = 0; i < 1001; i++)
        {
            _registry.Packs.Insert(
                0,
                new RegistryPack
                {
                    Id = $"like-{i}",
                    Repository = $"https://github.com/ClownsharkBatwing/RES4LYF-{i}",
                });
        }

        Assert.Equal(AnswerKind.Undetermined, (await _source.PackByRepositoryAsync(s_pack.Url!, Stop)).Kind);
    }

    [Fact]
    public async Task FindsThePackOfAClass()
    {
        Assert.Equal("res4lyf", (await _source.PackByClassAsync("Sigmas Rescale", Stop)).Value!.Id);
        Assert.Equal(AnswerKind.DoesNotExist, (await _source.PackByClassAsync("KSampler", Stop)).Kind);
        Assert.Equal(AnswerKind.DoesNotExist, (await _source.PackByClassAsync("a/../../install?b=#c", Stop)).Kind);
    }

    [Fact]
    public async Task ChecksManyVersionsInOneRequest()
    {
        NodePin[] pins = [.. s_versions.Select(version => new NodePin(s_pack, version, null))];
        IReadOnlyList<Answer<NodeVersion>> answers = await _source.CheckAsync(pins, Stop);

        Assert.All(answers, answer => Assert.Equal(AnswerKind.Exists, answer.Kind));
        Assert.Equal(s_versions, answers.Select(answer => answer.Value!.Version));
        Assert.Equal(1, _registry.Requests.Count);
    }

    [Fact]
    public async Task AsksByItselfForWhatTheBulkAnswerDoesNotHave()
    {
        IReadOnlyList<Answer<NodeVersion>> answers = await _source.CheckAsync(
            [
                new NodePin(s_pack, "9.0.0", null),
                new NodePin(s_pack, "9.9.9", null),
                new NodePin(new NodeReference("nobody", "nobody", null), "1.0.0", null),
            ],
            Stop);

        Assert.Equal(
            [AnswerKind.Exists, AnswerKind.DoesNotExist, AnswerKind.DoesNotExist],
            answers.Select(answer => answer.Kind));
        Assert.Equal(3, _registry.Requests.Count);
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 1)]
    public async Task ManagesWithoutTheBulkEndpoint(bool hasBulk, int limit)
    {
        _registry.HasBulk = hasBulk;
        _registry.BulkLimit = limit;
        NodePin[] pins = [.. s_versions.Select(version => new NodePin(s_pack, version, null))];

        Assert.All(await _source.CheckAsync(pins, Stop), answer => Assert.Equal(AnswerKind.Exists, answer.Kind));
    }

    [Fact]
    public async Task AnAnswerAboutAnotherThingIsUndetermined()
    {
        _registry.Packs.Add(new RegistryPack
        {
            Id = "liar",
            Versions =
            {
                new RegistryVersion { Version = "1.0.0", AnsweredNodeId = "other" },
                new RegistryVersion { Version = "2.0.0", AnsweredVersion = "3.0.0" },
            },
        });
        NodeReference pack = new("liar", "liar", null);

        Assert.Equal(AnswerKind.Undetermined, (await _source.FindAsync(pack, Stop)).Kind);
        Assert.Equal(
            AnswerKind.Undetermined, (await _source.VersionAsync(new NodePin(pack, "1.0.0", null), Stop)).Kind);
        Assert.Equal(
            AnswerKind.Undetermined, (await _source.VersionAsync(new NodePin(pack, "2.0.0", null), Stop)).Kind);
        Assert.All(
            await _source.CheckAsync([new NodePin(pack, "1.0.0", null), new NodePin(pack, "2.0.0", null)], Stop),
            answer => Assert.Equal(AnswerKind.Undetermined, answer.Kind));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task AnOutageIsNeverAMissingPack(Fault fault)
    {
        _registry.Faults.Always(fault);
        NodePin pin = new(s_pack, "9.0.0", null);
        ComfyRegistrySource source = new(TestPipeline.Impatient(), TestPipeline.At(_registry.Address));

        Assert.Equal(AnswerKind.Undetermined, (await source.FindAsync(s_pack, Stop)).Kind);
        Assert.Equal(AnswerKind.Undetermined, (await source.PackAsync("res4lyf", Stop)).Kind);
        Assert.Equal(AnswerKind.Undetermined, (await source.PackByRepositoryAsync(s_pack.Url!, Stop)).Kind);
        Assert.All(
            await source.CheckAsync([pin, pin], Stop), answer => Assert.Equal(AnswerKind.Undetermined, answer.Kind));
    }

    [Fact]
    public async Task ASingleRefusalIsAskedAgain()
    {
        _registry.Faults.Next(Fault.TooManyRequests(), Fault.Reset);

        Assert.True((await _source.FindAsync(s_pack, Stop)).Exists);
    }

    public static TheoryData<Fault> Outages => new(
        Fault.Reset,
        Fault.Stall,
        Fault.StallInBody,
        Fault.HalfBody,
        Fault.WrongLength,
        Fault.Html,
        Fault.ErrorIn200,
        Fault.EmptyIn200,
        Fault.DeepJson,
        Fault.TooManyRequests(),
        Fault.TooManyRequests(retryAfter: 0),
        Fault.Status(500),
        Fault.Status(503, "<html></html>", "text/html"),
        Fault.Status(404, "<html>no such host</html>", "text/html"),
        Fault.Status(403, "<html>blocked</html>", "text/html"),
        Fault.Status(401),
        Fault.Status(418));

    private static readonly string[] s_versions = ["9.0.0", "10.0.0", "1.0.2608210019", "11.0.0"];
}
