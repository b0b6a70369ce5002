using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Reads a pack of git objects, with every id computed from the content. Bounded: a pack that claims
/// more than it should is refused.
/// </summary>
internal sealed class PackReader
{
    private const int HeaderLength = 12;
    private const int MostObjects = 200_000;
    private const int LargestObject = 1024 * 1024;
    private const long LargestTotal = 256L * 1024 * 1024;
    private const int CommitType = 1;
    private const int OffsetDelta = 6;
    private const int IdDelta = 7;

    private readonly byte[] _pack;
    private readonly bool _isSha256;
    private readonly Dictionary<long, (int Type, byte[] Content)> _byOffset = [];
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GitCommit> _commits = new(StringComparer.Ordinal);
    private long _total;

    private PackReader(byte[] pack, bool isSha256)
    {
        _pack = pack;
        _isSha256 = isSha256;
    }

    /// <summary>The commits of a pack by id.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="isSha256">Whether its ids are SHA-256.</param>
    /// <exception cref="InvalidDataException">It is damaged, or larger than it may be.</exception>
    internal static IReadOnlyDictionary<string, GitCommit> ReadCommits(byte[] pack, bool isSha256)
    {
        PackReader reader = new(pack, isSha256);
        reader.ReadAll();
        return reader._commits;
    }

    /// <summary>All objects of a pack by id.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="isSha256">Whether its ids are SHA-256.</param>
    /// <exception cref="InvalidDataException">It is damaged, or larger than it may be.</exception>
    internal static IReadOnlyDictionary<string, GitObject> ReadObjects(byte[] pack, bool isSha256)
    {
        PackReader reader = new(pack, isSha256);
        reader.ReadAll();
        Dictionary<string, GitObject> objects = new(StringComparer.Ordinal);
        foreach ((string id, long offset) in reader._offsets)
        {
            (int type, byte[] content) = reader._byOffset[offset];
            objects[id] = new GitObject((GitObjectType)type, content);
        }

        return objects;
    }

    private void ReadAll()
    {
        if (_pack.Length < HeaderLength || !_pack.AsSpan().StartsWith("PACK"u8)
            || BinaryPrimitives.ReadUInt32BigEndian(_pack.AsSpan(4)) is not (2 or 3))
        {
            throw new InvalidDataException("the objects are not in a pack that is known");
        }

        uint count = BinaryPrimitives.ReadUInt32BigEndian(_pack.AsSpan(8));
        if (count > MostObjects)
        {
            throw new InvalidDataException($"a pack of {count} objects is more than is read");
        }

        long position = HeaderLength;
        for (uint i = 0; i < count; i++)
        {
            long offset = position;
            (int type, byte[] content) = ReadObject(offset, ref position);
            _byOffset[offset] = (type, content);
            string id = IdOf(type, content);
            _offsets[id] = offset;
            if (type == CommitType)
            {
                _commits[id] = GitCommit.Parse(id, content);
            }
        }
    }

    private (int Type, byte[] Content) ReadObject(long offset, ref long position)
    {
        byte first = Next(ref position);
        int type = (first >> 4) & 7;
        long size = first & 15;
        int shift = 4;
        for (byte more = first; (more & 0x80) != 0; shift += 7)
        {
            more = Next(ref position);
            size |= shift < 56
                ? (long)(more & 0x7F) << shift
                : throw new InvalidDataException("the size of an object cannot be");
        }

        (int Type, byte[] Content) found = default;
        if (type == OffsetDelta)
        {
            found = BaseAt(offset - ReadDistance(ref position));
        }
        else if (type == IdDelta)
        {
            int length = _isSha256 ? 32 : 20;
            string id = position + length <= _pack.Length
                ? Convert.ToHexString(_pack, (int)position, length).ToLowerInvariant()
                : throw new InvalidDataException("the pack is cut short");
            position += length;
            found = _offsets.TryGetValue(id, out long at)
                ? BaseAt(at)
                : throw new InvalidDataException("an object builds on one that is not there");
        }

        byte[] content = Inflate(ref position, size);
        return type is OffsetDelta or IdDelta
            ? (found.Type, PackDelta.Apply(found.Content, content, LargestObject))
            : (type, content);
    }

    private (int Type, byte[] Content) BaseAt(long offset)
        => _byOffset.TryGetValue(offset, out (int Type, byte[] Content) found)
            ? found
            : throw new InvalidDataException("an object builds on one that is not there");

    private long ReadDistance(ref long position)
    {
        byte next = Next(ref position);
        long distance = next & 0x7F;
        while ((next & 0x80) != 0)
        {
            next = Next(ref position);
            distance = ((distance + 1) << 7) | (long)(next & 0x7F);
            if (distance > _pack.Length)
            {
                throw new InvalidDataException("an object builds on one before the pack");
            }
        }

        return distance;
    }

    private byte[] Inflate(ref long position, long size)
    {
        _total += size;
        if (size > LargestObject || _total > LargestTotal)
        {
            throw new InvalidDataException("an object is larger than is read");
        }

        byte[] content = new byte[size];
        using SteppedStream source = new(_pack, (int)position);
        using ZLibStream inflater = new(source, CompressionMode.Decompress);
        inflater.ReadExactly(content);
        if (inflater.ReadByte() >= 0)
        {
            throw new InvalidDataException("an object is longer than it says");
        }

        position = source.Consumed;
        return content;
    }

    private byte Next(ref long position)
        => position < _pack.Length ? _pack[position++] : throw new InvalidDataException("the pack is cut short");

    private string IdOf(int type, byte[] content)
    {
        string name = type switch
        {
            1 => "commit",
            2 => "tree",
            3 => "blob",
            4 => "tag",
            _ => throw new InvalidDataException("an object is of no known type"),
        };
        byte[] whole = [.. Encoding.ASCII.GetBytes($"{name} {content.Length}\0"), .. content];

        // Git's own choice of hash, to name objects; nothing is protected by it.
#pragma warning disable CA5350
        byte[] hash = _isSha256 ? SHA256.HashData(whole) : SHA1.HashData(whole);
#pragma warning restore CA5350
        return Convert.ToHexString(hash).ToLowerInvariant();
    }
}
