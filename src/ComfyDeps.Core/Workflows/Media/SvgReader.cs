using System;
using System.IO;
using System.Net;
using System.Text;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// SVG: an object with both texts in a <c>metadata</c> element, as its own text or in CDATA. Only such elements are
/// read. A whole XML reader is not used on files from outside: .NET's took 38 seconds and 500 MB for one tag of 16 MB,
/// and it gives up on drawings whose document type defines entities.
/// </summary>
internal static class SvgReader
{
    private static ReadOnlySpan<byte> Element => "metadata"u8;

    private static ReadOnlySpan<byte> CharacterData => "<![CDATA["u8;

    private static ReadOnlySpan<byte> CharacterDataEnd => "]]>"u8;

    private static ReadOnlySpan<byte> Comment => "<!--"u8;

    private static ReadOnlySpan<byte> CommentEnd => "-->"u8;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        long position = Find(input, Element, 0);
        while (position >= 0)
        {
            input.CountPart(position);
            long next = position + Element.Length;
            if (StartsWith(input, position - 1, "<"u8) || StartsWith(input, position - 5, "<svg:"u8))
            {
                // Going on behind what was looked at keeps the cost of any file in step with its length.
                bool whole = " \t\r\n>"u8.Contains(input.Peek(next, 1)[0]);
                next = Require(input, Find(input, ">"u8, next), position) + 1;
                if (whole && input.Peek(next - 2, 1)[0] != (byte)'/')
                {
                    next = ReadElement(input, next, texts);
                }
            }

            position = Find(input, Element, next);
        }
    }

    /// <summary>
    /// The text directly inside the element; one with elements inside it (RDF and the like) is others' metadata.
    /// </summary>
    /// <returns>How far it was looked at.</returns>
    private static long ReadElement(MediaInput input, long start, EmbeddedTexts texts)
    {
        using MemoryStream text = new();
        long position = start;
        while (true)
        {
            input.CountPart(position);
            long next = Require(input, Find(input, "<"u8, position), start);
            Append(input, position, next, text, decode: true);
            if (StartsWith(input, next, CharacterData))
            {
                position = next + CharacterData.Length;
                next = Require(input, Find(input, CharacterDataEnd, position), start);
                Append(input, position, next, text, decode: false);
                position = next + CharacterDataEnd.Length;
            }
            else if (StartsWith(input, next, Comment))
            {
                next = Require(input, Find(input, CommentEnd, next + Comment.Length), start);
                position = next + CommentEnd.Length;
            }
            else if (StartsWith(input, next, "</"u8))
            {
                texts.AddWrapped(text.ToArray(), "metadata", start);
                return next;
            }
            else
            {
                return next;
            }
        }
    }

    private static void Append(MediaInput input, long start, long end, MemoryStream text, bool decode)
    {
        input.RequireText(start, text.Length + end - start);
        byte[] bytes = input.Read(start, end - start);
        text.Write(decode && bytes.AsSpan().Contains((byte)'&')
            ? Encoding.UTF8.GetBytes(WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes)))
            : bytes);
    }

    private static bool StartsWith(MediaInput input, long position, ReadOnlySpan<byte> text)
        => position >= 0
            && input.Length - position >= text.Length
            && input.Peek(position, text.Length).SequenceEqual(text);

    private static long Find(MediaInput input, ReadOnlySpan<byte> text, long position)
    {
        while (input.Length - position >= text.Length)
        {
            ReadOnlySpan<byte> bytes = input.PeekOn(position, text.Length);
            int found = bytes.IndexOf(text);
            if (found >= 0)
            {
                return position + found;
            }

            position += bytes.Length - text.Length + 1;
        }

        return -1;
    }

    private static long Require(MediaInput input, long position, long start)
        => position >= 0 ? position : throw input.Malformed(start, "a metadata element does not end");
}
