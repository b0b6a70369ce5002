using System;
using System.Buffers.Binary;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// The list of <c>NAME=value</c> that FLAC, Vorbis, Opus and their kin share. Names are told in any case.
/// </summary>
internal static class VorbisComments
{
    /// <summary>Reads a list.</summary>
    /// <param name="input">The file that it is from.</param>
    /// <param name="list">The list, from the vendor's name on.</param>
    /// <param name="start">Where the list is, for messages.</param>
    /// <param name="container">What the file calls it.</param>
    /// <param name="texts">Receives the texts.</param>
    public static void Read(
        MediaInput input,
        ReadOnlyMemory<byte> list,
        long start,
        string container,
        EmbeddedTexts texts)
    {
        int position = 0;
        Next(input, list, start, ref position);
        uint count = Length(input, list, start, ref position);
        for (uint index = 0; index < count; index++)
        {
            input.CountPart(start + position);
            ReadOnlyMemory<byte> comment = Next(input, list, start, ref position);
            int equals = comment.Span[..Math.Min(comment.Length, MediaLimits.MaximumKey)].IndexOf((byte)'=');
            if (equals > 0)
            {
                long value = start + position - comment.Length + equals + 1;
                texts.Add(comment.Span[..equals], comment[(equals + 1)..], container, value);
            }
        }
    }

    private static ReadOnlyMemory<byte> Next(MediaInput input, ReadOnlyMemory<byte> list, long start, ref int position)
    {
        uint length = Length(input, list, start, ref position);
        input.RequireWithin(start + position, length, start + list.Length);
        ReadOnlyMemory<byte> next = list.Slice(position, (int)length);
        position += (int)length;
        return next;
    }

    private static uint Length(MediaInput input, ReadOnlyMemory<byte> list, long start, ref int position)
    {
        input.RequireWithin(start + position, sizeof(uint), start + list.Length);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(list.Span[position..]);
        position += sizeof(uint);
        return length;
    }
}
