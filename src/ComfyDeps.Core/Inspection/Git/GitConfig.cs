using System;
using System.Collections.Generic;
using System.Text;

namespace ComfyDeps.Inspection.Git;

/// <summary>Reads a repository's settings. They are not obeyed, and what they include is not read.</summary>
internal static class GitConfig
{
    /// <summary>
    /// The settings by name (<c>remote.origin.url</c>): section and key in lower case; of several the first.
    /// </summary>
    /// <param name="text">The file.</param>
    internal static Dictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        string section = string.Empty;
        string[] lines = text.Replace("\\\r\n", string.Empty, StringComparison.Ordinal)
            .Replace("\\\n", string.Empty, StringComparison.Ordinal).Split('\n');
        foreach (string raw in lines)
        {
            string line = raw.Trim();
            if (line.StartsWith('['))
            {
                int end = line.LastIndexOf(']');
                section = end < 0 ? string.Empty : Section(line[1..end]);
                continue;
            }

            if (line.Length == 0 || line[0] is '#' or ';' || section.Length == 0)
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string key = (equals < 0 ? line : line[..equals]).Trim().ToLowerInvariant();
            settings.TryAdd($"{section}.{key}", equals < 0 ? "true" : Value(line[(equals + 1)..]));
        }

        return settings;
    }

    /// <summary><c>remote "origin"</c> becomes <c>remote.origin</c>.</summary>
    private static string Section(string header)
    {
        int quote = header.IndexOf('"', StringComparison.Ordinal);
        if (quote < 0)
        {
            return header.Trim().ToLowerInvariant();
        }

        string name = header[(quote + 1)..].TrimEnd().TrimEnd('"').Replace("\\\"", "\"", StringComparison.Ordinal);
        return $"{header[..quote].Trim().ToLowerInvariant()}.{name}";
    }

    private static string Value(string text)
    {
        StringBuilder value = new();
        bool isQuoted = false;
        string trimmed = text.Trim();
        for (int i = 0; i < trimmed.Length; i++)
        {
            char c = trimmed[i];
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == '\\' && i + 1 < trimmed.Length)
            {
                i++;
                value.Append(trimmed[i] switch { 'n' => '\n', 't' => '\t', _ => trimmed[i] });
            }
            else if (!isQuoted && c is '#' or ';')
            {
                break;
            }
            else
            {
                value.Append(c);
            }
        }

        return value.ToString().TrimEnd();
    }
}
