using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>The Hub's API: what a revision is, and which files it has.</summary>
internal sealed class HubApi
{
    private const int MaximumPages = 200;
    private const int PathsAtOnce = 500;

    private readonly HttpPipeline _http;
    private readonly Uri _endpoint;
    private readonly RecentRevisions? _recent;

    /// <summary>The API over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="endpoint">Where the Hub is.</param>
    /// <param name="recent">What was asked about revisions a moment ago; null to ask each time.</param>
    internal HubApi(HttpPipeline http, Uri endpoint, RecentRevisions? recent = null)
    {
        _http = http;
        _endpoint = endpoint;
        _recent = recent;
    }

    /// <summary>Whether the API's quota is used up for now.</summary>
    internal bool IsShort { get; private set; }

    /// <summary>Whether the Hub did not accept the token and was asked without it.</summary>
    internal bool HasBadToken { get; private set; }

    /// <summary>
    /// Asks what a revision is, with its files: one request, and a second one where the answer has no list of files, as
    /// that of a mirror or of a very large repository may have none.
    /// </summary>
    /// <param name="place">The repository and the revision.</param>
    /// <param name="wanted">The files and folders in it that are asked about.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<HubRevisionFact>> RevisionAsync(
        HuggingFaceAddress place,
        IReadOnlyList<HuggingFaceAddress> wanted,
        CancellationToken cancellationToken)
    {
        Answer<HubRevisionFact> revision = _recent is null
            ? await DescribeAsync(place, cancellationToken).ConfigureAwait(false)
            : await _recent.GetAsync(place, () => DescribeAsync(place, cancellationToken)).ConfigureAwait(false);
        if (revision.Value is null || revision.Value.Files is not null)
        {
            return revision;
        }

        HuggingFaceAddress pinned = place with
        {
            Repository = revision.Value.Repository,
            Revision = revision.Value.Commit,
        };
        Answer<IReadOnlyList<HubFileFact>> files = wanted.Any(static one => one.IsFolder || one.Path is null)
            ? await TreeAsync(pinned, cancellationToken).ConfigureAwait(false)
            : await PathsAsync(pinned, [.. wanted.Select(static one => one.Path!).Distinct()], cancellationToken)
                .ConfigureAwait(false);
        return files.Exists
            ? revision.Select(fact => fact with { Files = HuggingFaceSchema.ByPath(files.Value!) })
            : files.Without<HubRevisionFact>();
    }

    /// <summary>Asks for all files of a revision, page after page.</summary>
    /// <param name="place">The repository and the revision.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyList<HubFileFact>>> TreeAsync(
        HuggingFaceAddress place,
        CancellationToken cancellationToken)
    {
        List<HubFileFact> files = [];
        Uri? next = HubUrl.Api(_endpoint, place, "tree", "?recursive=true");
        for (int page = 0; next is not null; page++)
        {
            if (page == MaximumPages)
            {
                return Answer<IReadOnlyList<HubFileFact>>.Unknown(
                    $"The Hugging Face repository '{place.Repository}' has more files than are read.",
                    "Give the address of one file.");
            }

            PipelineResponse response = await SendAsync(
                new PipelineRequest(next) { Cache = CachePolicy.Moving, Check = BodyCheck.Json },
                cancellationToken).ConfigureAwait(false);
            Answer<IReadOnlyList<HubFileFact>> answer = ReadItems(response, place);
            if (!answer.Exists)
            {
                return answer;
            }

            files.AddRange(answer.Value!);
            if (!HubPages.TryNext(response.Headers["Link"], _endpoint, out next))
            {
                return Answer<IReadOnlyList<HubFileFact>>.Unknown(
                    $"Hugging Face names a page of '{place.Repository}' at another host, which is not asked.",
                    "Look at HF_ENDPOINT: a mirror must give its own address or the Hub's.");
            }
        }

        return Answer<IReadOnlyList<HubFileFact>>.Found(files, null);
    }

    /// <summary>Asks whether this caller may have the files of a repository.</summary>
    /// <param name="place">The repository.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<string>> MayReadAsync(HuggingFaceAddress place, CancellationToken cancellationToken)
    {
        PipelineResponse response = await SendAsync(
            new PipelineRequest(HubUrl.AccessCheck(_endpoint, place)),
            cancellationToken).ConfigureAwait(false);
        return response.Read(r => r.Status == HttpStatusCode.OK
            ? Answer<string>.Found(place.Repository, r.AskedAt)
            : HubRefusal.Read<string>(r, place, HubUrl.Page(_endpoint, place)));
    }

    /// <summary>Asks about some paths of a revision. What does not exist is left out of the answer.</summary>
    /// <param name="place">The repository and the revision.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyList<HubFileFact>>> PathsAsync(
        HuggingFaceAddress place,
        IReadOnlyList<string> paths,
        CancellationToken cancellationToken)
    {
        List<HubFileFact> files = [];
        foreach (string[] some in paths.Chunk(PathsAtOnce))
        {
            string form = string.Join('&', some.Select(static path => "paths=" + Uri.EscapeDataString(path)));
            PipelineResponse response = await SendAsync(
                new PipelineRequest(HubUrl.Api(_endpoint, place, "paths-info"), HttpMethod.Post)
                {
                    Body = Encoding.ASCII.GetBytes(form),
                    Check = BodyCheck.Json,
                    ContentType = "application/x-www-form-urlencoded",
                },
                cancellationToken).ConfigureAwait(false);
            Answer<IReadOnlyList<HubFileFact>> answer = ReadItems(response, place);
            if (!answer.Exists)
            {
                return answer;
            }

            files.AddRange(answer.Value!);
        }

        return Answer<IReadOnlyList<HubFileFact>>.Found(files, null);
    }

    private async Task<Answer<HubRevisionFact>> DescribeAsync(
        HuggingFaceAddress place,
        CancellationToken cancellationToken)
    {
        PipelineResponse response = await SendAsync(
            new PipelineRequest(HubUrl.Api(_endpoint, place, "revision", "?blobs=true"))
            {
                Cache = CachePolicy.Moving,
                Check = BodyCheck.Json,
                MaximumBody = 64 * 1024 * 1024,
            },
            cancellationToken).ConfigureAwait(false);
        return response.Read(r =>
        {
            if (r.Status != HttpStatusCode.OK)
            {
                return HubRefusal.Read<HubRevisionFact>(r, place, HubUrl.Page(_endpoint, place));
            }

            HubRevisionFact fact = r.Json(body => HuggingFaceSchema.Revision(body, place.Repository));
            return !HuggingFaceAddress.IsRepository(fact.Repository)
                ? throw new JsonException("The field 'id' is not a repository's name.")
                : place.Revision is string asked && HuggingFaceSchema.IsHex(asked, 40) && asked != fact.Commit
                    ? Answer<HubRevisionFact>.Unknown(
                        $"Hugging Face was asked about the commit {asked} of '{place.Repository}' and answered about "
                            + $"{fact.Commit}.",
                        "Try again later; a mirror may be behind.")
                    : fact.IsDisabled
                        ? Answer<HubRevisionFact>.Refused(
                            $"Hugging Face has disabled the repository '{place.Repository}'.",
                            r.AskedAt,
                            "Look for the file at another place.",
                            fact)
                        : Answer<HubRevisionFact>.Found(fact, r.AskedAt);
        });
    }

    private Answer<IReadOnlyList<HubFileFact>> ReadItems(PipelineResponse response, HuggingFaceAddress place)
        => response.Read(r => r.Status == HttpStatusCode.OK
            ? Answer<IReadOnlyList<HubFileFact>>.Found(r.Json(HuggingFaceSchema.Items), r.AskedAt)
            : HubRefusal.Read<IReadOnlyList<HubFileFact>>(r, place, HubUrl.Page(_endpoint, place)));

    /// <summary>
    /// Asks, and once more without the token where the Hub does not know it: what is public stays public.
    /// </summary>
    private async Task<PipelineResponse> SendAsync(PipelineRequest request, CancellationToken cancellationToken)
    {
        PipelineResponse response = await _http.SendAsync(HasBadToken ? Anonymous(request) : request, cancellationToken)
            .ConfigureAwait(false);
        if (!HasBadToken && response.IsAnswered && HubRefusal.IsBadToken(response))
        {
            HasBadToken = true;
            response = await _http.SendAsync(Anonymous(request), cancellationToken).ConfigureAwait(false);
        }

        IsShort = response.IsThrottled || HubPages.IsUsedUp(response.Headers["RateLimit"]);
        return response;
    }

    private static PipelineRequest Anonymous(PipelineRequest request) => new(request.Uri, request.Method)
    {
        Body = request.Body,
        Cache = request.Cache,
        Check = request.Check,
        ContentType = request.ContentType,
        IsAnonymous = true,
        MaximumBody = request.MaximumBody,
    };
}
