using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Resolves backslashes.</summary>
internal static class EscapeDecoder
{
    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// The length of <c>\u0041</c> or <c>\u{41}</c> at the start of the characters, 0 when there is none.
    /// </summary>
    public static int ReadUnicode(ReadOnlySpan<char> characters, out int value)
    {
        value = 0;
        if (!characters.StartsWith("\\u"))
        {
            return 0;
        }

        if (characters.Length > 2 && characters[2] == '{')
        {
            int close = characters.IndexOf('}');
            bool valid = close > 3
                && TryHex(characters[3..close].TrimStart('0'), 6, out value)
                && value <= 0x10FFFF;
            return valid ? close + 1 : 0;
        }

        return characters.Length >= 6 && TryHex(characters.Slice(2, 4), 4, out value) ? 6 : 0;
    }

    /// <summary>What a string or the text of a template says; line ends of a template become LF.</summary>
    /// <param name="characters">The characters between the quotes.</param>
    /// <param name="isTemplate">True for a template.</param>
    /// <param name="wrong">The offset of the first wrong escape, or -1.</param>
    public static string Decode(ReadOnlySpan<char> characters, bool isTemplate, out int wrong)
    {
        wrong = -1;
        StringBuilder result = new(characters.Length);
        int position = 0;
        while (position < characters.Length)
        {
            int plain = characters[position..].IndexOfAny('\\', '\r');
            if (plain < 0)
            {
                result.Append(characters[position..]);
                break;
            }

            result.Append(characters.Slice(position, plain));
            position += plain;
            if (characters[position] == '\r')
            {
                bool isPair = position + 1 < characters.Length && characters[position + 1] == '\n';
                result.Append(isTemplate ? '\n' : '\r');
                position += isTemplate && isPair ? 2 : 1;
                continue;
            }

            int length = DecodeOne(characters[position..], isTemplate, result);
            if (length <= 0)
            {
                wrong = wrong < 0 ? position : wrong;
                length = Math.Max(1, -length);
            }

            position += length;
        }

        return result.ToString();
    }

    /// <summary>Resolves one escape: its length, negative or 0 when it is wrong.</summary>
    private static int DecodeOne(ReadOnlySpan<char> rest, bool isTemplate, StringBuilder result)
    {
        if (rest.Length < 2)
        {
            return -1;
        }

        char c = rest[1];
        switch (c)
        {
            case '\r':
                return rest.Length > 2 && rest[2] == '\n' ? 3 : 2;
            case '\n' or '\u2028' or '\u2029':
                return 2;
            case 'x':
                return DecodeHex(rest, result);
            case 'u':
                return DecodeUnicode(rest, result);
            case >= '0' and <= '9':
                return DecodeOctal(rest, isTemplate, result);
            default:
                result.Append(WithoutBackslash(c));
                return 2;
        }
    }

    /// <summary>The control character that a letter stands for; any other character is itself.</summary>
    private static char WithoutBackslash(char c)
        => c switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            _ => c,
        };

    private static int DecodeHex(ReadOnlySpan<char> rest, StringBuilder result)
    {
        if (rest.Length >= 4 && TryHex(rest.Slice(2, 2), 2, out int hex))
        {
            result.Append((char)hex);
            return 4;
        }

        return -2;
    }

    private static int DecodeUnicode(ReadOnlySpan<char> rest, StringBuilder result)
    {
        int length = ReadUnicode(rest, out int value);
        if (length > 0)
        {
            // Half of a pair is allowed, and the two halves may be written apart.
            result.Append(value > 0xFFFF ? char.ConvertFromUtf32(value) : ((char)value).ToString());
            return length;
        }

        return -2;
    }

    private static int DecodeOctal(ReadOnlySpan<char> rest, bool isTemplate, StringBuilder result)
    {
        bool isNull = rest[1] == '0' && (rest.Length == 2 || rest[2] is < '0' or > '9');
        if (isNull)
        {
            result.Append('\0');
            return 2;
        }

        if (isTemplate)
        {
            return -2;
        }

        int value = 0;
        int length = 1;
        while (length < Math.Min(rest.Length, 4) && rest[length] is >= '0' and <= '7' && (value * 8) < 256)
        {
            value = (value * 8) + (rest[length] - '0');
            length++;
        }

        if (length == 1)
        {
            result.Append(rest[1]);
            return 2;
        }

        result.Append((char)value);
        return length;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, int most, out int value)
    {
        value = 0;
        return digits.Length <= most
            && !digits.ContainsAnyExcept(s_hexDigits)
            && (digits.IsEmpty
                || int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value));
    }
}
