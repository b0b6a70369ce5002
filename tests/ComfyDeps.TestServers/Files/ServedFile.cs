using System;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.TestServers.Files;

/// <summary>One file on a plain server, and the habits of the server about it.</summary>
public sealed class ServedFile
{
    public required byte[] Content { get; init; }

    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>The validator with its quotes, or null for none.</summary>
    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public string? ContentDisposition { get; init; }

    /// <summary>What HEAD is answered with; 200 when the server knows HEAD.</summary>
    public int HeadStatus { get; init; } = 200;

    /// <summary>False when a range is ignored and the whole file is sent.</summary>
    public bool AnswersRanges { get; init; } = true;

    /// <summary>False when the answer has no length.</summary>
    public bool SendsLength { get; init; } = true;

    /// <summary>Whether HEAD tells the length of a compressed body, as some servers do whatever was asked.</summary>
    public bool Compresses { get; init; }

    /// <summary>The token without which the file is refused, or null.</summary>
    public string? Token { get; init; }

    /// <summary>Where the file has moved to, or null; sent with 302.</summary>
    public string? MovedTo { get; init; }

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>
    /// Bytes that are a safetensors file with one tensor, always the same for the same name and size.
    /// </summary>
    public static byte[] Weights(string name, int size = 4096)
    {
        // Eight bytes of length, a header that may end in spaces, and the data that it speaks of.
        const int HeaderLength = 80;
        int length = Math.Max(size - 8 - HeaderLength, 0);
        string header = FormattableString.Invariant(
            $$$"""{"w":{"dtype":"U8","shape":[{{{length}}}],"data_offsets":[0,{{{length}}}]}}""");
        byte[] content = new byte[8 + HeaderLength + length];
        new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name)))).NextBytes(content);
        BitConverter.TryWriteBytes(content, (ulong)HeaderLength);
        Encoding.UTF8.GetBytes(header.PadRight(HeaderLength), content.AsSpan(8));
        return content;
    }
}
