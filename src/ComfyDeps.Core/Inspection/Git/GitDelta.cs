using System;
using System.IO;

namespace ComfyDeps.Inspection.Git;

/// <summary>Git's way to write an object as a change of another one.</summary>
internal static class GitDelta
{
    /// <summary>Makes the object.</summary>
    /// <param name="content">The other one.</param>
    /// <param name="delta">The change.</param>
    /// <param name="most">The most bytes that may come of it.</param>
    /// <exception cref="InvalidDataException">The change is none of that object.</exception>
    internal static byte[] Apply(byte[] content, ReadOnlySpan<byte> delta, int most)
    {
        int at = 0;
        long from = Length(delta, ref at);
        long to = Length(delta, ref at);
        if (from != content.Length || to < 0 || to > most)
        {
            throw new InvalidDataException("The change is of another object.");
        }

        byte[] result = new byte[to];
        int written = 0;
        while (at < delta.Length)
        {
            int command = delta[at++];
            ReadOnlySpan<byte> part;
            if ((command & 0x80) == 0)
            {
                part = delta.Slice(at, command);
                at += command;
            }
            else
            {
                int offset = Number(delta, ref at, command, 4);
                int size = Number(delta, ref at, command >> 4, 3);
                part = content.AsSpan(offset, size == 0 ? 0x10000 : size);
            }

            part.CopyTo(result.AsSpan(written));
            written += part.Length;
        }

        return written == result.Length ? result : throw new InvalidDataException("The change ends early.");
    }

    private static long Length(ReadOnlySpan<byte> delta, ref int at)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = delta[at++];
            value |= (long)(b & 0x7f) << Math.Min(shift, 56);
            if ((b & 0x80) == 0)
            {
                return value;
            }
        }
    }

    /// <summary>The low bits of the command say which bytes of the number are there.</summary>
    private static int Number(ReadOnlySpan<byte> delta, ref int at, int bits, int bytes)
    {
        int value = 0;
        for (int i = 0; i < bytes; i++)
        {
            if ((bits & (1 << i)) != 0)
            {
                value |= delta[at++] << (8 * i);
            }
        }

        return value;
    }
}
