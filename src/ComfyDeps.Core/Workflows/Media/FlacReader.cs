using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>FLAC: the metadata block of Vorbis comments. The sound after the blocks is not looked at.</summary>
internal static class FlacReader
{
    private const int HeaderLength = 4;
    private const byte Last = 0x80;
    private const byte Comments = 4;

    /// <summary>The four bytes that the format begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "fLaC"u8;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="start">Where FLAC begins in it: there may be an ID3 tag in front.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, long start, EmbeddedTexts texts)
    {
        long position = start + Signature.Length;
        byte type;
        do
        {
            input.CountPart(position);
            uint header = BinaryPrimitives.ReadUInt32BigEndian(input.Peek(position, HeaderLength));
            type = (byte)(header >> 24);
            long length = header & 0xFFFFFF;
            position += HeaderLength;
            input.RequireWithin(position, length, input.Length);
            if ((type & ~Last) == Comments)
            {
                VorbisComments.Read(input, input.Read(position, length), position, "VORBIS_COMMENT", texts);
            }

            position += length;
        }
        while ((type & Last) == 0);
    }
}
