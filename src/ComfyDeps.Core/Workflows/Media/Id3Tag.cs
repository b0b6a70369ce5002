using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>An ID3v2 tag, versions 2.2 to 2.4: the user's texts, <c>TXXX</c>, in all four encodings.</summary>
internal sealed class Id3Tag
{
    /// <summary>How long a tag's header is.</summary>
    public const int HeaderLength = 10;

    private const byte Unsynchronised = 0x80;
    private const byte Extended = 0x40;
    private const byte Footer = 0x10;
    private const byte OldestVersion = 2;
    private const byte NewestVersion = 4;

    private readonly MediaInput _input;
    private readonly byte _version;
    private readonly EmbeddedTexts _texts;

    private Id3Tag(MediaInput input, byte version, EmbeddedTexts texts)
    {
        _input = input;
        _version = version;
        _texts = texts;
    }

    /// <summary>The three bytes that a tag begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "ID3"u8;

    /// <summary>Reads the texts of a tag.</summary>
    /// <param name="input">The file.</param>
    /// <param name="start">Where the tag starts.</param>
    /// <param name="texts">Receives them.</param>
    /// <returns>Where the tag ends.</returns>
    public static long Read(MediaInput input, long start, EmbeddedTexts texts)
    {
        ReadOnlySpan<byte> header = input.Peek(start, HeaderLength);
        byte version = header[3];
        byte flags = header[5];
        long length = SyncSafe(header[6..]);
        long position = start + HeaderLength;
        long end = position + length;
        input.RequireWithin(position, length, input.Length);
        if (version is >= OldestVersion and <= NewestVersion)
        {
            // Up to 2.3 the whole tag is escaped, in 2.4 each frame for itself.
            if ((flags & Unsynchronised) != 0 && version < NewestVersion)
            {
                byte[] plain = Synchronise(input.Read(position, length));
                MediaInput inner = input.Over(plain, position);
                new Id3Tag(inner, version, texts).ReadFrames(0, plain.Length, (flags & Extended) != 0);
            }
            else
            {
                new Id3Tag(input, version, texts).ReadFrames(position, end, (flags & Extended) != 0);
            }
        }

        return end + ((flags & Footer) != 0 && version == NewestVersion ? HeaderLength : 0);
    }

    private void ReadFrames(long position, long end, bool extended)
    {
        if (extended && _version > OldestVersion)
        {
            ReadOnlySpan<byte> size = _input.Peek(position, sizeof(uint));
            position += _version == NewestVersion
                ? SyncSafe(size)
                : sizeof(uint) + BinaryPrimitives.ReadUInt32BigEndian(size);
        }

        int header = _version == OldestVersion ? 6 : HeaderLength;
        while (end - position >= header)
        {
            _input.CountPart(position);
            ReadOnlySpan<byte> frame = _input.Peek(position, header);
            if (frame[0] == 0)
            {
                return;
            }

            bool text = frame.StartsWith(_version == OldestVersion ? "TXX"u8 : "TXXX"u8);
            byte flags = _version == OldestVersion ? (byte)0 : frame[9];
            long length = FrameLength(frame);
            position += header;
            _input.RequireWithin(position, length, end);
            if (text)
            {
                ReadText(position, length, flags);
            }

            position += length;
        }
    }

    /// <summary>
    /// Version 2.4 writes lengths without their top bits; old software that does not is told by a top bit.
    /// </summary>
    private long FrameLength(ReadOnlySpan<byte> frame) => _version switch
    {
        2 => (frame[3] << 16) | (frame[4] << 8) | frame[5],
        3 => BinaryPrimitives.ReadUInt32BigEndian(frame[4..]),
        _ => frame[4..8].IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0
            ? SyncSafe(frame[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(frame[4..]),
    };

    private void ReadText(long position, long length, byte flags)
    {
        Id3FrameFlags format = new(_version, flags);
        if (format.IsEncrypted)
        {
            return;
        }

        _input.RequireWithin(position, format.ExtraLength, position + length);
        byte[] frame = _input.Read(position + format.ExtraLength, length - format.ExtraLength);
        if (format.IsUnsynchronised)
        {
            frame = Synchronise(frame);
        }

        if (format.IsCompressed)
        {
            frame = Inflate.Zlib(_input, frame, position);
        }

        if (frame.Length > 0)
        {
            AddText(frame[0], frame.AsMemory(1), position + format.ExtraLength);
        }
    }

    /// <summary>An encoding, a name that ends in NUL, and the value.</summary>
    private void AddText(byte encoding, ReadOnlyMemory<byte> text, long position)
    {
        bool wide = encoding is 1 or 2;
        int end = wide ? IndexOfWideNul(text.Span) : text.Span.IndexOf((byte)0);
        if (end < 0)
        {
            throw _input.Malformed(position, "a text has no end of its name");
        }

        int valueStart = end + (wide ? 2 : 1);
        ReadOnlyMemory<byte> name = text[..end];
        ReadOnlyMemory<byte> value = text[valueStart..];
        if (wide)
        {
            name = FromUtf16(name.Span, encoding);
            value = EmbeddedTexts.IsWanted(name.Span) ? FromUtf16(value.Span, encoding) : default;
        }

        _texts.Add(name.Span, value, "TXXX", position + 1 + valueStart);
    }

    private static byte[] FromUtf16(ReadOnlySpan<byte> text, byte encoding)
        => TextEncodings.FromUtf16(text, encoding == 1 && !(text.Length > 1 && text[0] == 0xFE && text[1] == 0xFF));

    private static int IndexOfWideNul(ReadOnlySpan<byte> text)
    {
        for (int index = 0; index + 1 < text.Length; index += 2)
        {
            if (text[index] == 0 && text[index + 1] == 0)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Takes out the zeros that keep players from taking the tag for sound: one after each 0xFF.</summary>
    private static byte[] Synchronise(byte[] bytes)
    {
        int length = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[length++] = bytes[index];
            if (bytes[index] == 0xFF && index + 1 < bytes.Length && bytes[index + 1] == 0)
            {
                index++;
            }
        }

        return bytes[..length];
    }

    private static long SyncSafe(ReadOnlySpan<byte> bytes)
        => ((bytes[0] & 0x7F) << 21) | ((bytes[1] & 0x7F) << 14) | ((bytes[2] & 0x7F) << 7) | (bytes[3] & 0x7F);
}
