using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="VerificationResult"/>.</summary>
public static class VerificationCells
{
    private const int LongestVersion = 12;

    /// <summary>The heading of a place's rows: an environment, or the sources that were asked.</summary>
    /// <param name="result">Any of its results.</param>
    /// <returns>The heading.</returns>
    public static string Where(object result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return CellValue.Text(result, nameof(VerificationResult.Environment)) is string environment
            ? Format.Text(environment)
            : "the sources of the pins";
    }

    /// <summary>
    /// Of what is good, the pin, with a remark where there is one; of what is not, the reason in one word and the
    /// newest version that there is instead.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <returns>The cell.</returns>
    public static string Finding(object result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string pin = Short(
            CellValue.Text(result, nameof(VerificationResult.Actual))
                ?? CellValue.Text(result, nameof(VerificationResult.Expected)));
        string? code = CellValue.Text(result, nameof(VerificationResult.Code));
        if (CellValue.Of(result, nameof(VerificationResult.IsOk)) is true)
        {
            return Format.Text(code is null or "Found" ? pin : $"{pin} {code}".Trim());
        }

        code ??= pin.Length > 0 ? pin : CellValue.Text(result, nameof(VerificationResult.Message)) ?? string.Empty;
        IReadOnlyList<string> versions = CellValue.Texts(result, nameof(VerificationResult.AvailableVersions));
        return Format.Text(versions.Count > 0 ? $"{code}, {Short(versions[0])}" : code);
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
