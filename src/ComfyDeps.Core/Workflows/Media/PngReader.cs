using System;
using System.Buffers;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// PNG: <c>tEXt</c>, <c>iTXt</c>, <c>zTXt</c>, an <c>eXIf</c> block, and the front end's own <c>comf</c>, which comes
/// after the pixels: every chunk is visited, and only those are read.
/// </summary>
internal static class PngReader
{
    private const int SignatureLength = 8;
    private const int HeaderLength = 8;
    private const int ChecksumLength = 4;
    private const uint Text = 0x74455874;
    private const uint InternationalText = 0x69545874;
    private const uint CompressedText = 0x7A545874;
    private const uint ComfyText = 0x636F6D66;
    private const uint Exif = 0x65584966;
    private const uint End = 0x49454E44;

    private static readonly SearchValues<byte> s_letters
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        long position = SignatureLength;
        uint type;
        do
        {
            input.CountPart(position);
            ReadOnlySpan<byte> header = input.Peek(position, HeaderLength);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
            type = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            if (header[4..].IndexOfAnyExcept(s_letters) >= 0)
            {
                throw input.Malformed(position, "there is no chunk where one should begin");
            }

            input.RequireWithin(position + HeaderLength, (long)length + ChecksumLength, input.Length);
            ReadChunk(input, type, position + HeaderLength, length, texts);
            position += HeaderLength + length + ChecksumLength;
        }
        while (type != End);
    }

    private static void ReadChunk(MediaInput input, uint type, long start, uint length, EmbeddedTexts texts)
    {
        switch (type)
        {
            case Text:
                ReadText(input, "tEXt", start, length, texts);
                break;
            case ComfyText:
                ReadText(input, "comf", start, length, texts);
                break;
            case InternationalText:
                ReadInternationalText(input, start, length, texts);
                break;
            case CompressedText:
                ReadCompressedText(input, start, length, texts);
                break;
            case Exif:
                ExifReader.Read(input, start, length, "eXIf", texts);
                break;
            default:
                break;
        }
    }

    private static void ReadText(MediaInput input, string container, long start, uint length, EmbeddedTexts texts)
    {
        byte[]? key = Key(input, start, length);
        if (key is not null)
        {
            long value = start + key.Length + 1;
            texts.Add(key, input.Read(value, start + length - value), container, value);
        }
    }

    private static void ReadCompressedText(MediaInput input, long start, uint length, EmbeddedTexts texts)
    {
        byte[]? key = Key(input, start, length);
        if (key is null)
        {
            return;
        }

        long method = start + key.Length + 1;
        byte[] rest = input.Read(method, start + length - method);
        if (rest.Length == 0 || rest[0] != 0)
        {
            throw input.Malformed(method, "a text is compressed in an unknown way");
        }

        texts.Add(key, Inflate.Zlib(input, rest.AsMemory(1), method + 1), "zTXt", method + 1);
    }

    /// <summary>keyword, NUL, compressed?, method, language, NUL, translated keyword, NUL, text.</summary>
    private static void ReadInternationalText(MediaInput input, long start, uint length, EmbeddedTexts texts)
    {
        byte[]? key = Key(input, start, length);
        if (key is null)
        {
            return;
        }

        long position = start + key.Length + 1;
        byte[] rest = input.Read(position, start + length - position);
        int language = rest.Length < 2 ? -1 : rest.AsSpan(2).IndexOf((byte)0);
        int translated = language < 0 ? -1 : rest.AsSpan(language + 3).IndexOf((byte)0);
        if (translated < 0)
        {
            throw input.Malformed(position, "a text has no end of its keyword");
        }

        int text = language + translated + 4;
        ReadOnlyMemory<byte> value = rest.AsMemory(text);
        if (rest[0] != 0)
        {
            if (rest[1] != 0)
            {
                throw input.Malformed(position, "a text is compressed in an unknown way");
            }

            value = Inflate.Zlib(input, value, position + text);
        }

        texts.Add(key, value, "iTXt", position + text);
    }

    /// <summary>The keyword of a text chunk where it is one of a workflow's.</summary>
    private static byte[]? Key(MediaInput input, long start, uint length)
    {
        ReadOnlySpan<byte> head = input.Peek(start, (int)Math.Min(length, MediaLimits.MaximumKey));
        int end = head.IndexOf((byte)0);
        return end > 0 && EmbeddedTexts.IsWanted(head[..end]) ? head[..end].ToArray() : null;
    }
}
