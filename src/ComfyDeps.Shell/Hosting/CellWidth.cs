using System.Globalization;
using System.Text;

namespace ComfyDeps.Shell.Hosting;

/// <summary>How many cells of a terminal a character takes.</summary>
internal static class CellWidth
{
    internal static int Of(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return rune.Value is >= 0x20 and not (>= 0x7f and < 0xa0) ? 1 : 0;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ => IsWide(rune.Value) ? 2 : 1,
        };
    }

    /// <summary>The blocks that Unicode's East Asian Width calls wide, and the pictures.</summary>
    private static bool IsWide(int value) => value
        is (>= 0x1100 and <= 0x115f)
        or (>= 0x2e80 and <= 0xa4cf and not 0x303f)
        or (>= 0xac00 and <= 0xd7a3)
        or (>= 0xf900 and <= 0xfaff)
        or (>= 0xfe30 and <= 0xfe6f)
        or (>= 0xff00 and <= 0xff60)
        or (>= 0xffe0 and <= 0xffe6)
        or (>= 0x1f300 and <= 0x1f64f)
        or (>= 0x1f900 and <= 0x1f9ff)
        or (>= 0x20000 and <= 0x3fffd);
}
