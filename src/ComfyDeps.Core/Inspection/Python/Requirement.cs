using System;
using System.Linq;
using ComfyDeps.Versioning;

namespace ComfyDeps.Inspection.Python;

/// <summary>One requirement, as PEP 508 writes it.</summary>
internal sealed class Requirement
{
    private Requirement(string text, string name)
    {
        Text = text;
        Name = name;
    }

    /// <summary>The requirement as it was written, without what stands behind <c>;</c>.</summary>
    internal string Text { get; }

    /// <summary>The distribution, by its normal name.</summary>
    internal string Name { get; }

    /// <summary>The parts of it that are wanted beside it, by their normal names.</summary>
    internal string[] Extras { get; private init; } = [];

    /// <summary>The versions that will do.</summary>
    internal PythonVersionSet? Versions { get; private init; }

    /// <summary>Whether it names an address to have it from, which may be any version.</summary>
    internal bool IsAddress { get; private init; }

    /// <summary>Where it counts, or null for everywhere.</summary>
    internal string? Marker { get; private init; }

    /// <summary>Reads a requirement; null when it is none that a name can be had of.</summary>
    /// <param name="line">The line, without comment.</param>
    internal static Requirement? Parse(string line)
    {
        string text = line.Trim();
        int at = text.IndexOf('@', StringComparison.Ordinal);
        int bare = text.IndexOf("://", StringComparison.Ordinal);
        if (bare > 0 && (at < 0 || at > bare || PythonName.Normalize(text[..at].Split('[')[0]) is null))
        {
            return FromAddress(text);
        }

        int marker = text.IndexOf(at > 0 && bare > 0 ? " ;" : ";", StringComparison.Ordinal);
        string condition = marker < 0 ? string.Empty : text[(marker + 1)..].TrimStart(';').Trim();
        string wanted = (marker < 0 ? text : text[..marker]).Trim();
        int end = 0;
        while (end < wanted.Length && (char.IsAsciiLetterOrDigit(wanted[end]) || wanted[end] is '-' or '_' or '.'))
        {
            end++;
        }

        string rest = wanted[end..].TrimStart();
        if (PythonName.Normalize(wanted[..end]) is not string name || Bracketed(ref rest) is not string[] extras)
        {
            return null;
        }

        bool isAddress = rest.StartsWith('@');
        rest = rest.StartsWith('(') && rest.EndsWith(')') ? rest[1..^1] : rest;
        PythonVersionSet? versions = null;
        return isAddress || PythonVersionSet.TryParse(rest, out versions)
            ? new Requirement(wanted, name)
            {
                Extras = extras,
                Versions = versions,
                IsAddress = isAddress,
                Marker = condition.Length == 0 ? null : condition,
            }
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>An address alone: its fragment, or the name of a wheel, says what it is.</summary>
    private static Requirement? FromAddress(string text)
    {
        string address = text.Split(" ;", 2)[0].Trim();
        string fragment = address.Contains('#', StringComparison.Ordinal)
            ? address[(address.IndexOf('#', StringComparison.Ordinal) + 1)..]
            : string.Empty;
        string? egg = fragment.Split('&').FirstOrDefault(
            static p => p.StartsWith("egg=", StringComparison.Ordinal))?[4..].Split('[')[0];
        if (PythonName.Normalize(egg) is string named)
        {
            return new Requirement(address, named) { IsAddress = true };
        }

        string file = Uri.UnescapeDataString(address.Split('#')[0].Split('?')[0].Split('/')[^1]);
        string[] parts = file.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) ? file.Split('-') : [];
        return parts.Length >= 5 && PythonName.Normalize(parts[0]) is string name
            && PythonVersionSet.TryParse("==" + parts[1], out PythonVersionSet? versions)
                ? new Requirement(address, name) { IsAddress = true, Versions = versions }
                : null;
    }

    private static string[]? Bracketed(ref string rest)
    {
        if (!rest.StartsWith('['))
        {
            return [];
        }

        int close = rest.IndexOf(']', StringComparison.Ordinal);
        if (close < 0)
        {
            return null;
        }

        string[] named = rest[1..close].Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] extras = [.. named.Select(PythonName.Normalize).OfType<string>()];
        rest = rest[(close + 1)..].TrimStart();
        return extras.Length == named.Length ? extras : null;
    }
}
