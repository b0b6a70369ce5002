using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace ComfyDeps.Workflows.Media;

/// <summary>The items of an image file in the ISO base media family: which one is EXIF, and where it lies.</summary>
internal sealed class BmffItems(MediaInput input, EmbeddedTexts texts)
{
    private const int FullBoxLength = 4;
    private const int ConstructedInFile = 0;
    private const int ConstructedInItemData = 1;

    private BmffBox? _information;
    private BmffBox? _location;
    private BmffBox? _itemData;

    /// <summary>Takes a box of the file's <c>meta</c> where it is about items.</summary>
    /// <param name="box">The box.</param>
    public void Take(BmffBox box)
    {
        switch (box.Type)
        {
            case BmffBox.ItemInformation:
                _information = box;
                break;
            case BmffBox.ItemLocation:
                _location = box;
                break;
            case BmffBox.ItemData:
                _itemData = box;
                break;
            default:
                break;
        }
    }

    /// <summary>Reads the texts of the EXIF items.</summary>
    public void Read()
    {
        if (_information is null || _location is null)
        {
            return;
        }

        HashSet<uint> exif = ExifItems(_information.Value);
        if (exif.Count > 0)
        {
            ReadLocations(_location.Value, exif);
        }
    }

    private HashSet<uint> ExifItems(BmffBox box)
    {
        HashSet<uint> exif = [];
        BmffCursor cursor = new(input, box);
        int version = cursor.Version();
        cursor.Number(version == 0 ? 2 : 4);
        foreach (BmffBox entry in BmffReader.Boxes(input, cursor.Position, box.End))
        {
            if (entry.Type != BmffBox.ItemInformationEntry)
            {
                continue;
            }

            // Before version 2 an entry has no type, only a content type, and EXIF has none of those.
            BmffCursor fields = new(input, entry);
            int entryVersion = fields.Version();
            if (entryVersion >= 2)
            {
                uint id = (uint)fields.Number(entryVersion == 2 ? 2 : 4);
                fields.Number(2);
                if (fields.Number(4) == BmffBox.Exif)
                {
                    exif.Add(id);
                }
            }
        }

        return exif;
    }

    private void ReadLocations(BmffBox box, HashSet<uint> exif)
    {
        BmffCursor cursor = new(input, box);
        int version = cursor.Version();
        int sizes = (int)cursor.Number(2);
        int idLength = version < 2 ? 2 : 4;
        long count = cursor.Number(idLength);
        for (long index = 0; index < count; index++)
        {
            input.CountPart(cursor.Position);
            bool wanted = exif.Contains((uint)cursor.Number(idLength));
            int construction = version is 1 or 2 ? (int)cursor.Number(2) & 0xF : ConstructedInFile;
            bool here = cursor.Number(2) == 0;
            long origin = cursor.Number((sizes >> 4) & 0xF);
            long extents = cursor.Number(2);
            List<(long Start, long Length)> parts = [];
            for (long extent = 0; extent < extents; extent++)
            {
                input.CountPart(cursor.Position);
                cursor.Number(version is 1 or 2 ? sizes & 0xF : 0);
                long offset = cursor.Number(sizes >> 12);
                parts.Add((offset, cursor.Number((sizes >> 8) & 0xF)));
            }

            if (wanted && here)
            {
                ReadItem(construction, origin, parts);
            }
        }
    }

    private void ReadItem(int construction, long origin, List<(long Start, long Length)> parts)
    {
        long end = input.Length;
        if (construction == ConstructedInItemData && _itemData is not null)
        {
            origin += _itemData.Value.Start;
            end = _itemData.Value.End;
        }
        else if (construction != ConstructedInFile)
        {
            return;
        }

        long first = parts.Count == 0 ? origin : origin + parts[0].Start;
        using MemoryStream item = new();
        foreach ((long start, long length) in parts)
        {
            input.RequireWithin(origin + start, length, end);
            input.RequireText(origin + start, item.Length + length);
            if (parts.Count == 1)
            {
                ReadExif(input, origin + start, length);
                return;
            }

            item.Write(input.Read(origin + start, length));
        }

        ReadExif(input.Over(item.ToArray(), first), 0, item.Length);
    }

    /// <summary>The item begins with how far away the TIFF header is.</summary>
    private void ReadExif(MediaInput source, long start, long length)
    {
        if (length <= sizeof(uint))
        {
            return;
        }

        long skip = sizeof(uint) + (long)BinaryPrimitives.ReadUInt32BigEndian(source.Peek(start, sizeof(uint)));
        source.RequireWithin(start + skip, 0, start + length);
        ExifReader.Read(source, start + skip, length - skip, "Exif", texts);
    }
}
