using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace ComfyDeps.Inspection.Files;

/// <summary>Reads the first and last bytes of a model file on this machine.</summary>
internal static class LocalHead
{
    private const int ZipEnd = 65557;

    /// <summary>Reads them.</summary>
    /// <param name="path">The file, which must be one.</param>
    /// <param name="size">Its size.</param>
    internal static ModelHead Read(string path, long size)
    {
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] first = new byte[(int)Math.Min(size, ModelHead.Length)];
        int length = RandomAccess.Read(file, first, 0);
        first = first[..length];
        return new ModelHead(
            first, ExpectedSize(file, first, size), first.AsSpan().StartsWith("PK\x3\x4"u8) && EndsAsZip(file, size));
    }

    /// <summary>A safetensors file: the length of a JSON object, the object, and the bytes that it speaks of.</summary>
    private static long? ExpectedSize(SafeFileHandle file, byte[] first, long size)
    {
        if (first.Length < 10 || first[8] != '{')
        {
            return null;
        }

        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(first);
        if (header is < 2 or > FileLimits.Header)
        {
            return null;
        }

        if (8 + (long)header > size)
        {
            return 8 + (long)header;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)header);
        try
        {
            int read = 0;
            while (read < (int)header)
            {
                int more = RandomAccess.Read(file, buffer.AsSpan(read, (int)header - read), 8 + read);
                if (more == 0)
                {
                    return 8 + (long)header;
                }

                read += more;
            }

            return LastOffset(buffer.AsSpan(0, (int)header)) is long end ? 8 + (long)header + end : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long? LastOffset(ReadOnlySpan<byte> header)
    {
        long last = 0;
        Utf8JsonReader reader = new(
            header, new JsonReaderOptions { MaxDepth = 16, CommentHandling = JsonCommentHandling.Disallow });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName
                    && reader.CurrentDepth == 2
                    && reader.ValueTextEquals("data_offsets"u8))
                {
                    reader.Read();
                    while (reader.Read() && reader.TokenType == JsonTokenType.Number)
                    {
                        last = Math.Max(last, reader.GetInt64());
                    }
                }
            }

            return last;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool EndsAsZip(SafeFileHandle file, long size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ZipEnd);
        try
        {
            long start = Math.Max(0, size - ZipEnd);
            int read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(ZipEnd, size)), start);
            return buffer.AsSpan(0, read).LastIndexOf("PK\x5\x6"u8) >= 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
