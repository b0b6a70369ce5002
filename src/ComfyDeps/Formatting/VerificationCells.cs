using System;
using System.Linq;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="VerificationResult"/>.</summary>
public static class VerificationCells
{
    private const int LongestVersion = 12;

    /// <summary>The heading of a place's rows: an environment, or the sources that were asked.</summary>
    /// <param name="result">Any of its results.</param>
    /// <returns>The heading.</returns>
    public static string Where(VerificationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Environment is null ? "the sources of the pins" : Format.Text(result.Environment);
    }

    /// <summary>
    /// Of what is good, the pin, with a remark where there is one; of what is not, the reason in one word and the newest
    /// version that there is instead.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <returns>The cell.</returns>
    public static string Finding(VerificationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string pin = Short(result.Actual ?? result.Expected);
        if (result.IsOk)
        {
            return Format.Text(result.Code is null or "Found" ? pin : $"{pin} {result.Code}".Trim());
        }

        string code = result.Code ?? (pin.Length > 0 ? pin : result.Message ?? string.Empty);
        return Format.Text(result.AvailableVersions.Count > 0 ? $"{code}, {Short(result.AvailableVersions[0])}" : code);
    }

    /// <summary>A hash by its first ten digits, and any other version by as much as fits.</summary>
    private static string Short(string? version)
    {
        string text = version ?? string.Empty;
        string digits = text.StartsWith("sha256:", StringComparison.Ordinal) ? text[7..] : text;
        return digits.Length >= 40 && digits.All(char.IsAsciiHexDigit) ? digits[..10]
            : text.Length > LongestVersion ? text[..(LongestVersion - 1)] + "…"
            : text;
    }
}
