using System.Globalization;
using System.Text;

namespace ComfyDeps.Rendering;

/// <summary>
/// The one place that quotes for a shell: whatever the text is, the shell takes it as one word and nothing else.
/// </summary>
internal static class ShellQuote
{
    /// <summary>
    /// A word for bash that stands for exactly these characters. What a person could not see (line ends, other control
    /// characters, marks that turn text round) is written as bytes in <c>$'…'</c>, the rest stands in single quotes.
    /// </summary>
    /// <param name="text">The text. A NUL, which no word can hold, is shown as a sign for it.</param>
    internal static string Of(string text)
    {
        StringBuilder word = new(text.Length + 2);
        StringBuilder escaped = new(text.Length + 3);
        bool isPlain = true;
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune one = rune.Value == 0 ? new Rune('\u2400') : rune;
            _ = one.Value == '\'' ? word.Append(@"'\''") : word.Append(one);
            isPlain &= !IsUnseen(one);
            AppendEscaped(escaped, one);
        }

        return isPlain ? $"'{word}'" : $"$'{escaped}'";
    }

    /// <summary>A word for bash that a program takes for a path and never for an option.</summary>
    /// <param name="path">A path.</param>
    internal static string OfPath(string path) => Of(path.StartsWith('-') ? "./" + path : path);

    /// <summary>Text for a comment: one line, with every character visible.</summary>
    /// <param name="text">The text.</param>
    internal static string Comment(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                < 0x20 => line.Append((char)('\u2400' + rune.Value)),
                0x7F => line.Append('\u2421'),
                _ when IsUnseen(rune) => line.Append('\ufffd'),
                _ => line.Append(rune),
            };
        }

        return line.ToString();
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void AppendEscaped(StringBuilder word, Rune rune)
    {
        if (rune.Value is '\'' or '\\')
        {
            word.Append('\\').Append(rune);
        }
        else if (rune.Value == '\n')
        {
            word.Append(@"\n");
        }
        else if (!IsUnseen(rune))
        {
            word.Append(rune);
        }
        else
        {
            // Bytes, because what \u means depends on the shell's locale; three octal digits, because \x takes what
            // follows it.
            System.Span<byte> bytes = stackalloc byte[4];
            foreach (byte one in bytes[..rune.EncodeToUtf8(bytes)])
            {
                word.Append('\\').Append(System.Convert.ToString(one, 8).PadLeft(3, '0'));
            }
        }
    }
}
