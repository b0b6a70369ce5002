using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ComfyDeps.Catalog;

/// <summary>
/// The catalog's text files: a line of column names, then one fact a line, columns apart by tabs. An empty first column
/// repeats the one above, so that a pack's classes stand below it as a block.
/// </summary>
internal static class TabSeparated
{
    private const string Header = "# ";

    /// <summary>Reads the rows of a file; a missing file has none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">How many columns a row must have.</param>
    internal static List<string[]> Read(string path, int columns)
    {
        List<string[]> rows = [];
        if (!File.Exists(path))
        {
            return rows;
        }

        string above = string.Empty;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith(Header, StringComparison.Ordinal)))
            {
                continue;
            }

            string[] row = line.Split('\t');
            if (row.Length != columns || (row[0].Length == 0 && above.Length == 0))
            {
                throw new ComfyDepsException(
                    ErrorCode.CatalogUnavailable,
                    $"Line {number} of '{path}' is not a row of {columns} columns.",
                    path,
                    "Restore the file, or make the catalog anew with Update-ComfyCatalog.");
            }

            for (int i = 0; i < row.Length; i++)
            {
                row[i] = Unescape(row[i]);
            }

            row[0] = row[0].Length == 0 ? above : row[0];
            above = row[0];
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The text of a file with these rows, in ordinal order, each once.</summary>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">The rows, in any order.</param>
    internal static string Render(IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        StringBuilder text = new(Header);
        text.AppendJoin('\t', columns).Append('\n');
        string above = string.Empty;
        string last = string.Empty;
        foreach (string[] row in rows.OrderBy(static r => r, RowOrder.Instance))
        {
            string rest = string.Join('\t', row.Skip(1).Select(Escape));
            if (row[0] == above && rest == last)
            {
                continue;
            }

            text.Append(row[0] == above ? string.Empty : Escape(row[0]));
            text.Append(row.Length > 1 ? "\t" : string.Empty).Append(rest).Append('\n');
            above = row[0];
            last = rest;
        }

        return text.ToString();
    }

    private static string Escape(string value)
        => value.AsSpan().IndexOfAny("\\\t\r\n") < 0
            ? value
            : value.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        StringBuilder text = new(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            bool escaped = value[i] == '\\' && i + 1 < value.Length;
            text.Append(!escaped ? value[i] : value[++i] switch
            {
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                char other => other,
            });
        }

        return text.ToString();
    }

    private sealed class RowOrder : IComparer<string[]>
    {
        internal static readonly RowOrder Instance = new();

        public int Compare(string[]? x, string[]? y)
        {
            for (int i = 0; i < Math.Min(x!.Length, y!.Length); i++)
            {
                int order = string.CompareOrdinal(x[i], y[i]);
                if (order != 0)
                {
                    return order;
                }
            }

            return x.Length - y!.Length;
        }
    }
}
