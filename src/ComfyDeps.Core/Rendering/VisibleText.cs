using System.Globalization;
using System.Text;

namespace ComfyDeps.Rendering;

/// <summary>Text from outside with every character shown as something that a person can see, on one line.</summary>
internal static class VisibleText
{
    /// <summary>Replaces what would break a line, hide itself, turn text round, or is half a character.</summary>
    /// <param name="text">The text; null gives nothing.</param>
    internal static string Of(string? text)
    {
        if (text is null)
        {
            return string.Empty;
        }

        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            _ = rune.Value switch
            {
                < 0x20 => shown.Append((char)('\u2400' + rune.Value)),
                0x7F => shown.Append('\u2421'),
                _ when category is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => shown.Append('\ufffd'),
                _ => shown.Append(rune),
            };
        }

        return shown.ToString();
    }
}
