using System;
using System.Text;

namespace ComfyDeps;

/// <summary>
/// Text from outside as it may be shown: a hostile name must not reach a terminal as an escape sequence, whichever way
/// an object's properties are written out.
/// </summary>
public static class ShownText
{
    private const int Longest = 2000;

    /// <summary>The text with nothing in it that a terminal would obey or that hides or turns text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with a picture in the place of every such character.</returns>
    public static string Visible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? safe = null;
        for (int i = 0; i < text.Length; i++)
        {
            char shown = Visible(text[i]);
            if (shown != text[i])
            {
                safe ??= new StringBuilder(text);
                safe[i] = shown;
            }
        }

        return safe?.ToString() ?? text;
    }

    /// <summary>The same, cut where it is longer than any honest text.</summary>
    /// <param name="text">The text.</param>
    internal static string Of(string text) => Visible(text.Length > Longest ? text[..Longest] + "\u2026" : text);

    /// <summary>The same of a text that may be missing.</summary>
    /// <param name="text">The text, or null.</param>
    internal static string? OrNull(string? text) => text is null ? null : Of(text);

    private static char Visible(char c) => c switch
    {
        < ' ' => (char)('\u2400' + c),
        '\u007f' => '\u2421',
        < '\u00a0' and > '\u007f' => '\ufffd',
        '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' => '\ufffd',
        (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => '\ufffd',
        _ => c,
    };
}
