using System;
using System.Collections.Generic;
using System.Numerics;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// WebM and Matroska: the tags of the segment. They stand before the first cluster, or at the end, where the seek head
/// says so; without a seek head that knows them each cluster is jumped over, and one of unknown size is walked through.
/// </summary>
internal sealed class MatroskaReader(MediaInput input, EmbeddedTexts texts)
{
    private readonly HashSet<long> _tagsRead = [];
    private readonly HashSet<long> _seekHeadsRead = [];
    private readonly Queue<(uint Id, long Position)> _sought = [];

    /// <summary>Reads the texts of the file.</summary>
    public void Read()
    {
        long position = 0;
        while (position < input.Length)
        {
            EbmlElement element = Next(position, input.Length);
            if (element.Id == EbmlElement.Segment)
            {
                ReadSegment(element);
            }

            position = element.End;
        }
    }

    private void ReadSegment(EbmlElement segment)
    {
        long position = segment.Start;
        bool clusters = false;
        while (position < segment.End)
        {
            long start = position;
            EbmlElement element = Next(position, segment.End);
            position = element.End;
            switch (element.Id)
            {
                case EbmlElement.SeekHead:
                    ReadSeekHead(element, start, segment);
                    break;
                case EbmlElement.Tags:
                    ReadTags(element, start);
                    break;
                case EbmlElement.Cluster when !clusters && ReadSought(segment):
                    return;
                case EbmlElement.Cluster:
                    clusters = true;
                    break;
                default:
                    break;
            }

            if (element.IsOpen)
            {
                // What is inside it is passed element by element, until one that cannot be inside it.
                position = element.Start;
            }
        }

        ReadSought(segment);
    }

    /// <summary>Reads what the seek heads point at.</summary>
    /// <returns>Whether they knew of tags, so that the rest of the file has none.</returns>
    private bool ReadSought(EbmlElement segment)
    {
        bool known = false;
        while (_sought.TryDequeue(out (uint Id, long Position) sought))
        {
            // Editors leave pointers behind that nothing is at any more: those know nothing, and the clusters are
            // visited.
            if (segment.End - sought.Position < sizeof(uint)
                || BigEndian(input.Peek(sought.Position, sizeof(uint))) != sought.Id)
            {
                continue;
            }

            EbmlElement element = Next(sought.Position, segment.End);
            if (element.Id == EbmlElement.Tags)
            {
                known = true;
                ReadTags(element, sought.Position);
            }
            else
            {
                ReadSeekHead(element, sought.Position, segment);
            }
        }

        return known;
    }

    private void ReadSeekHead(EbmlElement head, long start, EbmlElement segment)
    {
        if (!_seekHeadsRead.Add(start))
        {
            return;
        }

        foreach (EbmlElement seek in Children(head))
        {
            if (seek.Id != EbmlElement.Seek)
            {
                continue;
            }

            long id = 0;
            long position = -1;
            foreach (EbmlElement field in Children(seek))
            {
                switch (field.Id)
                {
                    case EbmlElement.SeekId:
                        id = Number(field);
                        break;
                    case EbmlElement.SeekPosition:
                        position = Number(field);
                        break;
                    default:
                        break;
                }
            }

            if (position >= 0 && (id is EbmlElement.Tags or EbmlElement.SeekHead))
            {
                _sought.Enqueue(((uint)id, segment.Start + position));
            }
        }
    }

    private void ReadTags(EbmlElement tags, long start)
    {
        if (!_tagsRead.Add(start))
        {
            return;
        }

        foreach (EbmlElement tag in Children(tags))
        {
            if (tag.Id == EbmlElement.Tag)
            {
                ReadSimpleTags(tag, MediaLimits.MaximumDepth);
            }
        }
    }

    private void ReadSimpleTags(EbmlElement parent, int depth)
    {
        foreach (EbmlElement element in Children(parent))
        {
            if (element.Id != EbmlElement.SimpleTag)
            {
                continue;
            }

            if (depth == 0)
            {
                throw input.Malformed(element.Start, "its tags are nested too deep");
            }

            ReadSimpleTag(element);
            ReadSimpleTags(element, depth - 1);
        }
    }

    private void ReadSimpleTag(EbmlElement tag)
    {
        byte[] name = [];
        EbmlElement? value = null;
        foreach (EbmlElement field in Children(tag))
        {
            if (field.Id == EbmlElement.TagName && field.Length <= MediaLimits.MaximumKey)
            {
                name = input.Peek(field.Start, (int)field.Length).ToArray();
            }
            else if (field.Id is EbmlElement.TagString or EbmlElement.TagBinary)
            {
                value = field;
            }
        }

        if (value is not null && EmbeddedTexts.IsWanted(name))
        {
            texts.Add(name, input.Read(value.Value.Start, value.Value.Length), "SimpleTag", value.Value.Start);
        }
    }

    private IEnumerable<EbmlElement> Children(EbmlElement parent)
    {
        long position = parent.Start;
        while (position < parent.End)
        {
            EbmlElement element = Next(position, parent.End);
            yield return element;
            position = element.End;
        }
    }

    /// <summary>
    /// The element that starts at a position: an id of 1 to 4 bytes, a size of 1 to 8, and the content.
    /// </summary>
    private EbmlElement Next(long position, long end)
    {
        input.CountPart(position);
        byte first = input.Peek(position, 1)[0];
        int idLength = BitOperations.LeadingZeroCount((uint)first) - 23;
        if (idLength > sizeof(uint))
        {
            throw input.Malformed(position, "there is no element where one should begin");
        }

        input.RequireWithin(position, idLength + 1, end);
        uint id = (uint)BigEndian(input.Peek(position, idLength));
        position += idLength;
        int sizeLength = BitOperations.LeadingZeroCount((uint)input.Peek(position, 1)[0]) - 23;
        if (sizeLength > sizeof(ulong))
        {
            throw input.Malformed(position, "an element has no size");
        }

        input.RequireWithin(position, sizeLength, end);
        ulong mask = (1UL << (7 * sizeLength)) - 1;
        ulong size = BigEndian(input.Peek(position, sizeLength)) & mask;
        position += sizeLength;
        bool open = size == mask && (id is EbmlElement.Segment or EbmlElement.Cluster);
        if (!open)
        {
            input.RequireWithin(position, (long)size, end);
        }

        return new EbmlElement(id, position, open ? end : position + (long)size, open);
    }

    private long Number(EbmlElement element)
    {
        if (element.Length > sizeof(ulong))
        {
            throw input.Malformed(element.Start, "a number has more than eight bytes");
        }

        ulong number = BigEndian(input.Peek(element.Start, (int)element.Length));
        return number > long.MaxValue / 4
            ? throw input.Malformed(element.Start, "a number is larger than any file")
            : (long)number;
    }

    private static ulong BigEndian(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (byte part in bytes)
        {
            number = (number << 8) | part;
        }

        return number;
    }
}
