using System;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>Tells which texts may become a path on any system, always below where they are meant to be.</summary>
internal static class SafePath
{
    private const int LongestPath = 1024;
    private const int LongestSegment = 255;

    private static readonly string[] s_devices =
    [
        "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];

    /// <summary>Whether a text is a relative path with slashes that stays where it is.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsRelative(string text)
        => text.Length is > 0 and <= LongestPath && text.Split('/').All(IsSegment);

    /// <summary>Whether a text is the name of one file or folder.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsSegment(string text)
        => text.Length is > 0 and <= LongestSegment
            && text is not ("." or "..")
            && !text.StartsWith('~')
            && !char.IsWhiteSpace(text[0])
            && !char.IsWhiteSpace(text[^1])
            && text[^1] != '.'
            && text.All(static c => c is not ('\\' or '/' or ':' or '*' or '?' or '"' or '<' or '>' or '|'))
            && !HasUnseen(text)
            && !s_devices.Contains(text.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is something in a text that a person cannot see.</summary>
    /// <param name="text">The text.</param>
    internal static bool HasUnseen(string text)
        => text.EnumerateRunes().Any(static rune => CharUnicodeInfo.GetUnicodeCategory(rune.Value)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
