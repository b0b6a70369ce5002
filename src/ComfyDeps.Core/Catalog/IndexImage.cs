using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ComfyDeps.Catalog;

/// <summary>Puts the bytes of an index together.</summary>
internal sealed class IndexImage
{
    /// <summary>The first bytes of an index; the last one is the version of its layout.</summary>
    internal static readonly byte[] Magic = "CMFYCAT1"u8.ToArray();

    /// <summary>How many bytes the hash of the text has.</summary>
    internal const int FingerprintLength = 32;

    private readonly Dictionary<IndexTable, (int Columns, List<uint> Cells)> _tables = [];
    private readonly Dictionary<string, uint> _strings = new(StringComparer.Ordinal);
    private readonly List<uint> _offsets = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Starts an index whose string number 0 is the empty one, which stands for "not known".</summary>
    internal IndexImage() => String(string.Empty);

    /// <summary>The number of a string.</summary>
    /// <param name="text">The string; null counts as empty.</param>
    internal uint String(string? text)
    {
        text ??= string.Empty;
        if (!_strings.TryGetValue(text, out uint number))
        {
            number = (uint)_strings.Count;
            _strings.Add(text, number);
            _offsets.Add((uint)_bytes.WrittenCount);
            Encoding.UTF8.GetBytes(text, _bytes);
        }

        return number;
    }

    /// <summary>Adds a row to a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cells">The row.</param>
    internal void Row(IndexTable table, params ReadOnlySpan<uint> cells)
    {
        if (!_tables.TryGetValue(table, out (int Columns, List<uint> Cells) entry))
        {
            entry = (cells.Length, []);
            _tables.Add(table, entry);
        }

        foreach (uint cell in cells)
        {
            entry.Cells.Add(cell);
        }
    }

    /// <summary>
    /// Adds a hash table over texts: a power of two of buckets, each empty or a row's number plus one.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="keys">The text of each row.</param>
    internal void Buckets(IndexTable table, IReadOnlyList<string> keys)
    {
        uint[] buckets = new uint[BitRoundUp(Math.Max(1, keys.Count) * 2)];
        for (int row = 0; row < keys.Count; row++)
        {
            uint bucket = IndexHash.Of(Encoding.UTF8.GetBytes(keys[row])) & (uint)(buckets.Length - 1);
            while (buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (uint)(buckets.Length - 1);
            }

            buckets[bucket] = (uint)row + 1;
        }

        foreach (uint bucket in buckets)
        {
            Row(table, bucket);
        }
    }

    /// <summary>The index as it is written to disk.</summary>
    /// <param name="fingerprint">The hash of the text that it was made of.</param>
    internal byte[] ToArray(byte[] fingerprint)
    {
        IndexTable[] tables = Enum.GetValues<IndexTable>();
        int header = Magic.Length + FingerprintLength + (tables.Length * 12);
        using MemoryStream body = new();
        using MemoryStream directory = new();
        foreach (IndexTable table in tables)
        {
            uint offset = (uint)(header + body.Length);
            (int columns, List<uint> cells) = table == IndexTable.StringOffsets
                ? (1, [.. _offsets, (uint)_bytes.WrittenCount])
                : _tables.GetValueOrDefault(table, (1, []));
            bool isBytes = table == IndexTable.StringBytes;
            Write(directory, offset);
            Write(directory, isBytes ? (uint)_bytes.WrittenCount : (uint)(cells.Count / columns));
            Write(directory, isBytes ? 0 : (uint)columns);
            if (isBytes)
            {
                body.Write(_bytes.WrittenSpan);
            }

            foreach (uint cell in isBytes ? [] : cells)
            {
                Write(body, cell);
            }
        }

        return [.. Magic, .. fingerprint, .. directory.ToArray(), .. body.ToArray()];
    }

    private static int BitRoundUp(int value) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)value);

    private static void Write(MemoryStream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
