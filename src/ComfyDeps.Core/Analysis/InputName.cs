using System;

namespace ComfyDeps.Analysis;

/// <summary>Compares the names of inputs with the names that the facts give.</summary>
internal static class InputName
{
    /// <summary>Whether a value's name is the fact's, in which '#' stands for any number.</summary>
    /// <param name="fact">The name in the facts.</param>
    /// <param name="name">The value's name; numbers that are list positions may stand in it.</param>
    public static bool Matches(ReadOnlySpan<char> fact, ReadOnlySpan<char> name)
    {
        int at = 0;
        int i = 0;
        while (i < name.Length)
        {
            if (IsListNumber(name, i, out int after))
            {
                i = after;
            }
            else if (at < fact.Length && fact[at] == '#' && char.IsAsciiDigit(name[i]))
            {
                at++;
                while (i < name.Length && char.IsAsciiDigit(name[i]))
                {
                    i++;
                }
            }
            else if (at < fact.Length && fact[at] == name[i])
            {
                at++;
                i++;
            }
            else
            {
                return false;
            }
        }

        return at == fact.Length;
    }

    /// <summary>The first number in a name that the fact's '#' stands for, or -1.</summary>
    /// <param name="name">The value's name.</param>
    public static int Number(ReadOnlySpan<char> name)
    {
        int start = name.IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return -1;
        }

        int length = name[start..].IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(length < 0 ? name[start..] : name.Slice(start, length), out int number) ? number : -1;
    }

    /// <summary>Whether a whole segment at a place is a number (<c>.0</c> in <c>loras.0.name</c>).</summary>
    private static bool IsListNumber(ReadOnlySpan<char> name, int at, out int after)
    {
        after = at + 1;
        if (name[at] != '.')
        {
            return false;
        }

        while (after < name.Length && char.IsAsciiDigit(name[after]))
        {
            after++;
        }

        return after > at + 1 && (after == name.Length || name[after] == '.');
    }
}
