using System.Text;

namespace ComfyDeps.Inspection;

/// <summary>
/// Text of an environment as it may be shown: a hostile name must not reach a terminal as an escape sequence, whichever way
/// an object's properties are written out.
/// </summary>
internal static class ShownText
{
    private const int Longest = 2000;

    /// <summary>The text with a picture for every control character, cut where it is longer than any honest one.</summary>
    /// <param name="text">The text.</param>
    internal static string Of(string text)
    {
        string kept = text.Length > Longest ? text[..Longest] + "\u2026" : text;
        StringBuilder? safe = null;
        for (int i = 0; i < kept.Length; i++)
        {
            char shown = Visible(kept[i]);
            if (shown != kept[i])
            {
                safe ??= new StringBuilder(kept);
                safe[i] = shown;
            }
        }

        return safe?.ToString() ?? kept;
    }

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
