using System;
using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ComfyDeps.Workflows;

/// <summary>Turns the bytes of a text file into UTF-8 without a byte-order mark.</summary>
internal static class WorkflowText
{
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text as UTF-8: a part of what was given, or a copy where the file is UTF-16.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">The file's path, for the error.</param>
    /// <exception cref="ComfyDepsException">WorkflowNotText: the bytes are valid in no encoding that is
    /// read.</exception>
    public static Memory<byte> ToUtf8(Memory<byte> bytes, string path)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.StartsWith(Utf8Mark))
        {
            bytes = bytes[Utf8Mark.Length..];
        }
        else if (Utf16(span) is Encoding encoding)
        {
            int mark = span.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
            try
            {
                return Encoding.UTF8.GetBytes(encoding.GetString(span[mark..]));
            }
            catch (DecoderFallbackException e)
            {
                throw NotText(path, e.Index + mark);
            }
        }

        span = bytes.Span;
        if (!Utf8.IsValid(span))
        {
            throw NotText(path, FirstInvalid(span));
        }

        return bytes;
    }

    /// <summary>
    /// UTF-16 by its mark, or by the zero beside the first character, which JSON and code have in ASCII.
    /// </summary>
    private static UnicodeEncoding? Utf16(ReadOnlySpan<byte> bytes)
        => bytes switch
        {
            [0xFF, 0xFE, ..] or [not 0, 0, ..] => new UnicodeEncoding(false, true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] or [0, not 0, ..] => new UnicodeEncoding(true, true, throwOnInvalidBytes: true),
            _ => null,
        };

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out int length) == OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }

    private static ComfyDepsException NotText(string path, int offset)
        => new(
            ErrorCode.WorkflowNotText,
            $"'{path}' is not text: byte {offset} fits neither UTF-8 nor UTF-16.",
            path,
            "Save it as UTF-8, or check that the file is not damaged.");
}
