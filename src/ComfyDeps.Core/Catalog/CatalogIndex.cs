using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ComfyDeps.Catalog;

/// <summary>
/// An index as it is on disk, read by number. Nothing is parsed when it is opened, and every access is checked: a
/// damaged file is an error that says so.
/// </summary>
internal sealed class CatalogIndex
{
    private const int LongestStackName = 512;

    /// <summary>Counted by the last one: asking the type takes as long as the rest of the opening.</summary>
    private const int TableCount = (int)IndexTable.Patterns + 1;

    private readonly byte[] _data;
    private readonly string _path;
    private readonly (int Offset, int Rows, int Columns)[] _tables;

    private CatalogIndex(byte[] data, string path, (int Offset, int Rows, int Columns)[] tables)
    {
        _data = data;
        _path = path;
        _tables = tables;
    }

    /// <summary>The hash of the text that the index was made of.</summary>
    internal ReadOnlySpan<byte> Fingerprint => _data.AsSpan(IndexImage.Magic.Length, IndexImage.FingerprintLength);

    /// <summary>Opens an index.</summary>
    /// <param name="data">Its bytes.</param>
    /// <param name="path">Where they are from, for errors.</param>
    internal static CatalogIndex Open(byte[] data, string path)
    {
        int directory = IndexImage.Magic.Length + IndexImage.FingerprintLength;
        if (data.Length < directory + (TableCount * 12) || !data.AsSpan().StartsWith(IndexImage.Magic))
        {
            throw Damaged(path);
        }

        (int Offset, int Rows, int Columns)[] tables = new (int, int, int)[TableCount];
        for (int i = 0; i < TableCount; i++)
        {
            ReadOnlySpan<byte> entry = data.AsSpan(directory + (i * 12), 12);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            uint rows = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            uint columns = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            ulong bytes = rows * (columns == 0 ? 1UL : columns * 4UL);
            if (columns > 64 || offset + bytes > (ulong)data.Length)
            {
                throw Damaged(path);
            }

            tables[i] = ((int)offset, (int)rows, (int)columns);
        }

        return new CatalogIndex(data, path, tables);
    }

    /// <summary>How many rows a table has.</summary>
    /// <param name="table">The table.</param>
    internal int Rows(IndexTable table) => _tables[(int)table].Rows;

    /// <summary>A cell of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    internal uint Cell(IndexTable table, uint row, int column = 0)
    {
        (int offset, int rows, int columns) = _tables[(int)table];
        if (row >= (uint)rows || (uint)column >= (uint)columns)
        {
            throw Damaged(_path);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(_data.AsSpan(offset + ((((int)row * columns) + column) * 4), 4));
    }

    /// <summary>A string's bytes.</summary>
    /// <param name="number">The string's number.</param>
    internal ReadOnlySpan<byte> Utf8(uint number)
    {
        uint start = Cell(IndexTable.StringOffsets, number);
        uint end = Cell(IndexTable.StringOffsets, number + 1);
        (int offset, int length, _) = _tables[(int)IndexTable.StringBytes];
        if (start > end || end > (uint)length)
        {
            throw Damaged(_path);
        }

        return _data.AsSpan(offset + (int)start, (int)(end - start));
    }

    /// <summary>A string.</summary>
    /// <param name="number">The string's number.</param>
    internal string Text(uint number) => number == 0 ? string.Empty : Encoding.UTF8.GetString(Utf8(number));

    /// <summary>A string, or null for the empty one.</summary>
    /// <param name="number">The string's number.</param>
    internal string? TextOrNull(uint number) => number == 0 ? null : Text(number);

    /// <summary>Looks a name up in a hash table.</summary>
    /// <param name="buckets">The hash table.</param>
    /// <param name="table">The table whose first column is the name.</param>
    /// <param name="name">The name.</param>
    /// <returns>The first row with that name, or -1.</returns>
    internal int Find(IndexTable buckets, IndexTable table, ReadOnlySpan<byte> name)
    {
        int count = Rows(buckets);
        uint bucket = IndexHash.Of(name);
        for (int step = 0; step < count; step++, bucket++)
        {
            uint row = Cell(buckets, bucket & (uint)(count - 1));
            if (row == 0)
            {
                return -1;
            }

            if (Utf8(Cell(table, row - 1)).SequenceEqual(name))
            {
                return (int)row - 1;
            }
        }

        return -1;
    }

    /// <summary>Looks a name up in a hash table.</summary>
    /// <param name="buckets">The hash table.</param>
    /// <param name="table">The table whose first column is the name.</param>
    /// <param name="name">The name.</param>
    /// <returns>The first row with that name, or -1.</returns>
    internal int Find(IndexTable buckets, IndexTable table, ReadOnlySpan<char> name)
    {
        int longest = Encoding.UTF8.GetMaxByteCount(name.Length);
        byte[]? rented = longest > LongestStackName ? ArrayPool<byte>.Shared.Rent(longest) : null;
        Span<byte> bytes = rented ?? stackalloc byte[LongestStackName];
        int row = Find(buckets, table, bytes[..Encoding.UTF8.GetBytes(name, bytes)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return row;
    }

    /// <summary>The error for an index whose content cannot be true.</summary>
    internal ComfyDepsException Damaged() => Damaged(_path);

    private static ComfyDepsException Damaged(string path)
        => new(
            ErrorCode.CatalogUnavailable,
            $"The index '{path}' is damaged or of another version.",
            path,
            "Delete it: it is made anew from the catalog's text. Where there is no text, install the module again.");
}
