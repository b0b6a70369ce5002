using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>
/// Asks about one public file at its own address. The first answer that leaves the Hub's host counts: what the storage
/// host behind it says of a file is neither its commit nor its hash.
/// </summary>
internal sealed class HubFileProbe
{
    private readonly HttpPipeline _http;
    private readonly Uri _endpoint;

    /// <summary>A probe over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="endpoint">Where the Hub is.</param>
    internal HubFileProbe(HttpPipeline http, Uri endpoint)
    {
        _http = http;
        _endpoint = endpoint;
    }

    /// <summary>Asks without a token, so that a success means that the file is public.</summary>
    /// <param name="question">The file.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>Null when the API must be asked: the file is not public, or what answers is not the Hub.</returns>
    internal async Task<Answer<ModelVersion>?> AskAsync(HubQuestion question, CancellationToken cancellationToken)
    {
        HuggingFaceAddress place = question.Place;
        PipelineResponse response = await _http.SendAsync(
            new PipelineRequest(HubUrl.Of(_endpoint, place, "resolve"), HttpMethod.Head)
            {
                AcceptsCompression = false,
                Cache = CachePolicy.Moving,
                IsAnonymous = true,
                Redirects = RedirectRule.SameHost,
            },
            cancellationToken).ConfigureAwait(false);
        if (!response.IsAnswered)
        {
            return null;
        }

        bool isRedirect = (int)response.Status is >= 300 and <= 399;
        if (!isRedirect && response.Status != HttpStatusCode.OK)
        {
            return response.Headers["X-Error-Code"] is "EntryNotFound" or "RevisionNotFound"
                ? HubRefusal.Read<ModelVersion>(response, place, HubUrl.Page(_endpoint, place))
                : null;
        }

        // Without it this is a mirror or a proxy, and its word on size and hash does not count.
        string? commit = response.Headers["X-Repo-Commit"];
        bool isOther = place.Revision is string asked && HuggingFaceSchema.IsHex(asked, 40) && asked != commit;
        return commit is null || !HuggingFaceSchema.IsHex(commit, 40) || isOther
            ? null
            : Answer<ModelVersion>.Found(Version(response, question, commit, isRedirect), response.AskedAt);
    }

    private ModelVersion Version(PipelineResponse response, HubQuestion question, string commit, bool isRedirect)
    {
        string? tag = response.Headers["X-Linked-Etag"] ?? (isRedirect ? null : response.Headers["ETag"]);
        tag = tag is not null && tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
        string hash = tag?.Trim('"').ToLowerInvariant() ?? string.Empty;

        // On a redirect the length is that of the redirect's own body.
        string? length = response.Headers["X-Linked-Size"] ?? (isRedirect ? null : response.Headers["Content-Length"]);
        HubFileFact file = new(
            question.Place.Path!,
            long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null,
            HuggingFaceSchema.IsHex(hash, 64) ? hash : null);
        HubRevisionFact revision = new(
            question.Place.Repository, commit, IsGated: false, IsDisabled: false, null, null);
        return HubVersion.Of(_endpoint, question, revision, file);
    }
}
