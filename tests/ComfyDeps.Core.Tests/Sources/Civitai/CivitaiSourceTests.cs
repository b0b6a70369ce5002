using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Sources;
using ComfyDeps.Sources.Civitai;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.Core.Tests.Sources.Civitai;

/// <summary>Civitai over real sockets. No test may be counted as a download.</summary>
public sealed class CivitaiSourceTests : IAsyncDisposable
{
    private readonly CivitaiStandIn _civitai = new();
    private readonly CivitaiSource _source;
    private readonly CivitaiFile _pruned = new()
    {
        Id = 11,
        Name = "style.safetensors",
        Content = ServedFile.Weights("pruned", 3000),
    };
    private readonly CivitaiFile _full = new()
    {
        Id = 12,
        Name = "style_full.safetensors",
        Content = ServedFile.Weights("full", 5001),
        IsPrimary = false,
        Metadata = new Dictionary<string, string> { ["format"] = "SafeTensor", ["size"] = "full", ["fp"] = "fp32" },
    };

    public CivitaiSourceTests()
    {
        _source = new CivitaiSource(TestPipeline.Create(), TestPipeline.At(_civitai.Address));
        _civitai.Versions.Add(
            new CivitaiVersion
            {
                Id = 101,
                ModelId = 100,
                Files = [_pruned, _full],
                PublishedAt = "2025-02-01T12:00:00.000Z",
            });
        _civitai.Versions.Add(new CivitaiVersion { Id = 102, ModelId = 100, Files =
            [_full], PublishedAt = "2025-03-01T12:00:00.000Z" });
        _civitai.Versions.Add(new CivitaiVersion { Id = 301, ModelId = 300, Mode = "Archived", Files = [_pruned] });
        _civitai.Versions.Add(new CivitaiVersion { Id =
            401, ModelId = 400, EarlyAccessUntil = "2027-01-01T00:00:00.000Z", Files =
            [_pruned] });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(0, _civitai.DownloadsCounted);
        await _civitai.DisposeAsync();
    }

    [Theory]
    [InlineData("https://civitai.com/models/100/style?modelVersionId=101")]
    [InlineData("https://civitai.com/api/download/models/101")]
    [InlineData("https://civitai.red/model-versions/101")]
    [InlineData("urn:air:flux1:lora:civitai:100@101")]
    public async Task EveryAddressOfAVersionMeansItsPrimaryFile(string address)
    {
        ModelVersion version = (await FindAsync(address)).Value!;

        Assert.Equal("style.safetensors", version.File);
        Assert.Equal(3000, version.Size);
        Assert.Equal(_pruned.Sha256, version.Sha256);
        Assert.Equal("civitai:100@101", version.Repository);
        Assert.Equal(_civitai.Address + "/api/download/models/101", version.DownloadUrl!.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://civitai.com/api/download/models/101?fileId=12")]
    [InlineData("https://civitai.com/api/download/models/101?type=Model&size=full&fp=fp32")]
    [InlineData("urn:air:flux1:lora:civitai:100@101+12")]
    public async Task AnotherFileIsChosenByItsIdOrItsForm(string address)
    {
        ModelVersion version = (await FindAsync(address)).Value!;

        Assert.Equal("style_full.safetensors", version.File);
        Assert.EndsWith("?fileId=12", version.DownloadUrl!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelMeansItsNewestVersion()
        => Assert.Equal("civitai:100@102", (await FindAsync("https://civitai.com/models/100")).Value!.Repository);

    [Fact]
    public async Task AHashMeansTheVersionThatWasPublishedFirst()
    {
        ModelReference one = new() { Name = "a", Sha256 = _full.Sha256 };
        ModelReference two = new() { Name = "b", Sha256 = _pruned.Sha256 };
        ModelReference none = new() { Name = "c", Sha256 = new string('0', 64) };

        Assert.Equal("civitai:100@101", (await _source.FindAsync([one], Stop))[0].Value!.Repository);
        IReadOnlyList<Answer<ModelVersion>> many = await _source.FindAsync([one, two, none], Stop);
        Assert.Equal(
            ["style_full.safetensors", "style.safetensors"], many.Take(2).Select(answer => answer.Value!.File));
        Assert.DoesNotContain("undefined", many[0].Value!.DownloadUrl!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(AnswerKind.DoesNotExist, many[2].Kind);
    }

    [Fact]
    public async Task AnArchivedModelIsThereAndNotToBeHad()
        => Assert.Equal(
            AnswerKind.Inaccessible, (await FindAsync("https://civitai.com/models/300?modelVersionId=301")).Kind);

    [Fact]
    public async Task EarlyAccessIsSaid()
        => Assert.True((await FindAsync("https://civitai.com/models/400?modelVersionId=401")).Value!.IsGated);

    [Theory]
    [InlineData("https://civitai.com/models/999")]
    [InlineData("https://civitai.com/model-versions/999")]
    [InlineData("https://civitai.com/api/download/models/101?fileId=99")]
    [InlineData("https://civitai.com/api/download/models/101?size=tiny")]
    public async Task WhatCivitaiDoesNotHaveIsMissing(string address)
        => Assert.Equal(AnswerKind.DoesNotExist, (await FindAsync(address)).Kind);

    [Fact]
    public async Task ANotFoundThatMayNotBeKeptDecidesNothing()
    {
        _civitai.Faults.Always(
            Fault.Status(404, """{"error":"File not found"}""", headers: "Cache-Control: private, no-store"));

        Assert.Equal(AnswerKind.Undetermined, (await FindAsync("https://civitai.com/model-versions/101")).Kind);
    }

    [Theory]
    [InlineData(
        401,
        """{"error":"Unauthorized","message":"The creator of this asset requires you to be logged in to download it"}""",
        "CIVITAI_API_TOKEN")]
    [InlineData(
        401,
        """{"error":"Unauthorized","message":"The creator of this asset has disabled downloads on this file"}""",
        "creator")]
    [InlineData(403, """{"deadline":"2027-01-01T00:00:00.000Z","error":"Early Access"}""", "Wait")]
    public async Task ARefusalSaysWhatCanBeDone(int status, string body, string hint)
    {
        _civitai.Faults.Always(Fault.Status(status, body));

        Answer<ModelVersion> answer = await FindAsync("https://civitai.com/model-versions/101");

        Assert.Equal(AnswerKind.Inaccessible, answer.Kind);
        Assert.Contains(hint, answer.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task AnOutageIsNeverAMissingFile(Fault fault)
    {
        _civitai.Faults.Always(fault);
        CivitaiSource source = new(TestPipeline.Impatient(), TestPipeline.At(_civitai.Address));
        ModelReference hash = new() { Name = "a", Sha256 = _full.Sha256 };

        Assert.Equal(
            AnswerKind.Undetermined,
            (await source.FindAsync([new() { Name = "x", CivitaiVersionId = 101 }], Stop))[0].Kind);
        Assert.All(
            await source.FindAsync([hash, hash with { Sha256 = _pruned.Sha256 }], Stop),
            answer => Assert.Equal(AnswerKind.Undetermined, answer.Kind));
    }

    public static TheoryData<Fault> Outages => new(
        Fault.Reset,
        Fault.HalfBody,
        Fault.WrongLength,
        Fault.Html,
        Fault.ErrorIn200,
        Fault.TooManyRequests(retryAfter: 0),
        Fault.Status(503),
        Fault.Status(404, "<html></html>", "text/html"));

    private async Task<Answer<ModelVersion>> FindAsync(string address)
        => (await _source.FindAsync([new ModelReference { Name = "x", Url = new Uri(address) }], Stop))[0];
}
