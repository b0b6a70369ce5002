using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// MP4, QuickTime and AVIF, which share one box format. Films carry texts in <c>moov/udta</c> (by key in <c>meta</c>,
/// or as atoms), images in an EXIF item. A box is entered by name along that path only, so nesting costs nothing, and
/// all others, the gigabytes of <c>mdat</c> among them, are jumped over.
/// </summary>
internal sealed class BmffReader(MediaInput input, EmbeddedTexts texts)
{
    private const int HeaderLength = 8;
    private const int LargeHeaderLength = 16;
    private const int FullBoxLength = 4;
    private const int DataHeaderLength = 8;
    private const uint Utf16Text = 2;

    /// <summary>Reads the texts of the file.</summary>
    public void Read()
    {
        bool found = false;
        foreach (BmffBox box in Boxes(0, input.Length))
        {
            found |= box.Type is BmffBox.Movie or BmffBox.UserData or BmffBox.Metadata;
            switch (box.Type)
            {
                case BmffBox.Movie:
                    ReadMovie(box);
                    break;
                case BmffBox.UserData:
                    ReadUserData(box);
                    break;
                case BmffBox.Metadata:
                    ReadMetadata(box);
                    break;
                default:
                    break;
            }
        }

        if (!found)
        {
            // A recording or a download that was never finished.
            throw input.Malformed(
                input.Length, "it ends before its index of the film or image, which holds the metadata");
        }
    }

    private void ReadMovie(BmffBox movie)
    {
        foreach (BmffBox box in Boxes(movie.Start, movie.End))
        {
            if (box.Type == BmffBox.UserData)
            {
                ReadUserData(box);
            }
            else if (box.Type == BmffBox.Metadata)
            {
                ReadMetadata(box);
            }
        }
    }

    private void ReadUserData(BmffBox userData)
    {
        foreach (BmffBox box in Boxes(userData.Start, userData.End))
        {
            if (box.Type == BmffBox.Metadata)
            {
                ReadMetadata(box);
            }
            else if (box.Type is BmffBox.Comment or BmffBox.WorkflowAtom && box.Length > FullBoxLength)
            {
                // Four bytes of version and flags, or of length and language; the box has the length too.
                long start = box.Start + FullBoxLength;
                ReadOnlySpan<byte> key = box.Type == BmffBox.Comment ? "comment"u8 : "workflow"u8;
                texts.Add(key, input.Read(start, box.End - start), "udta", start);
            }
        }
    }

    private void ReadMetadata(BmffBox metadata)
    {
        // The box has a version and flags in MP4 and none in QuickTime, where its handler begins at once.
        bool plain = metadata.Length >= HeaderLength
            && BinaryPrimitives.ReadUInt32BigEndian(input.Peek(metadata.Start + 4, 4)) == BmffBox.Handler;
        long start = Math.Min(metadata.End, metadata.Start + (plain ? 0 : FullBoxLength));
        Dictionary<uint, byte[]> keys = [];
        BmffItems items = new(input, texts);
        foreach (BmffBox box in Boxes(start, metadata.End))
        {
            switch (box.Type)
            {
                case BmffBox.Keys:
                    ReadKeys(box, keys);
                    break;
                case BmffBox.ItemList:
                    ReadItemList(box, keys);
                    break;
                default:
                    items.Take(box);
                    break;
            }
        }

        items.Read();
    }

    /// <summary>The names that the item list counts from 1.</summary>
    private void ReadKeys(BmffBox box, Dictionary<uint, byte[]> keys)
    {
        uint index = 0;
        foreach (BmffBox key in Boxes(box.Start + FullBoxLength + sizeof(uint), box.End))
        {
            index++;
            if (key.Length is > 0 and <= MediaLimits.MaximumKey)
            {
                ReadOnlySpan<byte> name = input.Peek(key.Start, (int)key.Length);
                ReadOnlySpan<byte> last = name[(name.LastIndexOf((byte)'.') + 1)..];
                if (EmbeddedTexts.IsWanted(last))
                {
                    keys[index] = last.ToArray();
                }
            }
        }
    }

    private void ReadItemList(BmffBox list, Dictionary<uint, byte[]> keys)
    {
        foreach (BmffBox item in Boxes(list.Start, list.End))
        {
            byte[]? key = item.Type == BmffBox.Comment ? "comment"u8.ToArray()
                : item.Type == BmffBox.Freeform ? FreeformName(item)
                : keys.GetValueOrDefault(item.Type);
            if (key is not null)
            {
                ReadValue(item, key);
            }
        }
    }

    private byte[]? FreeformName(BmffBox item)
    {
        foreach (BmffBox box in Boxes(item.Start, item.End))
        {
            if (box.Type == BmffBox.Name && box.Length is > FullBoxLength and <= MediaLimits.MaximumKey)
            {
                ReadOnlySpan<byte> name = input.Peek(box.Start + FullBoxLength, (int)box.Length - FullBoxLength);
                return EmbeddedTexts.IsWanted(name) ? name.ToArray() : null;
            }
        }

        return null;
    }

    /// <summary>A value is a box of a type, a locale and the text.</summary>
    private void ReadValue(BmffBox item, byte[] key)
    {
        foreach (BmffBox box in Boxes(item.Start, item.End))
        {
            if (box.Type == BmffBox.Data && box.Length > DataHeaderLength)
            {
                uint type = BinaryPrimitives.ReadUInt32BigEndian(input.Peek(box.Start, sizeof(uint)));
                long start = box.Start + DataHeaderLength;
                byte[] text = input.Read(start, box.End - start);
                texts.Add(
                    key, type == Utf16Text ? TextEncodings.FromUtf16(text, littleEndian: false) : text, "ilst", start);
            }
        }
    }

    private IEnumerable<BmffBox> Boxes(long start, long end) => Boxes(input, start, end);

    /// <summary>The boxes that stand side by side in a range.</summary>
    /// <param name="input">The file.</param>
    /// <param name="start">Where the first one starts.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <returns>Each box in turn; one that does not fit is an error when it is reached.</returns>
    internal static IEnumerable<BmffBox> Boxes(MediaInput input, long start, long end)
    {
        long position = start;

        // Fewer bytes than a header are padding, and so are zeros; lists of user data end in four of them.
        while (end - position >= HeaderLength && input.Peek(position, HeaderLength).ContainsAnyExcept((byte)0))
        {
            input.CountPart(position);
            BmffBox box = Header(input, position, end);
            yield return box;
            position = box.End;
        }
    }

    private static BmffBox Header(MediaInput input, long position, long end)
    {
        ReadOnlySpan<byte> header = input.Peek(position, HeaderLength);
        long size = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint type = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int headerLength = HeaderLength;
        if (size == 1)
        {
            headerLength = LargeHeaderLength;
            input.RequireWithin(position, headerLength, end);
            size = BinaryPrimitives.ReadInt64BigEndian(input.Peek(position + HeaderLength, sizeof(long)));
        }
        else if (size == 0)
        {
            // The last box may leave its size open.
            size = end - position;
        }

        if (size >= 0 && size < headerLength)
        {
            throw input.Malformed(position, "a box is shorter than its own header");
        }

        input.RequireWithin(position, size, end);
        return new BmffBox(type, position + headerLength, position + size);
    }
}
