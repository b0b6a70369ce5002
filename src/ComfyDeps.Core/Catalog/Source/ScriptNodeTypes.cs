using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace ComfyDeps.Catalog.Source;

/// <summary>The node types that a script of a pack registers by a name that stands in the same file.</summary>
internal static partial class ScriptNodeTypes
{
    private const int LongestName = 200;

    /// <summary>The node types.</summary>
    /// <param name="source">The script.</param>
    internal static IReadOnlyList<string> Find(string source)
    {
        if (!source.Contains("registerNodeType", StringComparison.Ordinal))
        {
            return [];
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Match match in Registration().Matches(source))
        {
            string argument = match.Groups[1].Value;
            string? name = argument[0] is '"' or '\'' or '`' ? argument[1..^1] : Constant(source, argument);
            if (name is { Length: > 0 and <= LongestName } && !name.Contains('$', StringComparison.Ordinal)
                && !name.StartsWith("__", StringComparison.Ordinal))
            {
                names.Add(name);
            }
        }

        return [.. names];
    }

    /// <summary>
    /// The text that a name, or a class's own <c>type</c>, stands for; null unless it is the same everywhere.
    /// </summary>
    private static string? Constant(string source, string name)
    {
        string last = name[(name.LastIndexOf('.') + 1)..];
        HashSet<string> values = new(StringComparer.Ordinal);
        foreach (Match match in Assignment().Matches(source))
        {
            if (match.Groups[1].Value == last)
            {
                values.Add(match.Groups[2].Value[1..^1]);
            }
        }

        return values.Count == 1 ? string.Join(string.Empty, values) : null;
    }

    [GeneratedRegex(
        """\bregisterNodeType\(\s*("[^"\n\\]+"|'[^'\n\\]+'|`[^`\n\\]+`|[A-Za-z_$][\w$.]{0,100})\s*,""",
        RegexOptions.NonBacktracking)]
    private static partial Regex Registration();

    [GeneratedRegex(
        """\b([A-Za-z_$][\w$]{0,60})\s*=\s*("[^"\n\\]+"|'[^'\n\\]+'|`[^`\n\\]+`)""", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
