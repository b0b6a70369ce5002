using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComfyDeps.Http;

/// <summary>
/// One kept answer, as bytes: a mark, the length of what is known about it, that as JSON, the body, and a hash of it
/// all.
/// </summary>
internal sealed partial class CacheEntry
{
    private const int LongestHeader = 4096;
    private const int HashLength = 32;

    private static readonly byte[] s_mark = "CDC1"u8.ToArray();

    /// <summary>What is not kept: secrets, and what belongs to the connection.</summary>
    private static readonly HashSet<string> s_dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie", "Set-Cookie2", "Connection", "Keep-Alive", "Transfer-Encoding", "Location", "Alt-Svc",
        "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-used", "RateLimit",
    };

    /// <summary>The answer.</summary>
    internal required PipelineResponse Response { get; init; }

    /// <summary>The header that identifies this state of the thing, or null.</summary>
    internal string? ETag => Response.Headers["ETag"];

    /// <summary>When the thing last changed, as the service wrote it, or null.</summary>
    internal string? LastModified => Response.Headers["Last-Modified"];

    /// <summary>Whether an answer can be kept: the service's word about the thing, and no error.</summary>
    /// <param name="response">The answer.</param>
    internal static bool CanKeep(PipelineResponse response)
        => response.IsAnswered
            && (response.IsSuccess || IsMissing(response) || RedirectTarget.IsRedirect(response.Status));

    /// <summary>Whether an answer says that there is nothing.</summary>
    /// <param name="response">The answer.</param>
    internal static bool IsMissing(PipelineResponse response)
        => response.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>Reads an entry; null when it is damaged or of another form.</summary>
    /// <param name="file">The whole file.</param>
    internal static CacheEntry? Parse(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        int start = s_mark.Length + sizeof(int);
        if (bytes.Length < start + HashLength || !bytes.StartsWith(s_mark))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[s_mark.Length..]);
        int end = bytes.Length - HashLength;
        if (length < 0 || length > end - start || !SHA256.HashData(bytes[..end]).AsSpan().SequenceEqual(bytes[end..]))
        {
            return null;
        }

        try
        {
            Facts? facts = JsonSerializer.Deserialize(bytes.Slice(start, length), FactsContext.Default.Facts);
            return facts is null ? null : new CacheEntry { Response = facts.ToResponse(file[(start + length)..end]) };
        }
        catch (Exception e) when (e is JsonException or UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the entry.</summary>
    internal byte[] Render()
    {
        byte[] facts = JsonSerializer.SerializeToUtf8Bytes(Facts.Of(Response), FactsContext.Default.Facts);
        int start = s_mark.Length + sizeof(int);
        byte[] file = new byte[start + facts.Length + Response.Body.Length + HashLength];
        s_mark.CopyTo(file, 0);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(s_mark.Length), facts.Length);
        facts.CopyTo(file, start);
        Response.Body.Span.CopyTo(file.AsSpan(start + facts.Length));
        int end = file.Length - HashLength;
        SHA256.HashData(file.AsSpan(0, end), file.AsSpan(end));
        return file;
    }

    /// <summary>What is known about an answer besides its body.</summary>
    private sealed class Facts
    {
        public int Status { get; set; }

        public string Uri { get; set; } = string.Empty;

        public DateTimeOffset AskedAt { get; set; }

        public List<string[]> Headers { get; set; } = [];

        public List<string[]> Redirects { get; set; } = [];

        public static Facts Of(PipelineResponse response) => new()
        {
            Status = (int)response.Status,
            Uri = SafeUrl.Of(response.Uri),
            AskedAt = response.AskedAt,
            Headers =
            [
                .. from header in response.Headers.All
                   where !s_dropped.Contains(header.Key) && header.Value.Length <= LongestHeader
                   select new[] { header.Key, header.Value },
            ],
            Redirects =
            [
                .. from step in response.Redirects
                   select new[]
                   {
                       ((int)step.Status).ToString(CultureInfo.InvariantCulture),
                       SafeUrl.Of(step.From),
                       SafeUrl.Of(step.To),
                   },
            ],
        };

        public PipelineResponse ToResponse(ReadOnlyMemory<byte> body) => new()
        {
            Status = (HttpStatusCode)Status,
            Uri = new Uri(Uri),
            AskedAt = AskedAt,
            Headers = new ResponseHeaders(
                [.. Headers.Where(static h => h.Length == 2).Select(static h => KeyValuePair.Create(h[0], h[1]))]),
            Redirects = [.. Redirects.Where(static r => r.Length == 3).Select(static r => new RedirectStep(
                (HttpStatusCode)int.Parse(r[0], CultureInfo.InvariantCulture), new Uri(r[1]), new Uri(r[2])))],
            Body = body,
            IsFromCache = true,
        };
    }

    [JsonSerializable(typeof(Facts))]
    private sealed partial class FactsContext : JsonSerializerContext;
}
