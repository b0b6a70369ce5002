using System;
using System.Collections.Generic;
using System.Net;
using System.Text.RegularExpressions;
using Octokit;

namespace ComfyDeps.Sources.GitHub;

/// <summary>A response as Octokit reads it.</summary>
internal sealed partial class GitHubResponse : IResponse
{
    private const string Json = "application/json";

    /// <summary>Wraps a response.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body as text.</param>
    internal GitHubResponse(HttpStatusCode status, Dictionary<string, string> headers, object body)
    {
        StatusCode = status;
        Headers = headers;
        Body = body;
        ContentType = headers.GetValueOrDefault("Content-Type", Json).Split(';')[0];
        ApiInfo = new ApiInfo(
            Links(headers.GetValueOrDefault("Link", string.Empty)),
            [],
            [],
            headers.GetValueOrDefault("ETag", string.Empty),
            new RateLimit(headers),
            TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public object Body { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <inheritdoc/>
    public ApiInfo ApiInfo { get; }

    /// <inheritdoc/>
    public HttpStatusCode StatusCode { get; }

    /// <inheritdoc/>
    public string ContentType { get; }

    private static Dictionary<string, Uri> Links(string header)
    {
        Dictionary<string, Uri> links = new(StringComparer.Ordinal);
        foreach (Match match in OneLink().Matches(header))
        {
            if (Uri.TryCreate(match.Groups[1].Value, UriKind.Absolute, out Uri? address))
            {
                links[match.Groups[2].Value] = address;
            }
        }

        return links;
    }

    [GeneratedRegex("""<([^>]*)>\s*;\s*rel="([a-z]+)"[^<]*""")]
    private static partial Regex OneLink();
}
