using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Versioning;

namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>
/// Asks the Comfy Registry. One request tells all versions of a pack whose id is known. The endpoint that counts an
/// installation is never asked.
/// </summary>
internal sealed class ComfyRegistrySource : IVersionSource
{
    private const string Service = "The Comfy Registry";

    /// <summary>
    /// So many pages of a search are looked through: the exact address is nearly always on the first.
    /// </summary>
    private const int MostPages = 10;

    // All of them, by name: which ones are left out otherwise is the service's to change.
    private const string AnyStatus = "?statuses=NodeVersionStatusActive&statuses=NodeVersionStatusBanned"
        + "&statuses=NodeVersionStatusDeleted&statuses=NodeVersionStatusFlagged&statuses=NodeVersionStatusPending";

    private const int PacksAtOnce = 100;

    private readonly HttpPipeline _http;
    private readonly Uri _address;
    private readonly RegistryBulkCheck _bulk;

    /// <summary>A source over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal ComfyRegistrySource(HttpPipeline http, ServiceAddresses addresses)
    {
        _http = http;
        _address = addresses.ComfyRegistry;
        _bulk = new RegistryBulkCheck(http, addresses.ComfyRegistry);
    }

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.ComfyRegistry;

    /// <inheritdoc/>
    public SourceCapabilities Capabilities
        => SourceCapabilities.Releases | SourceCapabilities.Dates | SourceCapabilities.Bulk;

    /// <inheritdoc/>
    public bool Knows(NodeReference pack)
        => RegistryId.IsValid(pack.RegistryId) || pack.Url is not null || RegistryId.IsValid(pack.Name);

    /// <inheritdoc/>
    public async Task<Answer<IReadOnlyList<NodeVersion>>> FindAsync(
        NodeReference pack,
        CancellationToken cancellationToken)
    {
        Answer<string> id = await IdOfAsync(pack, cancellationToken).ConfigureAwait(false);
        if (!id.Exists)
        {
            return id.Without<IReadOnlyList<NodeVersion>>();
        }

        Answer<IReadOnlyList<NodeVersion>> found = await VersionsAsync(pack, id.Value!, cancellationToken)
            .ConfigureAwait(false);

        // Ids are looked up in their exact case, and most are in lower case.
        string lower = id.Value!.ToLowerInvariant();
        return found.Kind == AnswerKind.DoesNotExist && lower != id.Value
            ? await VersionsAsync(pack, lower, cancellationToken).ConfigureAwait(false)
            : found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Answer<NodeVersion>>> CheckAsync(
        IReadOnlyList<NodePin> pins,
        CancellationToken cancellationToken)
    {
        Answer<NodeVersion>?[] answers = await _bulk.AskAsync(pins, cancellationToken).ConfigureAwait(false);
        await Parallel.ForAsync(0, pins.Count, cancellationToken, async (i, stop) =>
        {
            // What the bulk endpoint has not, is asked for by itself: only then is it missing.
            answers[i] ??= await VersionAsync(pins[i], stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return answers!;
    }

    /// <summary>Asks about one version by itself: the only answer that says where its archive is.</summary>
    /// <param name="pin">The pack and the version.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<NodeVersion>> VersionAsync(NodePin pin, CancellationToken cancellationToken)
    {
        if (!RegistryId.IsVersion(pin.Version))
        {
            return Answer<NodeVersion>.Missing($"'{pin.Version}' is no version of the Comfy Registry.", null);
        }

        Answer<string> id = await IdOfAsync(pin.Pack, cancellationToken).ConfigureAwait(false);
        if (!id.Exists)
        {
            return id.Without<NodeVersion>();
        }

        string lower = id.Value!.ToLowerInvariant();
        Answer<NodeVersion> found = await ExactAsync(pin, id.Value!, cancellationToken).ConfigureAwait(false);
        return found.Kind == AnswerKind.DoesNotExist && lower != id.Value
            ? await ExactAsync(pin, lower, cancellationToken).ConfigureAwait(false)
            : found;
    }

    /// <summary>Asks what a pack is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<RegistryPackFact>> PackAsync(string id, CancellationToken cancellationToken)
    {
        if (!RegistryId.IsValid(id))
        {
            return Answer<RegistryPackFact>.Missing($"'{id}' cannot be an id of the Comfy Registry.", null);
        }

        PipelineResponse response = await GetAsync($"/nodes/{id}", cancellationToken).ConfigureAwait(false);
        return response.Read(r => r.Status switch
        {
            HttpStatusCode.OK => Same(r.Json(ComfyRegistrySchema.Pack), fact => fact.Id, id, r),
            _ => Refusal<RegistryPackFact>(r, id, $"has no pack '{id}'"),
        });
    }

    /// <summary>
    /// Asks what many packs are, a hundred in one request. A pack that is not in the answer was not told of.
    /// </summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>The packs by their ids in lower case; empty for what could not be asked.</returns>
    internal async Task<IReadOnlyDictionary<string, RegistryPackFact>> PacksAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken)
    {
        Dictionary<string, RegistryPackFact> found = new(StringComparer.Ordinal);
        foreach (string[] some in ids.Where(RegistryId.IsValid).Distinct(StringComparer.Ordinal).Chunk(PacksAtOnce))
        {
            string query = string.Concat(some.Select(static id => "&node_id=" + Uri.EscapeDataString(id)));
            PipelineResponse response = await GetAsync(
                $"/nodes?include_banned=true&limit={PacksAtOnce}{query}", cancellationToken)
                .ConfigureAwait(false);
            Answer<IReadOnlyList<RegistryPackFact>> packs = response.Read(static r => r.Status == HttpStatusCode.OK
                ? Answer<IReadOnlyList<RegistryPackFact>>.Found(r.Json(ComfyRegistrySchema.Packs), r.AskedAt)
                : r.Unexpected<IReadOnlyList<RegistryPackFact>>(Service));
            foreach (RegistryPackFact pack in packs.Exists ? packs.Value! : [])
            {
                found[pack.Id.ToLowerInvariant()] = pack;
            }
        }

        return found;
    }

    /// <summary>Asks which pack has a repository.</summary>
    /// <param name="repository">The repository's address.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<RegistryPackFact>> PackByRepositoryAsync(
        Uri repository,
        CancellationToken cancellationToken)
    {
        string wanted = Key(repository);
        if (wanted.Length == 0)
        {
            return Answer<RegistryPackFact>.Missing($"'{repository}' is not the address of a repository.", null);
        }

        Answer<RegistryPackFact>? found = null;
        for (int page = 1; found is null && page <= MostPages; page++)
        {
            found = await SearchAsync(repository, wanted, page, cancellationToken).ConfigureAwait(false);
        }

        return found ?? Answer<RegistryPackFact>.Unknown(
            $"{Service} finds more packs for the repository '{repository}' than are looked through.",
            "Give the pack by its id.");
    }

    /// <summary>One page of a search; null when the pack is not on it and others follow.</summary>
    private async Task<Answer<RegistryPackFact>?> SearchAsync(
        Uri repository,
        string wanted,
        int page,
        CancellationToken cancellationToken)
    {
        string query = string.Create(
            CultureInfo.InvariantCulture,
            $"/nodes/search?limit=100{(page > 1 ? $"&page={page}" : string.Empty)}&repository_url_search="
                + $"{Uri.EscapeDataString(wanted)}");
        PipelineResponse response = await GetAsync(query, cancellationToken).ConfigureAwait(false);
        bool isLast = true;
        Answer<RegistryPackFact> answer = response.Read(r =>
        {
            if (r.Status != HttpStatusCode.OK)
            {
                return r.Unexpected<RegistryPackFact>(Service);
            }

            // The search is fuzzy: what only looks like the address is not the pack.
            isLast = r.Json(ComfyRegistrySchema.Pages) <= page;
            RegistryPackFact? found = r.Json(ComfyRegistrySchema.Packs)
                .Where(pack => pack.Repository is Uri own && Key(own) == wanted)
                .OrderBy(static pack => pack.Status)
                .ThenBy(static pack => pack.Id, StringComparer.Ordinal)
                .FirstOrDefault();
            return found is null
                ? Answer<RegistryPackFact>.Missing(
                    $"{Service} has no pack with the repository '{repository}'.", r.AskedAt)
                : Answer<RegistryPackFact>.Found(found, r.AskedAt);
        });
        return answer.Kind == AnswerKind.DoesNotExist && !isLast ? null : answer;
    }

    /// <summary>
    /// Asks which pack provides a class. The service knows the classes of a part of its packs only: that it knows of
    /// none does not mean that there is none.
    /// </summary>
    /// <param name="className">The class.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<RegistryPackFact>> PackByClassAsync(
        string className,
        CancellationToken cancellationToken)
    {
        PipelineResponse response = await GetAsync(
            $"/comfy-nodes/{Uri.EscapeDataString(className)}/node", cancellationToken)
            .ConfigureAwait(false);
        return response.Read(r => r.Status == HttpStatusCode.OK
            ? Answer<RegistryPackFact>.Found(r.Json(ComfyRegistrySchema.Pack), r.AskedAt)
            : r.IsNotFound()
                ? Answer<RegistryPackFact>.Missing($"{Service} knows no pack with the class '{className}'.", r.AskedAt)
                : r.Unexpected<RegistryPackFact>(Service));
    }

    private async Task<Answer<string>> IdOfAsync(NodeReference pack, CancellationToken cancellationToken)
    {
        string? id = pack.RegistryId ?? (pack.Url is null ? pack.Name : null);
        if (id is not null)
        {
            return RegistryId.IsValid(id)
                ? Answer<string>.Found(id, null)
                : Answer<string>.Missing($"'{id}' cannot be an id of the Comfy Registry.", null);
        }

        Answer<RegistryPackFact> found = await PackByRepositoryAsync(pack.Url!, cancellationToken)
            .ConfigureAwait(false);
        return found.Exists && !RegistryId.IsValid(found.Value!.Id)
            ? Answer<string>.Unknown($"{Service} named a pack with an id that it does not allow.")
            : found.Select(static fact => fact.Id);
    }

    private async Task<Answer<IReadOnlyList<NodeVersion>>> VersionsAsync(
        NodeReference pack,
        string id,
        CancellationToken cancellationToken)
    {
        PipelineResponse response = await GetAsync($"/nodes/{id}/versions{AnyStatus}", cancellationToken)
            .ConfigureAwait(false);
        Answer<IReadOnlyList<NodeVersion>> answer = response.Read(r =>
        {
            if (r.Status != HttpStatusCode.OK)
            {
                return Refusal<IReadOnlyList<NodeVersion>>(r, id, $"has no pack '{id}'");
            }

            IReadOnlyList<RegistryVersionFact> facts = r.Json(ComfyRegistrySchema.Versions);
            return facts.FirstOrDefault(fact => !IsSame(fact.PackId, id)) is RegistryVersionFact other
                ? OtherThing<IReadOnlyList<NodeVersion>>(id, other.PackId)
                : Answer<IReadOnlyList<NodeVersion>>.Found([.. facts.Select(fact => ToVersion(fact, pack))], r.AskedAt);
        });
        return answer.Exists && answer.Value!.Count == 0
            ? await ConfirmEmptyAsync(answer, id, cancellationToken).ConfigureAwait(false)
            : answer;
    }

    /// <summary>An empty list is what the service says of an unknown pack too: the pack itself is asked for.</summary>
    private async Task<Answer<IReadOnlyList<NodeVersion>>> ConfirmEmptyAsync(
        Answer<IReadOnlyList<NodeVersion>> empty,
        string id,
        CancellationToken cancellationToken)
    {
        Answer<RegistryPackFact> pack = await PackAsync(id, cancellationToken).ConfigureAwait(false);
        if (!pack.Exists)
        {
            return pack.Without<IReadOnlyList<NodeVersion>>();
        }

        return pack.Value!.LatestVersion is null
            ? empty
            : Answer<IReadOnlyList<NodeVersion>>.Unknown(
                $"{Service} says that '{id}' has no versions, and that its newest one is '{pack.Value.LatestVersion}'.",
                "Try again later.");
    }

    private async Task<Answer<NodeVersion>> ExactAsync(NodePin pin, string id, CancellationToken cancellationToken)
    {
        PipelineResponse response = await GetAsync(
            $"/nodes/{id}/versions/{Uri.EscapeDataString(pin.Version!)}",
            cancellationToken).ConfigureAwait(false);
        return response.Read(r =>
        {
            if (r.Status != HttpStatusCode.OK)
            {
                return Refusal<NodeVersion>(r, id, $"has no version '{pin.Version}' of '{id}'");
            }

            RegistryVersionFact fact = r.Json(ComfyRegistrySchema.Version);
            return !IsSame(fact.PackId, id) ? OtherThing<NodeVersion>(id, fact.PackId)
                : fact.Version != pin.Version ? OtherThing<NodeVersion>($"{id}@{pin.Version}", $"{id}@{fact.Version}")
                : Answer<NodeVersion>.Found(ToVersion(fact, pin.Pack), r.AskedAt);
        });
    }

    /// <summary>A version as an object for the pipeline.</summary>
    /// <param name="fact">What the service says.</param>
    /// <param name="pack">The pack that was asked about.</param>
    internal static NodeVersion ToVersion(RegistryVersionFact fact, NodeReference pack) => new()
    {
        Pack = pack.Name,
        Version = fact.Version,
        RefType = RefType.Release,
        PublishedAt = fact.PublishedAt,
        Source = SourceKind.ComfyRegistry,
        Status = fact.Status,
        IsDeprecated = fact.IsDeprecated,
        IsPrerelease = PackVersion.TryParse(fact.Version, out PackVersion? version) && !version.IsStable,
        Url = fact.DownloadUrl,
        SupportedComfyUI = fact.SupportedComfyUi,
        SupportedOperatingSystems = fact.SupportedSystems,
    };

    /// <summary>Whether two ids are one pack's.</summary>
    /// <param name="one">An id.</param>
    /// <param name="other">Another id.</param>
    internal static bool IsSame(string one, string other)
        => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static Answer<T> Same<T>(T fact, Func<T, string> idOf, string asked, PipelineResponse response)
        where T : class
        => IsSame(idOf(fact), asked) ? Answer<T>.Found(fact, response.AskedAt) : OtherThing<T>(asked, idOf(fact));

    private static Answer<T> OtherThing<T>(string asked, string answered)
        where T : class
        => Answer<T>.Unknown(
            $"{Service} was asked about '{asked}' and answered about '{SafeUrl.Redact(answered)}'.",
            "Try again later.");

    private static Answer<T> Refusal<T>(PipelineResponse response, string id, string missing)
        where T : class
    {
        if (response.IsNotFound())
        {
            return Answer<T>.Missing(
                $"{Service} {missing}.",
                response.AskedAt,
                "Check the spelling of the id; a pack that was never published there can be given by its repository.");
        }

        return response.Status == HttpStatusCode.Forbidden && response.IsServicesOwn()
            ? Answer<T>.Refused(
                $"{Service} has banned '{id}'.", response.AskedAt, "Do not use it; look for another pack.")
            : response.Unexpected<T>(Service);
    }

    /// <summary>What the addresses of one repository have in common; empty for what is none.</summary>
    private static string Key(Uri repository)
        => RepositoryAddress.Normalize(repository.AbsoluteUri) is string address
            ? RepositoryAddress.Key(address)
            : string.Empty;

    private Task<PipelineResponse> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
        => _http.SendAsync(
            new PipelineRequest(ServiceAddresses.Below(_address, pathAndQuery))
            {
                Cache = CachePolicy.Moving,
                Check = BodyCheck.Json,
            },
            cancellationToken);
}
