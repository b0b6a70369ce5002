using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Civitai;

/// <summary>
/// Asks Civitai by its API. The addresses of downloads are never touched: each touch, whatever its method, is counted
/// as a download and against a quota of the day.
/// </summary>
internal sealed class CivitaiSource : IModelSource
{
    private const string Service = "Civitai";
    private const int HashesAtOnce = 100;

    private readonly HttpPipeline _http;
    private readonly Uri _site;

    /// <summary>A source over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal CivitaiSource(HttpPipeline http, ServiceAddresses addresses)
    {
        _http = http;
        _site = addresses.Civitai;
    }

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Civitai;

    /// <inheritdoc/>
    public SourceCapabilities Capabilities
        => SourceCapabilities.Sizes | SourceCapabilities.Hashes | SourceCapabilities.Dates | SourceCapabilities.Bulk;

    /// <inheritdoc/>
    public bool Knows(ModelReference model)
        => PlaceOf(model) is not null || (model.Url is null && model.Sha256 is not null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Answer<ModelVersion>>> FindAsync(
        IReadOnlyList<ModelReference> models,
        CancellationToken cancellationToken)
    {
        Answer<ModelVersion>?[] answers = await ByHashesAsync(models, cancellationToken).ConfigureAwait(false);
        await Parallel.ForAsync(0, models.Count, cancellationToken, async (i, stop) =>
        {
            answers[i] ??= await FindOneAsync(models[i], stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return answers!;
    }

    /// <summary>What is said about where a file is at Civitai; null when nothing is.</summary>
    /// <param name="model">The file.</param>
    internal CivitaiAddress? PlaceOf(ModelReference model)
        => model.CivitaiVersionId is long version
            ? new CivitaiAddress { VersionId = version, FileId = model.CivitaiFileId }
            : model.Url is null
                ? CivitaiAddress.ParseUrn(model.Name)
                : CivitaiAddress.Parse(model.Url, _site);

    private async Task<Answer<ModelVersion>> FindOneAsync(ModelReference model, CancellationToken cancellationToken)
    {
        CivitaiAddress? place = PlaceOf(model);
        Answer<CivitaiVersionFact> version = place is null
            ? await AskAsync(
                $"/model-versions/by-hash/{model.Sha256}",
                Single,
                $"a file with the SHA-256 {model.Sha256}",
                cancellationToken)
                .ConfigureAwait(false)
            : place.VersionId is long id
                ? await AskAsync(
                    Invariant($"/model-versions/{id}"), Single, Invariant($"a version {id}"), cancellationToken)
                    .ConfigureAwait(false)
                : await AskAsync(
                    Invariant($"/models/{place.ModelId}"),
                    Newest,
                    Invariant($"a model {place.ModelId}"),
                    cancellationToken)
                    .ConfigureAwait(false);
        place ??= new CivitaiAddress();
        return version.Exists ? Pick(version, place, model) : version.Without<ModelVersion>();
    }

    /// <summary>Looks up many hashes at once. What is not found so is looked up by itself.</summary>
    private async Task<Answer<ModelVersion>?[]> ByHashesAsync(
        IReadOnlyList<ModelReference> models,
        CancellationToken cancellationToken)
    {
        Answer<ModelVersion>?[] answers = new Answer<ModelVersion>?[models.Count];
        int[] byHash = [.. Enumerable.Range(0, models.Count).Where(i => PlaceOf(models[i]) is null)];
        foreach (int[] chunk in byHash.Length < 2 ? [] : byHash.Chunk(HashesAtOnce))
        {
            PipelineResponse response = await _http.SendAsync(
                new PipelineRequest(Api("/model-versions/by-hash"), HttpMethod.Post)
                {
                    Body = JsonSerializer.SerializeToUtf8Bytes(
                        chunk.Select(i => models[i].Sha256).Distinct().ToArray()),
                    Check = BodyCheck.Json,
                    ContentType = "application/json",
                },
                cancellationToken).ConfigureAwait(false);
            Answer<IReadOnlyList<CivitaiVersionFact>> found = response.Read(r => r.Status == HttpStatusCode.OK
                ? Answer<IReadOnlyList<CivitaiVersionFact>>.Found(r.Json(CivitaiSchema.Versions), r.AskedAt)
                : r.Unexpected<IReadOnlyList<CivitaiVersionFact>>(Service));
            foreach (int i in found.Exists ? chunk : [])
            {
                // Of duplicates the one that was published first, as a single question would give.
                CivitaiVersionFact? version = found.Value!
                    .Where(one => one.Files.Any(file => file.Sha256 == models[i].Sha256))
                    .OrderBy(static one => one.PublishedAt ?? DateTimeOffset.MaxValue)
                    .ThenBy(static one => one.VersionId)
                    .FirstOrDefault();
                answers[i] = version is null
                    ? null
                    : Pick(Answer<CivitaiVersionFact>.Found(version, found.AskedAt), new CivitaiAddress(), models[i]);
            }
        }

        return answers;
    }

    private async Task<Answer<CivitaiVersionFact>> AskAsync(
        string path,
        Func<JsonElement, CivitaiVersionFact?> read,
        string what,
        CancellationToken cancellationToken)
    {
        PipelineResponse response = await _http.SendAsync(
            new PipelineRequest(Api(path)) { Cache = CachePolicy.Moving, Check = BodyCheck.Json },
            cancellationToken).ConfigureAwait(false);
        return response.Read(r =>
        {
            if (r.Status == HttpStatusCode.OK)
            {
                return r.Json(read) is CivitaiVersionFact fact
                    ? Answer<CivitaiVersionFact>.Found(fact, r.AskedAt)
                    : Answer<CivitaiVersionFact>.Missing($"{Service} has published nothing of {what}.", r.AskedAt);
            }

            bool isTransient = r.Headers["Cache-Control"]?.Contains(
                "no-store", StringComparison.OrdinalIgnoreCase) == true;
            return r.IsNotFound() && !isTransient
                ? Answer<CivitaiVersionFact>.Missing($"{Service} does not have {what}.", r.AskedAt)
                : CivitaiRefusal.Is(r) ? CivitaiRefusal.Read<CivitaiVersionFact>(r, what)
                : r.Unexpected<CivitaiVersionFact>(Service);
        });
    }

    private Answer<ModelVersion> Pick(Answer<CivitaiVersionFact> version, CivitaiAddress place, ModelReference model)
    {
        CivitaiVersionFact fact = version.Value!;
        if (place.VersionId is long asked && asked != fact.VersionId)
        {
            return Answer<ModelVersion>.Unknown(
                Invariant($"{Service} was asked about version {asked} and answered about {fact.VersionId}."),
                "Try again later.");
        }

        if (fact.IsArchived && fact.Files.Count == 0)
        {
            return Answer<ModelVersion>.Refused(
                Invariant(
                    $"The model of version {fact.VersionId} is archived at {Service}: its files cannot be had there."),
                version.AskedAt,
                "Look for the file at another place, or ask its creator.");
        }

        return CivitaiChoice.Choose(fact, place, model) is CivitaiFileFact file
            ? version.Select(one => Version(one, file, model))
            : Answer<ModelVersion>.Missing(
                Invariant($"Version {fact.VersionId} at {Service} has no such file."),
                version.AskedAt,
                "Look at the files on the version's page.");
    }

    private ModelVersion Version(CivitaiVersionFact version, CivitaiFileFact file, ModelReference model)
    {
        string query = file.IsPrimary ? string.Empty : Invariant($"?fileId={file.Id}");
        return new ModelVersion
        {
            Name = model.Name,
            Folder = model.Folder,
            Repository = version.ModelId is long id
                ? Invariant($"civitai:{id}@{version.VersionId}")
                : Invariant($"civitai:@{version.VersionId}"),
            File = file.Name,
            Size = file.Size,
            Sha256 = file.Sha256,
            IsGated = version.IsEarlyAccess,
            Source = SourceKind.Civitai,
            DownloadUrl = ServiceAddresses.Below(_site, Invariant($"/api/download/models/{version.VersionId}{query}")),
            LastModified = version.PublishedAt,
        };
    }

    private static CivitaiVersionFact? Single(JsonElement body) => CivitaiSchema.Version(body);

    private static CivitaiVersionFact? Newest(JsonElement body)
        => CivitaiSchema.Model(body)
            .OrderByDescending(static version => version.PublishedAt ?? DateTimeOffset.MinValue)
            .ThenByDescending(static version => version.VersionId)
            .FirstOrDefault();

    private Uri Api(string path) => ServiceAddresses.Below(_site, "/api/v1" + path);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
