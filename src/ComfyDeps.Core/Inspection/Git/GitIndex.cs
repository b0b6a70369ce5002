using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ComfyDeps.Inspection.Git;

/// <summary>
/// Git's index: which files a checkout has, and what they were when git last looked. Versions 2 to 4.
/// </summary>
internal sealed class GitIndex
{
    private const int FixedPart = 40;

    private readonly List<IndexEntry> _entries = [];

    private GitIndex()
    {
    }

    /// <summary>The files.</summary>
    internal IReadOnlyList<IndexEntry> Entries => _entries;

    /// <summary>The hash of the tree that the index stands for; null when something was added to it since.</summary>
    internal byte[]? Tree { get; private set; }

    /// <summary>Reads an index.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="hashLength">How long this repository's hashes are: 20 or 32.</param>
    /// <returns>The index; null when part of it is kept elsewhere, or it is of a newer form.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static GitIndex? Read(ReadOnlySpan<byte> bytes, int hashLength)
    {
        if (bytes.Length < 12 + hashLength || !bytes[..4].SequenceEqual("DIRC"u8))
        {
            throw new InvalidDataException("It is no index.");
        }

        // Git may be told to leave the checksum out, and writes zeros in its place.
        ReadOnlySpan<byte> checksum = bytes[^hashLength..];
        if (checksum.ContainsAnyExcept((byte)0)
            && !checksum.SequenceEqual(ObjectHash.OfBytes(bytes[..^hashLength], hashLength)))
        {
            throw new InvalidDataException("It is not whole.");
        }

        uint version = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        uint count = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        if (version is < 2 or > 4)
        {
            return null;
        }

        GitIndex index = new();
        try
        {
            int at = 12;
            byte[] path = [];
            for (uint i = 0; i < count; i++)
            {
                at = index.ReadEntry(bytes, at, version, hashLength, ref path);
            }

            return index.ReadExtensions(bytes[at..^hashLength], hashLength) ? index : null;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidDataException("It ends early.", e);
        }
    }

    private int ReadEntry(ReadOnlySpan<byte> bytes, int start, uint version, int hashLength, ref byte[] path)
    {
        ReadOnlySpan<byte> entry = bytes[start..];
        byte[] id = entry.Slice(FixedPart, hashLength).ToArray();
        int at = FixedPart + hashLength;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(entry[at..]);
        at += 2;
        ushort more = 0;
        if ((flags & 0x4000) != 0)
        {
            more = BinaryPrimitives.ReadUInt16BigEndian(entry[at..]);
            at += 2;
        }

        at = version == 4 ? ReadChangedPath(entry, at, ref path) : ReadPath(entry, at, out path);
        _entries.Add(new IndexEntry(
            Encoding.UTF8.GetString(path),
            BinaryPrimitives.ReadUInt32BigEndian(entry[24..]),
            BinaryPrimitives.ReadUInt32BigEndian(entry[36..]),
            BinaryPrimitives.ReadUInt32BigEndian(entry[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(entry[12..]),
            id,
            IsUnwatched: (flags & 0x8000) != 0 || (more & 0x4000) != 0,
            IsUnmerged: (flags & 0x3000) != 0 || (more & 0x2000) != 0));
        return start + at;
    }

    /// <summary>A whole path, padded so that the next entry begins at a multiple of eight.</summary>
    private static int ReadPath(ReadOnlySpan<byte> entry, int at, out byte[] path)
    {
        int length = entry[at..].IndexOf((byte)0);
        path = entry.Slice(at, length).ToArray();
        return (at + length + 8) & ~7;
    }

    /// <summary>How many bytes of the path before are cut off, and what comes in their place.</summary>
    private static int ReadChangedPath(ReadOnlySpan<byte> entry, int at, ref byte[] path)
    {
        int cut = entry[at] & 0x7f;
        while ((entry[at++] & 0x80) != 0)
        {
            cut = checked(((cut + 1) << 7) | (entry[at] & 0x7f));
        }

        int length = entry[at..].IndexOf((byte)0);
        path = [.. path.AsSpan()[..^cut], .. entry.Slice(at, length)];
        return at + length + 1;
    }

    /// <summary>False when the index cannot be understood without an extension that is not read here.</summary>
    private bool ReadExtensions(ReadOnlySpan<byte> bytes, int hashLength)
    {
        while (bytes.Length >= 8)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
            ReadOnlySpan<byte> body = bytes.Slice(8, length);
            if (bytes[..4].SequenceEqual("TREE"u8))
            {
                Tree = RootTree(body, hashLength);
            }
            else if (bytes[0] is < (byte)'A' or > (byte)'Z')
            {
                return false;
            }

            bytes = bytes[(8 + length)..];
        }

        return true;
    }

    /// <summary>The first entry is the root: an empty path, how many files, how many folders, then the hash.</summary>
    private static byte[]? RootTree(ReadOnlySpan<byte> body, int hashLength)
    {
        int path = body.IndexOf((byte)0);
        int line = body.IndexOf((byte)'\n');
        return path == 0 && line > 1 && body[1] != (byte)'-' ? body.Slice(line + 1, hashLength).ToArray() : null;
    }
}
