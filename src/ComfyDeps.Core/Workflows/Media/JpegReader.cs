using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// JPEG: the segments before the pixels, EXIF and comments. The front end does not read these; some packs write them.
/// </summary>
internal static class JpegReader
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte Application1 = 0xE1;
    private const byte Comment = 0xFE;
    private const int LengthLength = 2;

    private static ReadOnlySpan<byte> ExifMark => "Exif\0\0"u8;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        long position = 2;
        while (true)
        {
            input.CountPart(position);
            ReadOnlySpan<byte> marker = input.Peek(position, 2);
            if (marker[0] != 0xFF)
            {
                throw input.Malformed(position, "there is no segment where one should begin");
            }

            byte type = marker[1];
            if (type is StartOfScan or EndOfImage)
            {
                return;
            }

            if (type is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                // Fill bytes, and markers that stand alone.
                position += type == 0xFF ? 1 : 2;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(input.Peek(position + 2, LengthLength));
            if (length < LengthLength)
            {
                throw input.Malformed(position, "a segment is shorter than its own length");
            }

            position += 2;
            input.RequireWithin(position, length, input.Length);
            ReadSegment(input, type, position + LengthLength, length - LengthLength, texts);
            position += length;
        }
    }

    private static void ReadSegment(MediaInput input, byte type, long start, int length, EmbeddedTexts texts)
    {
        if (type == Comment)
        {
            texts.AddTagged(input.Read(start, length), "COM", start);
        }
        else if (type == Application1
            && length > ExifMark.Length
            && input.Peek(start, ExifMark.Length).SequenceEqual(ExifMark))
        {
            ExifReader.Read(input, start, length, "EXIF", texts);
        }
    }
}
