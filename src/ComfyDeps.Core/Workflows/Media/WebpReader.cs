using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>WebP: the RIFF chunk <c>EXIF</c>, before or after the pixels.</summary>
internal static class WebpReader
{
    private const int SizeField = 4;
    private const int FirstChunk = 12;
    private const int HeaderLength = 8;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        // Some writers count the padding of the last chunk that they then leave out.
        uint declared = BinaryPrimitives.ReadUInt32LittleEndian(input.Peek(SizeField, sizeof(uint)));
        input.RequireWithin(SizeField + sizeof(uint), Math.Max(0, declared - 1L), input.Length);
        long position = FirstChunk;
        while (input.Length - position >= HeaderLength)
        {
            input.CountPart(position);
            ReadOnlySpan<byte> header = input.Peek(position, HeaderLength);
            bool exif = header.StartsWith("EXIF"u8);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            position += HeaderLength;
            input.RequireWithin(position, length, input.Length);
            if (exif)
            {
                ExifReader.Read(input, position, length, "EXIF", texts);
            }

            position += length;

            // Chunks are padded to an even length with a zero, which some writers leave out.
            if (length % 2 == 1 && position < input.Length && input.Peek(position, 1)[0] == 0)
            {
                position++;
            }
        }
    }
}
