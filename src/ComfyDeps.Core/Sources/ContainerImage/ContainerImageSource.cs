using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.ContainerImage;

/// <summary>
/// Asks a registry which image a tag stands for. The manifest is hashed here: what a header says of its digest is
/// believed only when the bytes agree.
/// </summary>
internal sealed partial class ContainerImageSource
{
    private const int LargestManifest = 4 * 1024 * 1024;

    private const string Manifests = "application/vnd.oci.image.index.v1+json, "
        + "application/vnd.oci.image.manifest.v1+json, "
        + "application/vnd.docker.distribution.manifest.list.v2+json, "
        + "application/vnd.docker.distribution.manifest.v2+json";

    private readonly HttpPipeline _http;
    private readonly Uri _registry;
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _tokens = new(StringComparer.Ordinal);

    /// <summary>A source over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal ContainerImageSource(HttpPipeline http, ServiceAddresses addresses)
    {
        _http = http;
        _registry = addresses.ImageRegistry;
    }

    /// <summary>Asks for the digest of a tag, or whether a digest exists.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<ImageFact>> FindAsync(ImageReference image, CancellationToken cancellationToken)
    {
        Uri registry = image.Host is null ? _registry : new Uri($"https://{image.Host}");
        string name = image.Host is null && !image.Name.Contains('/', StringComparison.Ordinal)
            ? "library/" + image.Name
            : image.Name;
        Uri manifest = ServiceAddresses.Below(registry, $"/v2/{name}/manifests/{image.TagOrDigest}");

        // HEAD is not counted as a pull where pulls are; what it says is then looked up by its digest, which is kept.
        PipelineResponse head = await AskAsync(manifest, HttpMethod.Head, registry, cancellationToken)
            .ConfigureAwait(false);
        string? digest = head.IsSuccess ? head.Headers["Docker-Content-Digest"] : null;
        if (!head.IsAnswered)
        {
            return head.LastKnown?.Headers["Docker-Content-Digest"] is string known && IsDigest(known)
                ? Answer<ImageFact>
                    .Found(new ImageFact(known, string.Empty), head.LastKnown.AskedAt)
                    .AsOutdated(head.Problem!, head.Hint)
                : Answer<ImageFact>.Unknown(head.Problem!, head.Hint);
        }

        bool hasDigest = digest is not null && IsDigest(digest);
        PipelineResponse body = await AskAsync(
            hasDigest ? ServiceAddresses.Below(registry, $"/v2/{name}/manifests/{digest}") : manifest,
            HttpMethod.Get,
            registry,
            cancellationToken).ConfigureAwait(false);
        return body.Read(response => Read(response, image, hasDigest ? digest : image.Digest));
    }

    private static Answer<ImageFact> Read(PipelineResponse response, ImageReference image, string? expected)
    {
        switch (response.Status)
        {
            case HttpStatusCode.OK:
                string digest = "sha256:" + Convert.ToHexString(SHA256.HashData(response.Body.Span)).ToLowerInvariant();
                bool isSame = (expected ?? digest) == digest && (image.Digest ?? digest) == digest;
                return isSame && response.Json(static body => body.Whole("schemaVersion") is not null)
                    ? Answer<ImageFact>.Found(
                        new ImageFact(digest, response.Headers["Content-Type"] ?? string.Empty),
                        response.AskedAt)
                    : Answer<ImageFact>.Unknown(
                        $"The registry of '{image}' says the digest is {expected ?? image.Digest}, and its manifest "
                            + "has another one.",
                        "Try again later; look at the proxy, if there is one.");
            case HttpStatusCode.NotFound when response.IsServicesOwn():
                return Answer<ImageFact>.Missing(
                    $"There is no image '{image}'.",
                    response.AskedAt,
                    "Look at the registry's list of tags.");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when response.IsServicesOwn():
                return Answer<ImageFact>.Refused(
                    $"The image '{image}' does not exist, or is not for everybody.",
                    response.AskedAt,
                    "Check the spelling; an image that needs a login cannot be asked about.");
            default:
                return response.Unexpected<ImageFact>("The image registry");
        }
    }

    /// <summary>Asks, and once more with an anonymous token where the registry wants one.</summary>
    private async Task<PipelineResponse> AskAsync(
        Uri uri,
        HttpMethod method,
        Uri registry,
        CancellationToken cancellationToken)
    {
        string scope = uri.AbsolutePath[..uri.AbsolutePath.LastIndexOf("/manifests/", StringComparison.Ordinal)];
        string key = HostCredentials.Origin(registry) + scope;
        PipelineResponse response = await SendAsync(uri, method, _tokens.GetValueOrDefault(key), cancellationToken)
            .ConfigureAwait(false);
        if (response is not { IsAnswered: true, Status: HttpStatusCode.Unauthorized }
            || BearerChallenge.TokenAddress(response.Headers["WWW-Authenticate"], registry) is not Uri address)
        {
            return response;
        }

        PipelineResponse granted = await _http.SendAsync(
            new PipelineRequest(address) { IsAnonymous = true },
            cancellationToken).ConfigureAwait(false);
        if (!granted.IsAnswered)
        {
            return granted;
        }

        if (TokenOf(granted) is not string token)
        {
            return response;
        }

        _tokens[key] = new AuthenticationHeaderValue("Bearer", token);
        return await SendAsync(uri, method, _tokens[key], cancellationToken).ConfigureAwait(false);
    }

    private Task<PipelineResponse> SendAsync(
        Uri uri,
        HttpMethod method,
        AuthenticationHeaderValue? token,
        CancellationToken cancellationToken)
        => _http.SendAsync(
            new PipelineRequest(uri, method)
            {
                Authorization = token,
                Cache = uri.AbsolutePath.Contains("/sha256:", StringComparison.Ordinal)
                    ? CachePolicy.Immutable
                    : CachePolicy.Moving,
                Headers = [new KeyValuePair<string, string>("Accept", Manifests)],
                MaximumBody = LargestManifest,
            },
            cancellationToken);

    private static string? TokenOf(PipelineResponse response)
    {
        if (!response.IsSuccess)
        {
            return null;
        }

        try
        {
            return response.Json(static body => body.Filled("token") ?? body.Filled("access_token")) is string token
                && token.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
                ? token
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsDigest(string text) => Digest().IsMatch(text);

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
