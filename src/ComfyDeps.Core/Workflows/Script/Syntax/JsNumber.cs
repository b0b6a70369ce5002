using System;
using System.Globalization;
using System.Numerics;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Numbers as ECMAScript reads and writes them.</summary>
internal static class JsNumber
{
    /// <summary>The value of a number as it is written in a script, without <c>n</c>.</summary>
    public static double Parse(ReadOnlySpan<char> text)
    {
        string digits = text.Contains('_')
            ? text.ToString().Replace("_", string.Empty, StringComparison.Ordinal)
            : text.ToString();
        if (digits.Length > 1 && digits[0] == '0')
        {
            switch (digits[1])
            {
                case 'x' or 'X':
                    return Whole(digits.AsSpan(2), 4);
                case 'o' or 'O':
                    return Whole(digits.AsSpan(2), 3);
                case 'b' or 'B':
                    return Whole(digits.AsSpan(2), 1);
                case >= '0' and <= '7' when !digits.AsSpan().ContainsAny("89.eE"):
                    return Whole(digits.AsSpan(1), 3);
            }
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : double.NaN;
    }

    /// <summary>The text of a number, as a script would make it (<c>String(1e21)</c> is "1e+21").</summary>
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        if (value < 0)
        {
            return "-" + Format(-value);
        }

        if (value < 1e15 && Math.Truncate(value) == value)
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        // The shortest text that reads back as the same number, as 12.5 or 1.25E+30.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? shortest : shortest[..mark];
        int exponent = mark < 0
            ? 0
            : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.Integer, CultureInfo.InvariantCulture);
        int whole = mantissa.IndexOf('.', StringComparison.Ordinal);
        string all = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        int point = (whole < 0 ? mantissa.Length : whole) + exponent - (all.Length - digits.Length);
        return Place(digits.TrimEnd('0'), point);
    }

    /// <summary>Digits with their point behind the given number of them.</summary>
    private static string Place(string digits, int point)
    {
        if (point is > 0 and <= 21)
        {
            return digits.Length <= point ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..];
        }

        if (point is > -6 and <= 0)
        {
            return "0." + new string('0', -point) + digits;
        }

        string mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        string sign = point > 0 ? "+" : "-";
        return mantissa + "e" + sign + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture);
    }

    private static double Whole(ReadOnlySpan<char> digits, int bits)
    {
        digits = digits.TrimStart('0');
        if (digits.Length * bits <= 63)
        {
            long value = 0;
            foreach (char digit in digits)
            {
                value = (value << bits) | (long)Digit(digit);
            }

            return value;
        }

        // Only the first bits count for a double, but they must be rounded as one number.
        BigInteger big = BigInteger.Zero;
        int used = Math.Min(digits.Length, 1100 / bits);
        foreach (char digit in digits[..used])
        {
            big = (big << bits) | Digit(digit);
        }

        return (double)big * Math.Pow(2, (double)(digits.Length - used) * bits);
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
