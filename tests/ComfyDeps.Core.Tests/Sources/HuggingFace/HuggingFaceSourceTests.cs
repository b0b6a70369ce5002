using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Http;
using ComfyDeps.Sources;
using ComfyDeps.Sources.HuggingFace;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.HuggingFace;

namespace ComfyDeps.Core.Tests.Sources.HuggingFace;

/// <summary>Hugging Face over real sockets.</summary>
public sealed class HuggingFaceSourceTests : IAsyncDisposable
{
    private const string Token = "hf_0123456789abcdef";

    private readonly HuggingFaceStandIn _hub = new();
    private readonly HubFile _weights = HubFile.Large("split_files/vae/wan 2.1 (a).safetensors", 5000);
    private readonly HubFile _config = HubFile.Small("config.json", "{\"a\":1}\n");
    private readonly string _commit = HubRepository.CommitOf("head");

    public HuggingFaceSourceTests()
    {
        _hub.Tokens[Token] = ["org/private", "org/gated"];
        _hub.Tokens["hf_without_rights_1"] = [];
        _hub.Repositories.Add(new HubRepository
        {
            Id = "org/name",
            FormerIds = ["org/old-name"],
            Refs = { ["v1.0"] = HubRepository.CommitOf("first"), ["refs/pr/1"] = HubRepository.CommitOf("first") },
            Revisions =
            {
                new HubRevision
                {
                    Commit = _commit,
                    Files = [_weights, _config, HubFile.Large("model.safetensors", 3000)],
                },
                new HubRevision { Commit = HubRepository.CommitOf("first"), Files =
                    [HubFile.Large("model.safetensors", 2000)] },
            },
        });
        _hub.Repositories.Add(HubRepository.Of("gpt2", HubFile.Large("model.safetensors")));
        _hub.Repositories.Add(Closed("org/gated", gated: "manual"));
        _hub.Repositories.Add(Closed("org/private", isPrivate: true));
        _hub.Repositories.Add(Closed("org/disabled", isDisabled: true));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        // Whatever was asked: the storage host never sees a token.
        Assert.False(_hub.Cdn.Requests.Saw(Token));
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task TellsAllFilesOfARepositoryFromOneRequest()
    {
        IReadOnlyList<Answer<ModelVersion>> answers = await Source().FindAsync(
            [At("org/name", _weights.Path), At("org/name", "config.json"), At("org/name", "nothing.safetensors")],
            Stop);

        ModelVersion weights = answers[0].Value!;
        Assert.Equal(_commit, weights.Commit);
        Assert.Equal(5000, weights.Size);
        Assert.Equal(_weights.Sha256, weights.Sha256);
        Assert.False(weights.IsGated);
        Assert.Equal(
            $"{_hub.Address}/org/name/resolve/{_commit}/split_files/vae/wan%202.1%20%28a%29.safetensors",
            weights.DownloadUrl!.AbsoluteUri);
        Assert.Null(answers[1].Value!.Sha256);
        Assert.Equal(8, answers[1].Value!.Size);
        Assert.Equal(AnswerKind.DoesNotExist, answers[2].Kind);
        Assert.Equal(1, _hub.Requests.Count);
    }

    [Fact]
    public async Task NoObjectIdIsEverTakenForACommitOrAHash()
    {
        Answer<ModelVersion> answer = (await Source().FindAsync([At("org/name", "model.safetensors")], Stop))[0];
        HubFile file = _hub.Repositories[0].Revisions[0].Files[2];

        Assert.DoesNotContain(file.BlobId, new[] { answer.Value!.Commit, answer.Value.Sha256 });
        Assert.DoesNotContain(file.XetHash, new[] { answer.Value.Commit, answer.Value.Sha256 });
    }

    [Theory]
    [InlineData("v1.0")]
    [InlineData("refs/pr/1")]
    public async Task ARevisionStandsForItsOwnCommit(string revision)
    {
        Answer<ModelVersion> answer = (await Source().FindAsync(
            [At("org/name", "model.safetensors", revision)], Stop))[0];

        Assert.Equal(HubRepository.CommitOf("first"), answer.Value!.Commit);
        Assert.Equal(2000, answer.Value.Size);
    }

    [Theory]
    [InlineData("https://huggingface.co/org/name/resolve/main/model.safetensors?download=true")]
    [InlineData("https://huggingface.co/org/name/blob/main/model.safetensors")]
    [InlineData("https://hf.co/org/name/raw/main/model.safetensors")]
    public async Task EveryAddressOfAFileMeansTheFile(string address)
    {
        ModelReference model = new() { Name = "x", Url = new Uri(address) };

        Assert.Equal(_commit, (await Source().FindAsync([model], Stop))[0].Value!.Commit);
    }

    [Fact]
    public async Task AFolderIsTheSumOfItsFiles()
    {
        ModelReference folder = new()
        {
            Name = "x",
            Url = new Uri("https://huggingface.co/org/name/tree/main/split_files"),
        };

        Assert.Equal(5000, (await Source().FindAsync([folder], Stop))[0].Value!.Size);
        Assert.Equal(_weights.Path, (await Source().FindFolderAsync(folder, Stop)).Value!.Single().File);
        Assert.Equal(3, (await Source().FindFolderAsync(At("org/name", null), Stop)).Value!.Count);
    }

    [Fact]
    public async Task ARenamedRepositoryIsFollowedWithItsToken()
    {
        _hub.Repositories.Add(new HubRepository
        {
            Id = "org/moved",
            FormerIds = ["org/was"],
            IsPrivate = true,
            Revisions = { new HubRevision { Commit = _commit, Files = [_config] } },
        });
        _hub.Tokens["hf_that_may_read_it"] = ["org/moved"];
        HuggingFaceSource source = Source("hf_that_may_read_it");

        Assert.Equal(
            "org/name", (await source.FindAsync([At("org/old-name", "config.json")], Stop))[0].Value!.Repository);
        Assert.Equal("org/moved", (await source.FindAsync([At("org/was", "config.json")], Stop))[0].Value!.Repository);
    }

    [Fact]
    public async Task AGatedRepositoryIsVerifiedWithoutAToken()
    {
        Answer<ModelVersion> answer = (await Source().FindAsync([At("org/gated", "model.safetensors")], Stop))[0];

        Assert.True(answer.Value!.IsGated);
        Assert.NotNull(answer.Value.Sha256);
    }

    [Theory]
    [InlineData(401, "HF_TOKEN")]
    [InlineData(403, "Ask for access")]
    public async Task AGateIsToldFromAMissingRepository(int status, string hint)
    {
        // The API itself answers about gated repositories; mirrors of it, and older ones, refuse as the addresses of
        // files do.
        _hub.Faults.Always(
            Fault.Status(
                status,
                """{"error":"Access to model org/gated is restricted."}""",
                "application/json",
                "X-Error-Code: GatedRepo"),
            "/api/");

        Answer<ModelVersion> answer = (await Source(Token).FindAsync([At("org/gated", "model.safetensors")], Stop))[0];

        Assert.Equal(AnswerKind.Inaccessible, answer.Kind);
        Assert.Contains(hint, answer.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APrivateRepositoryExistsForThoseWhoMayReadIt()
    {
        Answer<ModelVersion> closed = (await Source().FindAsync([At("org/private", "model.safetensors")], Stop))[0];
        Answer<ModelVersion> without = (await Source("hf_without_rights_1").FindAsync(
            [At("org/private", "model.safetensors")], Stop))[0];

        Assert.True((await Source(Token).FindAsync([At("org/private", "model.safetensors")], Stop))[0].Exists);
        Assert.All([closed, without], answer => Assert.Contains("private", answer.Reason, StringComparison.Ordinal));
        Assert.Contains("HF_TOKEN", closed.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADisabledRepositoryIsThereAndNotToBeHad()
        => Assert.Equal(
            AnswerKind.Inaccessible,
            (await Source().FindAsync([At("org/disabled", "model.safetensors")], Stop))[0].Kind);

    [Fact]
    public async Task ATokenThatTheHubDoesNotKnowIsLeftOut()
    {
        HuggingFaceSource source = Source("hf_garbage_garbage");

        Assert.True((await source.FindAsync([At("org/name", "config.json")], Stop))[0].Exists);
        Assert.True(source.HasBadToken);
    }

    [Theory]
    [InlineData("org/nothing", "a.safetensors", "main")]
    [InlineData("org/name", "nothing.safetensors", "main")]
    [InlineData("org/name", "model.safetensors", "nothing")]
    [InlineData("org/name", "model.safetensors", "0000000000000000000000000000000000000000")]
    public async Task WhatTheHubDoesNotHaveIsMissing(string repository, string file, string revision)
        => Assert.Equal(
            AnswerKind.DoesNotExist, (await Source().FindAsync([At(repository, file, revision)], Stop))[0].Kind);

    [Fact]
    public async Task ReadsATreeOfSeveralPages()
    {
        HubFile[] files = [.. Enumerable.Range(0, 45).Select(i => HubFile.Large($"part/{i:00}.safetensors"))];
        _hub.Repositories.Add(HubRepository.Of("org/many", files));
        _hub.PageSize = 20;
        _hub.NextPageHost = "https://huggingface.co";
        HubApi api = new(TestPipeline.Create(), new Uri(_hub.Address));
        Answer<IReadOnlyList<HubFileFact>> tree = await api.TreeAsync(
            HuggingFaceAddress.Create("models", "org/many", "main", null)!, Stop);

        Assert.Equal(
            files.Select(f => (f.Path, f.Sha256)),
            tree.Value!.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (f.Path, f.Sha256!)));
        Assert.Equal(3, _hub.Requests.Count);
        _hub.NextPageHost = "https://elsewhere.example";
        Assert.Equal(
            AnswerKind.Undetermined,
            (await api.TreeAsync(HuggingFaceAddress.Create("models", "org/many", "main", null)!, Stop)).Kind);
    }

    [Fact]
    public async Task PathsThatDoNotExistAreLeftOut()
    {
        HubApi api = new(TestPipeline.Create(), new Uri(_hub.Address));
        Answer<IReadOnlyList<HubFileFact>> paths = await api.PathsAsync(
            HuggingFaceAddress.Create("models", "org/name", "main", null)!,
            [_weights.Path, "config.json", "nothing", "split_files"],
            Stop);

        Assert.Equal([_weights.Path, "config.json"], paths.Value!.Select(file => file.Path));
    }

    [Fact]
    public async Task AProbeReadsTheFirstHopAndNotTheStorageBehind()
    {
        HubFileProbe probe = new(TestPipeline.Create((_hub.Address, Token)), new Uri(_hub.Address));
        ModelVersion large = (await probe.AskAsync(Question("org/name", _weights.Path), Stop))!.Value!;
        ModelVersion small = (await probe.AskAsync(Question("org/old-name", "config.json"), Stop))!.Value!;

        Assert.Equal((_commit, 5000L, _weights.Sha256), (large.Commit, large.Size, large.Sha256));
        Assert.Equal((_commit, 8L, null), (small.Commit, small.Size, small.Sha256));
        Assert.Equal(0, _hub.Cdn.Requests.Count);
        Assert.False(_hub.Requests.Saw(Token));
    }

    [Fact]
    public async Task AProbeOfWhatIsNotPublicDecidesNothing()
    {
        HubFileProbe probe = new(TestPipeline.Create(), new Uri(_hub.Address));

        Assert.Null(await probe.AskAsync(Question("org/gated", "model.safetensors"), Stop));
        Assert.Null(await probe.AskAsync(Question("org/private", "model.safetensors"), Stop));
        Assert.Equal(AnswerKind.DoesNotExist, (await probe.AskAsync(Question("org/name", "nothing"), Stop))!.Kind);
    }

    [Fact]
    public async Task AMirrorWithoutTheCommitIsNotBelieved()
    {
        _hub.SendsCommit = false;
        HubFileProbe probe = new(TestPipeline.Create(), new Uri(_hub.Address));

        Assert.Null(await probe.AskAsync(Question("org/name", _weights.Path), Stop));
    }

    [Fact]
    public async Task FilesAreAskedForThemselvesWhenTheApiIsUsedUp()
    {
        _hub.Limit(api: 1, resolvers: 100, TimeSpan.FromMinutes(5));
        HuggingFaceSource source = Source();
        await source.FindAsync([At("gpt2", "model.safetensors")], Stop);
        Answer<ModelVersion> answer = (await source.FindAsync([At("org/name", "model.safetensors")], Stop))[0];

        Assert.Equal(_commit, answer.Value!.Commit);
        Assert.Equal(1, _hub.Requests.CountOf("HEAD /org/name/resolve/main/model.safetensors"));
    }

    [Fact]
    public async Task AShortWindowIsWaitedFor()
    {
        _hub.Limit(api: 1, resolvers: 1, TimeSpan.FromSeconds(1));
        HuggingFaceSource source = Source();

        Assert.True((await source.FindAsync([At("gpt2", "model.safetensors")], Stop))[0].Exists);
        Assert.True(
            (await source.FindAsync([At("org/name", _weights.Path), At("org/name", "config.json")], Stop)).All(
                a => a.Exists));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task AnOutageIsNeverAMissingFile(Fault fault)
    {
        _hub.Faults.Always(fault);
        HuggingFaceSource source = new(TestPipeline.Impatient(), TestPipeline.At(_hub.Address));

        Assert.Equal(AnswerKind.Undetermined, (await source.FindAsync([At("org/name", "config.json")], Stop))[0].Kind);
    }

    public static TheoryData<Fault> Outages => new(
        Fault.Reset,
        Fault.Stall,
        Fault.HalfBody,
        Fault.WrongLength,
        Fault.Html,
        Fault.ErrorIn200,
        Fault.EmptyIn200,
        Fault.TooManyRequests(),
        Fault.Status(500),
        Fault.Status(400),
        Fault.Status(404, "<html>not here</html>", "text/html"),
        Fault.Status(401, "<html>sign in</html>", "text/html"),
        Fault.Status(403, "<html>blocked</html>", "text/html"));

    private static HubRepository Closed(
        string id,
        string? gated = null,
        bool isPrivate = false,
        bool isDisabled = false)
        => new()
        {
            Id = id,
            Gated = gated,
            IsPrivate = isPrivate,
            IsDisabled = isDisabled,
            Revisions = { new HubRevision { Commit = HubRepository.CommitOf(id), Files =
                [HubFile.Large("model.safetensors")] } },
        };

    private static ModelReference At(string repository, string? file, string? revision = null)
        => new() { Name = file ?? repository, Repository = repository, File = file, Revision = revision };

    private static HubQuestion Question(string repository, string file)
        => new(At(repository, file), HuggingFaceAddress.Create("models", repository, null, file)!);

    private HuggingFaceSource Source(string? token = null)
    {
        HttpPipeline http = token is null ? TestPipeline.Create() : TestPipeline.Create((_hub.Address, token));
        return new HuggingFaceSource(http, TestPipeline.At(_hub.Address));
    }
}
