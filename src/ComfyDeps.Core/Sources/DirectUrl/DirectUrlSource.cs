using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.DirectUrl;

/// <summary>
/// Asks plain addresses what they are. Servers that do not know HEAD, or tell no length to it, are asked for the first
/// byte instead. A page in HTML is not a model file, and says nothing about one.
/// </summary>
internal sealed class DirectUrlSource : IModelSource
{
    private const int AtOnce = 16;

    private readonly HttpPipeline _http;

    /// <summary>A source over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    internal DirectUrlSource(HttpPipeline http) => _http = http;

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Url;

    /// <inheritdoc/>
    public SourceCapabilities Capabilities => SourceCapabilities.Sizes | SourceCapabilities.Dates;

    /// <inheritdoc/>
    public bool Knows(ModelReference model)
        => model.Url is { IsAbsoluteUri: true } url
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Answer<ModelVersion>>> FindAsync(
        IReadOnlyList<ModelReference> models,
        CancellationToken cancellationToken)
    {
        Answer<ModelVersion>[] answers = new Answer<ModelVersion>[models.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, models.Count),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = AtOnce },
            async (i, stop) =>
            {
                ModelReference model = models[i];
                Answer<DirectUrlFact> answer = await AskAsync(model.Url!, stop).ConfigureAwait(false);
                Uri bytes = GitHubFile.Bytes(model.Url!, isPointer: answer.Value?.Sha256 is not null);
                answers[i] = answer is { Exists: true, Value.Sha256: not null } && bytes == model.Url
                    ? Answer<ModelVersion>.Unknown(
                        $"{SafeUrl.Of(model.Url!)} gives a pointer to the file, and not the file.",
                        "Give the address of the file itself; the host's page of the file has it.")
                    : answer.Select(fact => Version(fact, model, bytes));
            }).ConfigureAwait(false);
        return answers;
    }

    /// <summary>Asks one address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<DirectUrlFact>> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        Uri file = GitHubFile.Bytes(address, isPointer: false);
        PipelineResponse head = await SendAsync(file, HttpMethod.Head, range: null, cancellationToken)
            .ConfigureAwait(false);
        Answer<DirectUrlFact> answer = Read(head, file);

        // Some refuse HEAD in the words in which others say that there is no such file: only GET decides.
        bool isUnsure = (head.IsAnswered && head.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
                or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
            || answer is { Exists: true, Value.Size: null };
        if (isUnsure)
        {
            PipelineResponse first = await SendAsync(file, HttpMethod.Get, "bytes=0-0", cancellationToken)
                .ConfigureAwait(false);
            Answer<DirectUrlFact> second = Read(first, file);
            answer = second.Exists || !answer.Exists ? second : answer;
        }

        return answer is { Exists: true, Value.Size: > 0 and <= LfsPointer.LongestPointer }
            ? await LookForPointerAsync(answer, file, cancellationToken).ConfigureAwait(false)
            : answer;
    }

    private static ModelVersion Version(DirectUrlFact fact, ModelReference model, Uri address) => new()
    {
        Name = model.Name,
        Folder = model.Folder,
        File = fact.FileName.Length > 0 ? fact.FileName : model.Name,
        Size = fact.Size,
        Sha256 = fact.Sha256,
        Source = SourceKind.Url,
        DownloadUrl = address,
        LastModified = fact.LastModified,
    };

    private Task<PipelineResponse> SendAsync(
        Uri address,
        HttpMethod method,
        string? range,
        CancellationToken cancellationToken)
        => _http.SendAsync(
            new PipelineRequest(address, method)
            {
                AcceptsCompression = false,
                Cache = CachePolicy.Moving,
                Headers = range is null ? [] : [new KeyValuePair<string, string>("Range", range)],
                HeadersOnly = true,
            },
            cancellationToken);

    private async Task<Answer<DirectUrlFact>> LookForPointerAsync(
        Answer<DirectUrlFact> answer,
        Uri address,
        CancellationToken cancellationToken)
    {
        PipelineResponse whole = await _http.SendAsync(
            new PipelineRequest(address)
            {
                AcceptsCompression = false,
                Cache = CachePolicy.Moving,
                MaximumBody = LfsPointer.LongestPointer,
            },
            cancellationToken).ConfigureAwait(false);
        return whole.IsSuccess && LfsPointer.TryRead(whole.Body.Span, out string sha256, out long size)
            ? answer.Select(fact => fact with { Sha256 = sha256, Size = size, ETag = null })
            : answer;
    }

    private static Answer<DirectUrlFact> Read(PipelineResponse response, Uri address) => response.Read(r =>
    {
        string shown = SafeUrl.Of(address);
        switch (r.Status)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent:
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when r.Headers["Content-Range"] == "bytes */0":
                break;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return Answer<DirectUrlFact>.Missing(
                    $"There is no file at {shown}.", r.AskedAt, "Look for a newer address.");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired
                or HttpStatusCode.UnavailableForLegalReasons:
                return Answer<DirectUrlFact>.Refused(
                    $"{shown} answered {(int)r.Status}: this caller may not have it.",
                    r.AskedAt,
                    "Open the address in a browser; take the file from a place that gives it to everybody.");
            default:
                return r.Unexpected<DirectUrlFact>(r.Uri.Host);
        }

        string type = r.Headers["Content-Type"] ?? string.Empty;
        return type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            ? Answer<DirectUrlFact>.Unknown(
                $"{shown} answered with a page in HTML, not with a file.",
                "Open the address in a browser: it may be a page about the file, or ask for a login.")
            : Answer<DirectUrlFact>.Found(Fact(r, address), r.AskedAt);
    });

    private static DirectUrlFact Fact(PipelineResponse response, Uri address)
    {
        ResponseHeaders headers = response.Headers;
        bool isPart = response.Status != HttpStatusCode.OK;
        string? length = headers["Content-Encoding"] is string encoding && encoding != "identity"
            ? null
            : isPart
                ? headers["Content-Range"]?.Split('/')[^1]
                : headers["Content-Length"];
        return new DirectUrlFact(
            response.Uri,
            FileName(headers["Content-Disposition"]) ?? Uri.UnescapeDataString(address.Segments[^1].Trim('/')),
            long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null,
            null,
            headers["ETag"],
            DateTimeOffset.TryParse(
                headers["Last-Modified"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset time)
                ? time
                : null,
            isPart ? true : headers["Accept-Ranges"] switch
            {
                "bytes" => true,
                "none" => false,
                _ => null,
            });
    }

    /// <summary>The name in a header, without folders: it is from outside.</summary>
    private static string? FileName(string? disposition)
    {
        if (!ContentDispositionHeaderValue.TryParse(disposition, out ContentDispositionHeaderValue? header))
        {
            return null;
        }

        string name = (header.FileNameStar ?? header.FileName ?? string.Empty).Trim('"');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.Length is > 0 and <= 255 && name is not ("." or "..") && !name.Any(char.IsControl) ? name : null;
    }
}
