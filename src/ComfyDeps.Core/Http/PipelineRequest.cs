using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;

namespace ComfyDeps.Http;

/// <summary>One question to a service.</summary>
internal sealed class PipelineRequest
{
    /// <summary>Asks about an address.</summary>
    /// <param name="uri">The address, http or https.</param>
    /// <param name="method">The method; GET when null.</param>
    internal PipelineRequest(Uri uri, HttpMethod? method = null)
    {
        Uri = uri;
        Method = method ?? HttpMethod.Get;
    }

    /// <summary>The address.</summary>
    internal Uri Uri { get; }

    /// <summary>GET, HEAD or POST.</summary>
    internal HttpMethod Method { get; }

    /// <summary>Headers to send, besides User-Agent, Authorization and those of the cache.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body of a POST.</summary>
    internal ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type of the body.</summary>
    internal string? ContentType { get; init; }

    /// <summary>A credential for this address alone, before the one that is known for its host.</summary>
    internal AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Whether to send no credential even where one is known for the host.</summary>
    internal bool IsAnonymous { get; init; }

    /// <summary>How far redirects are followed.</summary>
    internal RedirectRule Redirects { get; init; }

    /// <summary>How long the answer is kept.</summary>
    internal CachePolicy Cache { get; init; } = CachePolicy.None;

    /// <summary>
    /// The largest body that is read, after decompression; a longer one makes the answer undetermined.
    /// </summary>
    internal long MaximumBody { get; init; } = 16 * 1024 * 1024;

    /// <summary>Whether the body is not wanted: the connection is dropped after the headers.</summary>
    internal bool HeadersOnly { get; init; }

    /// <summary>
    /// Whether the body may come compressed. False where Content-Length must be the size of the file:
    /// then <c>Accept-Encoding: identity</c> is sent.
    /// </summary>
    internal bool AcceptsCompression { get; init; } = true;

    /// <summary>How long one attempt may take, or null for the pipeline's own limit.</summary>
    internal TimeSpan? AttemptTimeout { get; init; }

    /// <summary>
    /// Whether the request changes nothing, so that it may be sent again after a broken connection. True for GET, HEAD
    /// and for the questions that this module asks by POST.
    /// </summary>
    internal bool IsRepeatable { get; init; } = true;

    /// <summary>
    /// Says what is wrong with the body of a good answer, or null: a body that cannot be what was asked for is asked
    /// for again and never kept.
    /// </summary>
    internal Func<PipelineResponse, string?>? Check { get; init; }

    /// <summary>
    /// Whether a good answer may be kept, for protocols that report errors in good answers; null for yes.
    /// </summary>
    internal Func<PipelineResponse, bool>? MayKeep { get; init; }

    /// <summary>
    /// Whether the first "too many requests" is the last word: not asked again, and the host is asked one question at a
    /// time from then on. For git hosts, whose locks get longer when they are asked again.
    /// </summary>
    internal bool StaysSlowAfterThrottle { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {SafeUrl.Of(Uri)}";
}
