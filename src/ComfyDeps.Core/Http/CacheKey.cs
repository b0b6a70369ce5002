using System;
using System.Collections.Generic;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Http;

/// <summary>
/// Names the cache entry of a question. What one credential may see is never shown to another, or to none.
/// </summary>
internal static class CacheKey
{
    /// <summary>The name: 64 hex digits over all that the answer depends on.</summary>
    /// <param name="request">The question.</param>
    /// <param name="credential">The credential that goes with it, or null.</param>
    internal static string Of(PipelineRequest request, AuthenticationHeaderValue? credential)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "1");
        Append(hash, request.Method.Method);
        Append(hash, request.Uri.AbsoluteUri);
        Append(hash, credential?.ToString() ?? string.Empty);
        Append(hash, $"{request.Redirects} {request.HeadersOnly} {request.AcceptsCompression} {request.ContentType}");
        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            Append(hash, $"{header.Key.ToUpperInvariant()}: {header.Value}");
        }

        Append(hash, string.Empty);
        hash.AppendData(request.Body.Span);
        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    private static void Append(IncrementalHash hash, string part)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(part);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
