using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;
using Octokit;
using Octokit.Internal;

namespace ComfyDeps.Sources.GitHub;

/// <summary>
/// Carries Octokit's requests over this project's pipeline, which follows redirects, keeps answers, waits and holds the
/// token. One for each question: it remembers what happened on the way.
/// </summary>
internal sealed class PipelineHttpClient : IHttpClient
{
    private readonly HttpPipeline _http;
    private readonly CachePolicy _cache;
    private readonly CancellationToken _stop;
    private readonly Func<PipelineResponse, bool>? _mayKeep;

    /// <summary>Prepares one question.</summary>
    /// <param name="http">The pipeline.</param>
    /// <param name="cache">How long its answers are kept.</param>
    /// <param name="stop">Stops it: Octokit's own methods take no token.</param>
    /// <param name="mayKeep">Whether a good answer may be kept; null for yes.</param>
    internal PipelineHttpClient(
        HttpPipeline http, CachePolicy cache, CancellationToken stop, Func<PipelineResponse, bool>? mayKeep = null)
    {
        _http = http;
        _cache = cache;
        _stop = stop;
        _mayKeep = mayKeep;
    }

    /// <summary>The last response; its problem is null when all went well.</summary>
    internal PipelineResponse? Last { get; private set; }

    /// <summary>The last answer, which is an older one where none could be had anew.</summary>
    internal PipelineResponse? Answered { get; private set; }

    /// <summary>The first response that could not be had anew, though an older one could be shown; else null.</summary>
    internal PipelineResponse? Outdated { get; private set; }

    /// <summary>When the oldest of the answers was asked for.</summary>
    internal DateTimeOffset? AskedAt { get; private set; }

    /// <inheritdoc/>
    public async Task<IResponse> Send(
        IRequest request, CancellationToken cancellationToken, Func<object, object>? preprocessResponseBody = null)
    {
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop);
        PipelineResponse response = await _http.SendAsync(Translate(request), both.Token).ConfigureAwait(false);
        Last = response;
        if (!response.IsAnswered)
        {
            Outdated ??= response;
            response = response.LastKnown ?? throw new GitHubUnansweredException(response);
        }

        Answered = response;
        AskedAt = AskedAt is null || response.AskedAt < AskedAt ? response.AskedAt : AskedAt;
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> header in response.Headers.All)
        {
            headers[header.Key] = header.Value;
        }

        string body = Encoding.UTF8.GetString(response.Body.Span);
        object content = preprocessResponseBody is null ? body : preprocessResponseBody(body);
        return new GitHubResponse(response.Status, headers, content);
    }

    /// <inheritdoc/>
    public void SetRequestTimeout(TimeSpan timeout)
    {
        // The pipeline has its own limits for one attempt and for the whole.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The pipeline is shared and outlives this.
    }

    private PipelineRequest Translate(IRequest request)
    {
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create("X-GitHub-Api-Version", "2022-11-28")];
        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            bool isOwn = header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("X-GitHub-Api-Version", StringComparison.OrdinalIgnoreCase);
            if (!isOwn)
            {
                headers.Add(header);
            }
        }

        Uri address = request.Endpoint.IsAbsoluteUri
            ? request.Endpoint
            : new Uri(request.BaseAddress, request.Endpoint);
        return new PipelineRequest(address, request.Method ?? HttpMethod.Get)
        {
            Headers = headers,
            Body = request.Body is string body ? Encoding.UTF8.GetBytes(body) : default,
            ContentType = request.Body is string ? request.ContentType : null,
            Cache = _cache,
            Check = BodyCheck.Json,
            MayKeep = _mayKeep,
        };
    }
}
