using System;
using System.Buffers;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// Cuts a member out of a JSON object without reading what is in it: Python writes bare NaN and Infinity into these
/// texts, which JSON readers refuse.
/// </summary>
internal static class JsonMembers
{
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[],"u8);

    /// <summary>Finds a member of an object.</summary>
    /// <param name="json">The text of the object.</param>
    /// <param name="name">The member's name. A name that is written with escapes is not found.</param>
    /// <param name="value">The text of its value; the last one's, if there are several.</param>
    /// <returns>Whether the text is one whole object; where it is not, nothing in it can be trusted.</returns>
    public static bool TryCut(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name, out ReadOnlyMemory<byte> value)
    {
        value = default;
        ReadOnlySpan<byte> text = json.Span;
        int at = SkipSpace(text, 0);
        if (at >= text.Length || text[at] != (byte)'{')
        {
            return false;
        }

        at = SkipSpace(text, at + 1);
        while (at < text.Length && text[at] == (byte)'"')
        {
            int keyEnd = SkipString(text, at);
            int colon = SkipSpace(text, keyEnd);
            if (colon >= text.Length || text[colon] != (byte)':')
            {
                return false;
            }

            int start = SkipSpace(text, colon + 1);
            int end = SkipValue(text, start);
            if (end < 0)
            {
                return false;
            }

            if (text[(at + 1)..(keyEnd - 1)].SequenceEqual(name))
            {
                value = json[start..end];
            }

            at = SkipSpace(text, end + 1);
            if (text[end] == (byte)'}')
            {
                return at == text.Length;
            }
        }

        return at < text.Length && text[at] == (byte)'}' && SkipSpace(text, at + 1) == text.Length;
    }

    /// <summary>The position of the comma or brace after a value, or -1 where there is none.</summary>
    private static int SkipValue(ReadOnlySpan<byte> text, int at)
    {
        int depth = 0;
        while (at < text.Length)
        {
            int next = text[at..].IndexOfAny(s_structure);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            switch (text[at])
            {
                case (byte)'"':
                    at = SkipString(text, at);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)',' when depth > 0:
                    break;
                case (byte)',' or (byte)'}' when depth == 0:
                    return at;
                default:
                    depth--;
                    break;
            }

            if (depth < 0)
            {
                return -1;
            }

            at++;
        }

        return -1;
    }

    /// <summary>The position after a string's closing quote, or the end of the text.</summary>
    private static int SkipString(ReadOnlySpan<byte> text, int at)
    {
        at++;
        while (at < text.Length)
        {
            int next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (text[at] == (byte)'"')
            {
                return at + 1;
            }

            at += 2;
        }

        return text.Length;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }
}
