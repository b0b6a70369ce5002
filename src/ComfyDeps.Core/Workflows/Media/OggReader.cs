using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// Ogg: the second packet of each stream holds its comments, whatever the codec. Pages are followed until every stream
/// that began has had its second packet; the sound after that is not looked at.
/// </summary>
internal static class OggReader
{
    private const int HeaderLength = 27;
    private const byte BeginsStream = 2;
    private const int WholeSegment = 255;
    private const int MaximumStreams = 64;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        Dictionary<uint, OpenStream> open = [];
        long position = 0;
        bool begun = false;
        while (position < input.Length && !(begun && open.Count == 0))
        {
            input.CountPart(position);
            (bool begins, uint serial, int segments) = ReadHeader(input, position);
            position += HeaderLength;
            byte[] lengths = input.Peek(position, segments).ToArray();
            position += segments;
            begun |= !begins;
            if (begins)
            {
                if (open.Count == MaximumStreams)
                {
                    throw input.Malformed(position, $"it has more than {MaximumStreams} streams");
                }

                open[serial] = new OpenStream();
            }

            if (open.TryGetValue(serial, out OpenStream? stream) && ReadPage(input, stream, lengths, position, texts))
            {
                open.Remove(serial);
            }

            foreach (byte length in lengths)
            {
                position += length;
            }
        }

        if (open.Count > 0)
        {
            throw input.Malformed(input.Length, "it ends before its comments do");
        }
    }

    private static (bool Begins, uint Serial, int Segments) ReadHeader(MediaInput input, long position)
    {
        ReadOnlySpan<byte> header = input.Peek(position, HeaderLength);
        if (!header.StartsWith("OggS"u8))
        {
            throw input.Malformed(position, "there is no page where one should begin");
        }

        bool begins = (header[5] & BeginsStream) != 0;
        return (begins, BinaryPrimitives.ReadUInt32LittleEndian(header[14..]), header[26]);
    }

    /// <summary>Takes what a page has of the stream's second packet.</summary>
    /// <returns>Whether that packet is over.</returns>
    private static bool ReadPage(
        MediaInput input,
        OpenStream stream,
        byte[] lengths,
        long position,
        EmbeddedTexts texts)
    {
        int own = 0;
        foreach (byte length in lengths)
        {
            if (stream.Packet == 1)
            {
                own += length;
            }
            else
            {
                position += length;
            }

            if (length < WholeSegment && ++stream.Packet == 2)
            {
                break;
            }
        }

        stream.Take(input, position, own);
        if (stream.Packet < 2)
        {
            return false;
        }

        ReadComments(input, stream, texts);
        return true;
    }

    private static void ReadComments(MediaInput input, OpenStream stream, EmbeddedTexts texts)
    {
        byte[] packet = stream.Comments.ToArray();
        (int skip, string container)? list = Comments(packet);
        if (list is not null)
        {
            VorbisComments.Read(
                input,
                packet.AsMemory(list.Value.skip),
                stream.Start + list.Value.skip,
                list.Value.container,
                texts);
        }
    }

    /// <summary>What stands in front of the comments, by codec; null where the packet is none that is known.</summary>
    private static (int Skip, string Container)? Comments(ReadOnlySpan<byte> packet)
        => packet.StartsWith("OpusTags"u8) ? (8, "OpusTags")
            : packet.StartsWith("\u0003vorbis"u8) ? (7, "VORBIS_COMMENT")
            : packet.Length > 7 && packet[0] == 0x81 && packet[1..].StartsWith("theora"u8) ? (7, "VORBIS_COMMENT")
            : packet.Length > 4 && (packet[0] & 0x7F) == 4 && packet[1] == 0 ? (4, "VORBIS_COMMENT")
            : null;

    /// <summary>A stream whose comments are not read yet.</summary>
    private sealed class OpenStream
    {
        public int Packet { get; set; }

        public long Start { get; private set; }

        public MemoryStream Comments { get; } = new();

        public void Take(MediaInput input, long position, int length)
        {
            Start = Comments.Length == 0 ? position : Start;
            input.RequireText(position, Comments.Length + length);
            Comments.Write(input.Read(position, length));
        }
    }
}
