using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Http;

/// <summary>Reads bodies without trusting how long they are, before and after decompression.</summary>
internal static class BoundedBody
{
    /// <summary>What is asked for. Decompression is done here, so that the headers stay as they were sent.</summary>
    internal const string Encodings = "gzip, br, deflate";

    private const int BufferSize = 64 * 1024;

    /// <summary>The body as it is after decompression.</summary>
    /// <param name="content">The content of a response.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">The service used an encoding that was not asked for.</exception>
    internal static async Task<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken)
    {
        Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        ICollection<string> encodings = content.Headers.ContentEncoding;
        foreach (string encoding in encodings)
        {
            body = encoding.ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(body, CompressionMode.Decompress),
                "BR" => new BrotliStream(body, CompressionMode.Decompress),
                "DEFLATE" => new ZLibStream(body, CompressionMode.Decompress),
                "IDENTITY" => body,
                _ => throw new InvalidDataException($"The body is encoded as '{encoding}', which was not asked for."),
            };
        }

        return body;
    }

    /// <summary>Reads a whole body; null when it is longer than allowed.</summary>
    /// <param name="content">The content of a response.</param>
    /// <param name="maximum">The most bytes to keep.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<byte[]?> ReadAsync(
        HttpContent content,
        long maximum,
        CancellationToken cancellationToken)
    {
        bool encoded = content.Headers.ContentEncoding.Count > 0;
        if (!encoded && content.Headers.ContentLength > maximum)
        {
            return null;
        }

        Stream body = await OpenAsync(content, cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using MemoryStream kept = new(encoded ? 0 : (int)Math.Min(content.Headers.ContentLength ?? 0, BufferSize));
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (kept.Length + read > maximum)
                {
                    return null;
                }

                kept.Write(buffer, 0, read);
            }

            return kept.ToArray();
        }
    }
}
