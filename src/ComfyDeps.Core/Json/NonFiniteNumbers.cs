using System;

namespace ComfyDeps.Json;

/// <summary>
/// Python writes NaN, Infinity and -Infinity into JSON, which has no such numbers. They stand where no name can
/// be, so they are overwritten with zeros of the same length.
/// </summary>
internal static class NonFiniteNumbers
{
    /// <summary>Overwrites them in place.</summary>
    /// <param name="utf8">The text; changed where one stands outside a string.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Replace(Span<byte> utf8)
    {
        bool found = false;
        bool inString = false;
        for (int i = 0; i < utf8.Length; i++)
        {
            byte b = utf8[i];
            if (inString)
            {
                i += b == '\\' ? 1 : 0;
                inString = b != '"';
            }
            else if (b == '"')
            {
                inString = true;
            }
            else if (b is (byte)'N' or (byte)'I')
            {
                found |= Blank(utf8[i..], "NaN"u8) || Blank(utf8[i..], "Infinity"u8);
            }
        }

        return found;
    }

    private static bool Blank(Span<byte> at, ReadOnlySpan<byte> word)
    {
        if (!at.StartsWith(word))
        {
            return false;
        }

        at[..word.Length].Fill((byte)' ');
        at[0] = (byte)'0';
        return true;
    }
}
