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
    internal async Task<Answer<NodeVersion>?[]> AskAsync(IReadOnlyList<NodePin> pins, CancellationToken cancellationToken)
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
            IReadOnlyList<RegistryBulkFact> facts = await AskChunkAsync(
                [.. chunk.Select(i => pins[i])],
                out_ => { },
                cancellationToken).ConfigureAwait(false);
            Dictionary<string, RegistryVersionFact> found = [];
            foreach (RegistryBulkFact fact in facts)
            {
                if (fact is { Status: "success", Fact: RegistryVersionFact version }
                    && ComfyRegistrySource.IsSame(version.PackId, fact.PackId)
                    && version.Version == fact.Version)
                {
                    found[Key(fact.PackId, fact.Version)] = version;
                }
            }
        }

        return answers;
    }

    private static string? IdOf(NodePin pin) => pin.Pack.RegistryId ?? (pin.Pack.Url is null ? pin.Pack.Name : null);

    private static string Key(string id, string version) => $"{id.ToLowerInvariant()}@{version}";
}
