using System;
using System.IO;

namespace ComfyDeps.Sources.Git;

/// <summary>Rebuilds an object that a pack writes as changes to another one.</summary>
internal static class PackDelta
{
    private const int WholeBlock = 0x10000;

    /// <summary>Applies changes.</summary>
    /// <param name="source">The other object.</param>
    /// <param name="delta">The changes: both sizes, then what to copy and what to insert.</param>
    /// <param name="largest">The largest object that is built.</param>
    /// <exception cref="InvalidDataException">The changes do not fit the object.</exception>
    internal static byte[] Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> delta, int largest)
    {
        int position = 0;
        if (ReadSize(delta, ref position) != source.Length)
        {
            throw Unfit();
        }

        long size = ReadSize(delta, ref position);
        byte[] target = size <= largest
            ? new byte[size]
            : throw new InvalidDataException("an object is larger than is read");
        int written = 0;
        while (position < delta.Length)
        {
            byte operation = delta[position++];
            ReadOnlySpan<byte> from = source;
            int start = 0;
            int length = operation;
            if ((operation & 0x80) != 0)
            {
                start = ReadBits(delta, ref position, operation & 0x0F, 4);
                length = ReadBits(delta, ref position, (operation >> 4) & 0x07, 3);
                length = length == 0 ? WholeBlock : length;
            }
            else
            {
                from = delta;
                start = position;
                position += operation;
            }

            if (length == 0 || start < 0 || (long)start + length > from.Length || written + length > target.Length)
            {
                throw Unfit();
            }

            from.Slice(start, length).CopyTo(target.AsSpan(written));
            written += length;
        }

        return written == target.Length ? target : throw Unfit();
    }

    private static InvalidDataException Unfit() => new("the changes to an object do not fit it");

    private static long ReadSize(ReadOnlySpan<byte> delta, ref int position)
    {
        long size = 0;
        for (int shift = 0; shift < 56; shift += 7)
        {
            byte next = position < delta.Length ? delta[position++] : throw Unfit();
            size |= (long)(next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                return size;
            }
        }

        throw Unfit();
    }

    private static int ReadBits(ReadOnlySpan<byte> delta, ref int position, int present, int count)
    {
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            if ((present & (1 << i)) != 0)
            {
                value |= (position < delta.Length ? delta[position++] : throw Unfit()) << (8 * i);
            }
        }

        return value;
    }
}
