using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Formatting;

/// <summary>
/// The cells of the view of <see cref="EnvironmentDifference"/>: a matrix, with a numbered column for each environment.
/// </summary>
public static class DifferenceCells
{
    private const int Width = 13;
    private const string Hash = "sha256:";

    /// <summary>The heading of the rows: the environments with their numbers.</summary>
    /// <param name="difference">Any of the differences.</param>
    /// <returns>The heading.</returns>
    public static string Environments(object difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return string.Join(", ", Columns(difference).Select(static (column, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{i + 1} = {Format.Text(column.Environment)}")));
    }

    /// <summary>What should be.</summary>
    /// <param name="difference">The difference.</param>
    /// <returns>The cell.</returns>
    public static string Expected(object difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return Short(CellValue.Text(difference, nameof(EnvironmentDifference.Expected)) ?? string.Empty);
    }

    /// <summary>What each environment has, one column after the other; <c>=</c> for what should be.</summary>
    /// <param name="difference">The difference.</param>
    /// <returns>The cell.</returns>
    public static string Values(object difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        string? expected = CellValue.Text(difference, nameof(EnvironmentDifference.Expected));
        IEnumerable<string> cells = Columns(difference).Select(column =>
            string.IsNullOrEmpty(column.Value) ? "not there" : column.Value == expected ? "=" : Short(column.Value));
        return string.Concat(cells.Select(static cell => cell.PadRight(Width))).TrimEnd();
    }

    private static IEnumerable<(string Environment, string? Value)> Columns(object difference)
        => CellValue.Of(difference, nameof(EnvironmentDifference.Values)) switch
        {
            IReadOnlyDictionary<string, string?> values
                => values
                    .Select(static pair => (pair.Key, pair.Value))
                    .OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            IDictionary copy => copy.Keys.Cast<object>().Select(
                key => (key.ToString() ?? string.Empty, copy[key]?.ToString()))
                .OrderBy(static pair => pair.Item1, StringComparer.Ordinal),
            _ => [],
        };

    private static string Short(string value)
    {
        string text = Format.Text(value);
        int note = text.IndexOf(" (", StringComparison.Ordinal);
        string what = note < 0 ? text : text[..note];
        bool isHash = what.StartsWith(Hash, StringComparison.Ordinal);
        what = isHash ? what[Hash.Length..] : what;
        string shown = (isHash || (what.Length >= 40 && what.All(char.IsAsciiHexDigit))) && what.Length > 10
            ? what[..10]
            : what;
        shown = note < 0 ? shown : shown + "*";
        return shown.Length < Width ? shown : shown[..(Width - 2)] + "…";
    }
}
