using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>
/// Asks about many versions in one request. How many it takes at once is not published, and it may not be there at all:
/// whatever it does not answer well is left to be asked one by one.
/// </summary>
internal sealed class RegistryBulkCheck
{
    private const int AtOnce = 100;

    private readonly HttpPipeline _http;
    private readonly Uri _address;

    /// <summary>A check over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="address">Where the service is.</param>
    internal RegistryBulkCheck(HttpPipeline http, Uri address)
    {
        _http = http;
        _address = address;
    }

    /// <summary>Asks. Only versions that are there get an answer; the others get none.</summary>
    /// <param name="pins">The versions.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<NodeVersion>?[]> AskAsync(
        IReadOnlyList<NodePin> pins,
        CancellationToken cancellationToken)
    {
        Answer<NodeVersion>?[] answers = new Answer<NodeVersion>?[pins.Count];
        int[] askable = [.. Enumerable.Range(0, pins.Count)
            .Where(i => RegistryId.IsValid(IdOf(pins[i])) && RegistryId.IsVersion(pins[i].Version))];
        if (askable.Length < 2)
        {
            return answers;
        }

        foreach (int[] chunk in askable.Chunk(AtOnce))
        {
            PipelineResponse response = await SendAsync([.. chunk.Select(i => pins[i])], cancellationToken)
                .ConfigureAwait(false);
            Dictionary<string, RegistryVersionFact> found = Found(response);
            foreach (int i in chunk)
            {
                if (found.TryGetValue(Key(IdOf(pins[i])!, pins[i].Version!), out RegistryVersionFact? fact))
                {
                    answers[i] = Answer<NodeVersion>.Found(
                        ComfyRegistrySource.ToVersion(fact, pins[i].Pack), response.AskedAt);
                }
            }
        }

        return answers;
    }

    private Task<PipelineResponse> SendAsync(IReadOnlyList<NodePin> pins, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("node_versions");
            foreach (NodePin pin in pins)
            {
                writer.WriteStartObject();
                writer.WriteString("node_id", IdOf(pin));
                writer.WriteString("version", pin.Version);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return _http.SendAsync(
            new PipelineRequest(ServiceAddresses.Below(_address, "/bulk/nodes/versions"), HttpMethod.Post)
            {
                Body = body.ToArray(),
                Check = BodyCheck.Json,
                ContentType = "application/json",
            },
            cancellationToken);
    }

    private static Dictionary<string, RegistryVersionFact> Found(PipelineResponse response)
    {
        Dictionary<string, RegistryVersionFact> found = new(StringComparer.Ordinal);
        if (!response.IsSuccess)
        {
            return found;
        }

        try
        {
            foreach (RegistryBulkFact item in response.Json(ComfyRegistrySchema.Bulk))
            {
                if (item is { Status: "success", Fact: RegistryVersionFact fact }
                    && ComfyRegistrySource.IsSame(fact.PackId, item.PackId)
                    && fact.Version == item.Version)
                {
                    found[Key(item.PackId, item.Version)] = fact;
                }
            }
        }
        catch (JsonException)
        {
            // Nothing is lost: each of them is asked for by itself.
            found.Clear();
        }

        return found;
    }

    private static string? IdOf(NodePin pin) => pin.Pack.RegistryId ?? (pin.Pack.Url is null ? pin.Pack.Name : null);

    private static string Key(string id, string version) => $"{id.ToLowerInvariant()}@{version}";
}
