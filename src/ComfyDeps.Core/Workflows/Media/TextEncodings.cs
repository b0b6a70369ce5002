using System;
using System.Text;

namespace ComfyDeps.Workflows.Media;

/// <summary>Turns the encodings of old formats into UTF-8.</summary>
internal static class TextEncodings
{
    /// <summary>Turns UTF-16 into UTF-8.</summary>
    /// <param name="text">The text; a byte-order mark in front is taken off.</param>
    /// <param name="littleEndian">Its byte order.</param>
    /// <returns>The text in UTF-8.</returns>
    public static byte[] FromUtf16(ReadOnlySpan<byte> text, bool littleEndian)
    {
        Encoding utf16 = littleEndian ? Encoding.Unicode : Encoding.BigEndianUnicode;
        string value = utf16.GetString(text);
        return Encoding.UTF8.GetBytes(value.TrimStart('\uFEFF'));
    }
}
