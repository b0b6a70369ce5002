using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace ComfyDeps.Inspection.Git;

/// <summary>Reads small objects (commits) of a repository on this machine, loose ones and those in packs.</summary>
internal sealed class GitObjects
{
    private const int LargestObject = 1 << 20;
    private const int LongestChain = 64;

    private readonly string _folder;
    private readonly int _hashLength;

    /// <summary>The objects of a repository.</summary>
    /// <param name="commonFolder">The repository's folder.</param>
    /// <param name="hashLength">How long its hashes are.</param>
    internal GitObjects(string commonFolder, int hashLength)
    {
        _folder = Path.Join(commonFolder, "objects");
        _hashLength = hashLength;
    }

    /// <summary>The tree of a commit; null when the commit is not to be found here.</summary>
    /// <param name="commit">The commit in full.</param>
    internal byte[]? TreeOf(string commit)
    {
        byte[]? content;
        try
        {
            content = Loose(commit) ?? Packed(Convert.FromHexString(commit), 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
            or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }

        int digits = 2 * _hashLength;
        return content is not null && content.Length > 5 + digits && content.AsSpan(0, 5).SequenceEqual("tree "u8)
            ? FromHex(content.AsSpan(5, digits))
            : null;
    }

    private static byte[]? FromHex(ReadOnlySpan<byte> digits)
    {
        string text = System.Text.Encoding.ASCII.GetString(digits);
        return text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
    }

    private byte[]? Loose(string id)
    {
        string path = Path.Join(_folder, id[..2], id[2..]);
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        byte[] all = Inflate(file, LargestObject);
        int end = Array.IndexOf(all, (byte)0);
        return end > 0 && all.AsSpan().StartsWith("commit "u8) ? all[(end + 1)..] : null;
    }

    private static byte[] Inflate(Stream stream, int most)
    {
        using ZLibStream inflated = new(stream, CompressionMode.Decompress);
        byte[] buffer = new byte[8192];
        int length = 0;
        int read;
        while ((read = inflated.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length >= most)
            {
                throw new InvalidDataException("The object is larger than a commit can be.");
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        return buffer[..length];
    }

    private byte[]? Packed(byte[] id, int depth)
    {
        string packs = Path.Join(_folder, "pack");
        if (!Directory.Exists(packs))
        {
            return null;
        }

        foreach (string index in Directory.EnumerateFiles(packs, "*.idx").Order(StringComparer.Ordinal))
        {
            if (OffsetOf(index, id) is long offset)
            {
                using FileStream pack = File.OpenRead(Path.ChangeExtension(index, ".pack"));
                return ReadAt(pack, offset, depth);
            }
        }

        return null;
    }

    /// <summary>Looks an object up in a pack's index of version 2: a table by first byte, then sorted hashes.</summary>
    private long? OffsetOf(string path, byte[] id)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[8];
        file.ReadExactly(head);
        if (!head.SequenceEqual((ReadOnlySpan<byte>)[0xff, (byte)'t', (byte)'O', (byte)'c', 0, 0, 0, 2]))
        {
            return null;
        }

        uint count = Number(file, 8 + (255 * 4));
        uint low = id[0] == 0 ? 0 : Number(file, 8 + ((id[0] - 1) * 4));
        uint high = Number(file, 8 + (id[0] * 4));
        const long Hashes = 8 + (256 * 4);
        byte[] candidate = new byte[_hashLength];
        while (low < high)
        {
            uint middle = low + ((high - low) / 2);
            file.Position = Hashes + ((long)middle * _hashLength);
            file.ReadExactly(candidate);
            int order = candidate.AsSpan().SequenceCompareTo(id);
            if (order == 0)
            {
                long small = Hashes + ((long)count * (_hashLength + 4));
                uint offset = Number(file, small + (middle * 4L));
                return (offset & 0x80000000) == 0
                    ? offset
                    : ((long)Number(file, small + (count * 4L) + ((offset & 0x7fffffff) * 8L)) << 32)
                        | Number(file, small + (count * 4L) + ((offset & 0x7fffffff) * 8L) + 4);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return null;
    }

    private static uint Number(FileStream file, long position)
    {
        Span<byte> bytes = stackalloc byte[4];
        file.Position = position;
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private byte[]? ReadAt(FileStream pack, long offset, int depth)
    {
        if (depth > LongestChain)
        {
            return null;
        }

        pack.Position = offset;
        int first = Next(pack);
        int type = (first >> 4) & 7;
        for (int c = first; (c & 0x80) != 0;)
        {
            c = Next(pack);
        }

        const int Commit = 1;
        const int OffsetDelta = 6;
        const int NamedDelta = 7;
        if (type == Commit)
        {
            return Inflate(pack, LargestObject);
        }

        if (type is not (OffsetDelta or NamedDelta))
        {
            return null;
        }

        byte[] baseId = new byte[_hashLength];
        long baseOffset = 0;
        if (type == OffsetDelta)
        {
            baseOffset = offset - Distance(pack);
        }
        else
        {
            pack.ReadExactly(baseId);
        }

        byte[] delta = Inflate(pack, LargestObject);
        byte[]? content = type == OffsetDelta ? ReadAt(pack, baseOffset, depth + 1) : Packed(baseId, depth + 1);
        return content is null ? null : GitDelta.Apply(content, delta, LargestObject);
    }

    private static long Distance(FileStream pack)
    {
        int c = Next(pack);
        long distance = c & 0x7f;
        while ((c & 0x80) != 0)
        {
            c = Next(pack);
            distance = checked(((distance + 1) << 7) | ((long)c & 0x7f));
        }

        return distance;
    }

    private static int Next(FileStream pack)
        => pack.ReadByte() is >= 0 and int value ? value : throw new InvalidDataException("The pack ends early.");
}
