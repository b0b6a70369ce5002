using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.HuggingFace;

namespace ComfyDeps.Core.Tests.Support;

/// <summary>
/// What the stand-ins do as the services do it, and the module has no question for: for people who try other tools with
/// them.
/// </summary>
public sealed class StandInTests : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task TheComfyRegistryPagesItsPacksAndHasNoClassesOfMost()
    {
        await using ComfyRegistryStandIn registry = new();
        for (int i = 0; i < 25; i++)
        {
            registry.Packs.Add(
                new RegistryPack { Id = $"pack-{i}", Versions = { new RegistryVersion { Version = "1.0.0" } } });
        }

        JsonElement page = await GetAsync(registry.Address + "/nodes?page=3&limit=10");
        JsonElement classes = await GetAsync(registry.Address + "/nodes/pack-1/versions/1.0.0/comfy-nodes");

        Assert.Equal((5, 3), (page.GetProperty("nodes").GetArrayLength(), page.GetProperty("totalPages").GetInt32()));
        Assert.Equal(JsonValueKind.Null, classes.GetProperty("comfy_nodes").ValueKind);
        await GetAsync(registry.Address + "/nodes/pack-1/install");
        Assert.Equal(1, registry.InstallsCounted);
    }

    [Theory]
    [InlineData("application/json", """{"paths":["a.safetensors","none"]}""")]
    [InlineData("application/x-www-form-urlencoded", "paths=a.safetensors&paths=none")]
    public async Task TheHubTakesPathsInBothForms(string type, string body)
    {
        await using HuggingFaceStandIn hub = new();
        hub.Repositories.Add(HubRepository.Of("org/name", HubFile.Large("a.safetensors")));

        using StringContent content = new(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using HttpResponseMessage response = await _http.PostAsync(
            new Uri(hub.Address + "/api/models/org/name/paths-info/main"), content, Stop);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Stop));

        Assert.Equal(
            "a.safetensors", Assert.Single(answer.RootElement.EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task ADownloadAtCivitaiIsCountedRefusedInTwoWaysAndSentToAHostThatAnswersGetOnly()
    {
        await using CivitaiStandIn civitai = new();
        CivitaiFile file = new() { Id = 1, Name = "a.safetensors", Content = ServedFile.Weights("a", 100) };
        civitai.Versions.Add(new CivitaiVersion { Id = 1, ModelId = 1, Files = [file] });
        civitai.Versions.Add(new CivitaiVersion { Id = 2, ModelId = 1, Files = [file], NeedsLogin = true });
        civitai.Versions.Add(new CivitaiVersion { Id = 3, ModelId = 1, Files = [file], DownloadsDisabled = true });

        using HttpResponseMessage open = await _http.GetAsync(
            new Uri(civitai.Address + "/api/download/models/1"), Stop);
        List<string> refusals = [];
        foreach (int id in (int[])[2, 3])
        {
            using HttpResponseMessage refused = await _http.GetAsync(
                new Uri($"{civitai.Address}/api/download/models/{id}"), Stop);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            refusals.Add(await refused.Content.ReadAsStringAsync(Stop));
        }

        using HttpRequestMessage head = new(HttpMethod.Head, open.Headers.Location);
        using HttpResponseMessage headed = await _http.SendAsync(head, Stop);
        Assert.Equal(HttpStatusCode.Found, open.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, headed.StatusCode);
        Assert.Equal(100, (await _http.GetByteArrayAsync(open.Headers.Location, Stop)).Length);
        Assert.NotEqual(refusals[0], refusals[1]);
        Assert.Equal(3, civitai.DownloadsCounted);
    }

    private async Task<JsonElement> GetAsync(string address)
    {
        using JsonDocument document = JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(address), Stop));
        return document.RootElement.Clone();
    }
}
