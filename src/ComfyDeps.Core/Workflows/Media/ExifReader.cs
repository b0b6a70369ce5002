using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// EXIF, a TIFF inside another file: texts of the first directory whose value carries its name (<c>workflow:{…}</c>),
/// whatever the tag, and the user's comment in the EXIF directory. Only directories and texts are read.
/// </summary>
internal sealed class ExifReader
{
    private const int EntryLength = 12;
    private const ushort ExifDirectory = 0x8769;
    private const ushort UserComment = 0x9286;
    private const int CharacterCodeLength = 8;

    private readonly MediaInput _input;
    private readonly EmbeddedTexts _texts;
    private readonly string _container;
    private readonly long _start;
    private readonly long _length;
    private readonly bool _little;

    private ExifReader(MediaInput input, EmbeddedTexts texts, string container, long start, long length)
    {
        _input = input;
        _texts = texts;
        _container = container;
        _start = start;
        _length = length;
        _little = input.Peek(start, 1)[0] == (byte)'I';
    }

    private enum FieldType : ushort
    {
        Ascii = 2,
        Undefined = 7,
        Utf8 = 129,
    }

    private static ReadOnlySpan<byte> Mark => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> LittleTiff => [(byte)'I', (byte)'I', 42, 0];

    private static ReadOnlySpan<byte> BigTiff => [(byte)'M', (byte)'M', 0, 42];

    /// <summary>Reads the texts of an EXIF block.</summary>
    /// <param name="input">The file.</param>
    /// <param name="start">Where the block starts, with or without <c>Exif\0\0</c> in front.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="container">What the file calls the block.</param>
    /// <param name="texts">Receives the texts.</param>
    public static void Read(MediaInput input, long start, long length, string container, EmbeddedTexts texts)
    {
        if (length >= Mark.Length && input.Peek(start, Mark.Length).SequenceEqual(Mark))
        {
            start += Mark.Length;
            length -= Mark.Length;
        }

        if (length == 0)
        {
            return;
        }

        ReadOnlySpan<byte> header = length < 8 ? default : input.Peek(start, 4);
        if (!header.SequenceEqual(LittleTiff) && !header.SequenceEqual(BigTiff))
        {
            throw input.Malformed(start, "the EXIF block does not begin like one");
        }

        ExifReader reader = new(input, texts, container, start, length);
        reader.ReadDirectory(reader.UInt32(4), MediaLimits.MaximumDepth);
    }

    private void ReadDirectory(long offset, int depth)
    {
        _input.RequireWithin(_start + offset, 2, _start + _length);
        int count = UInt16(offset);
        _input.RequireWithin(_start + offset + 2, (long)count * EntryLength, _start + _length);
        for (int index = 0; index < count; index++)
        {
            long entry = offset + 2 + ((long)index * EntryLength);
            _input.CountPart(_start + entry);
            ushort tag = UInt16(entry);
            FieldType type = (FieldType)UInt16(entry + 2);
            long length = UInt32(entry + 4);
            if (tag == ExifDirectory)
            {
                if (depth == 0)
                {
                    throw _input.Malformed(_start + entry, "its EXIF directories hold one another");
                }

                ReadDirectory(UInt32(entry + 8), depth - 1);
            }
            else if (length > 4 && (tag == UserComment || type is FieldType.Ascii or FieldType.Utf8))
            {
                long value = _start + UInt32(entry + 8);
                _input.RequireWithin(value, length, _start + _length);
                byte[] text = _input.Read(value, length);
                _texts.AddTagged(tag == UserComment ? Comment(text) : text, _container, value);
                ReadMoved(text, value);
            }
        }
    }

    /// <summary>
    /// Tools that replace a text in place by a longer one leave the offsets of the later texts behind (seen in
    /// published example files): such a text begins after a NUL inside the value, and ends beyond it.
    /// </summary>
    private void ReadMoved(ReadOnlySpan<byte> text, long position)
    {
        int nul = text.IndexOf((byte)0);
        int start = nul < 0 ? -1 : text[nul..].IndexOfAnyExcept((byte)0);
        ReadOnlySpan<byte> rest = start < 0 ? default : text[(nul + start)..];
        int colon = rest[..Math.Min(rest.Length, MediaLimits.MaximumKey)].IndexOf((byte)':');
        if (colon > 0 && EmbeddedTexts.IsWanted(rest[..colon]))
        {
            long moved = position + nul + start;
            _texts.AddTagged(_input.Read(moved, _start + _length - moved), _container, moved);
        }
    }

    /// <summary>The user's comment names its encoding in its first eight bytes; some writers leave that out.</summary>
    private ReadOnlyMemory<byte> Comment(byte[] value)
    {
        ReadOnlySpan<byte> text = value;
        if (text.StartsWith("UNICODE\0"u8))
        {
            return Utf16(text[CharacterCodeLength..]);
        }

        bool coded = text.StartsWith("ASCII\0\0\0"u8) || text.StartsWith("\0\0\0\0\0\0\0\0"u8);
        return value.AsMemory(coded ? CharacterCodeLength : 0);
    }

    /// <summary>
    /// Writers disagree on the byte order: a mark says it, else the first character, which is ASCII, does.
    /// </summary>
    private byte[] Utf16(ReadOnlySpan<byte> text)
    {
        bool little = text.Length < 2 ? _little
            : text[0] == 0xFF && text[1] == 0xFE ? true
            : text[0] == 0xFE && text[1] == 0xFF ? false
            : text[1] == 0 ? true
            : text[0] == 0 ? false
            : _little;
        return TextEncodings.FromUtf16(text, little);
    }

    private ushort UInt16(long offset)
    {
        ReadOnlySpan<byte> bytes = _input.Peek(_start + offset, 2);
        return _little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private uint UInt32(long offset)
    {
        ReadOnlySpan<byte> bytes = _input.Peek(_start + offset, 4);
        return _little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
