using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text.RegularExpressions;

namespace ComfyDeps.Versioning;

/// <summary>
/// Which versions will do: comparisons such as <c>&gt;=1.1 &lt;2</c>, where a space or a comma is "and" and <c>||</c>
/// is "or".
/// <c>^</c> and <c>~</c> mean what npm means by them, <c>~=</c> what Python means; <c>1.4.*</c> is a prefix.
/// </summary>
internal sealed partial class VersionRange
{
    private const int LongestText = 500;

    private static readonly SearchValues<char> s_symbols = SearchValues.Create("<>=!^~*");

    private readonly List<List<Comparison>> _alternatives;

    private VersionRange(string text, List<List<Comparison>> alternatives)
    {
        Text = text;
        _alternatives = alternatives;
    }

    /// <summary>The range as it was written.</summary>
    internal string Text { get; }

    /// <summary>
    /// Reads a range. A bare version, a branch name or a word is none: a range has an operator or an asterisk.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="range">The range.</param>
    internal static bool TryParse(string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText || text.AsSpan().IndexOfAny(s_symbols) < 0)
        {
            return false;
        }

        List<List<Comparison>> alternatives = [];
        foreach (string alternative in text.Split("||"))
        {
            MatchCollection matches = OneComparison().Matches(alternative);
            int covered = matches.Sum(static match => match.Length);
            List<Comparison> all = [];
            foreach (Match match in matches)
            {
                if (!Add(match.Groups["operator"].Value, match.Groups["version"].Value, all))
                {
                    return false;
                }
            }

            if (matches.Count == 0 || covered != alternative.Length)
            {
                return false;
            }

            alternatives.Add(all);
        }

        range = new VersionRange(text, alternatives);
        return true;
    }

    /// <summary>Whether a version is in the range.</summary>
    /// <param name="version">The version.</param>
    /// <param name="includePreviews">Whether previews count; else they do only where the range itself names one of that
    /// release.</param>
    internal bool Includes(PackVersion version, bool includePreviews = false)
        => _alternatives.Exists(all => all.TrueForAll(one => one.Holds(version))
            && (version.IsStable || includePreviews || all.Exists(one => one.NamesPreviewOf(version))));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool Add(string symbol, string text, List<Comparison> all)
    {
        if (text == "*")
        {
            return symbol is "" or "=" or "==";
        }

        bool isPrefix = text.EndsWith(".*", StringComparison.Ordinal);
        if (!PackVersion.TryParse(isPrefix ? text[..^2] : text, out PackVersion? version)
            || (isPrefix && symbol is not ("" or "=" or "==")))
        {
            return false;
        }

        switch (isPrefix ? "prefix" : symbol)
        {
            case "prefix":
                Between(version, version.PartCount, all);
                break;
            case "^":
                Between(version, version.FirstSignificantPart() + 1, all);
                break;
            case "~":
                Between(version, Math.Min(2, version.PartCount), all);
                break;
            case "~=" when version.PartCount > 1:
                Between(version, version.PartCount - 1, all);
                break;
            case "~=":
                return false;
            default:
                all.Add(new Comparison(symbol is "" or "==" ? "=" : symbol, version));
                break;
        }

        return true;
    }

    private static void Between(PackVersion version, int commonParts, List<Comparison> all)
    {
        all.Add(new Comparison(">=", version));
        all.Add(new Comparison("<", version.After(commonParts)));
    }

    [GeneratedRegex(@"\s*(?<operator>>=|<=|~=|==|!=|[<>=^~])?\s*(?<version>\*|[^\s,<>=!^~|]+)\s*,?\s*")]
    private static partial Regex OneComparison();

    private sealed record Comparison(string Symbol, PackVersion Bound)
    {
        public bool Holds(PackVersion version)
        {
            int order = version.CompareTo(Bound);
            return Symbol switch
            {
                ">=" => order >= 0,
                ">" => order > 0,
                "<=" => order <= 0,

                // A preview of 2.0 comes before 2.0 and is still nothing that "<2" means.
                "<" => order < 0 && (version.IsStable || !Bound.IsStable || !IsSameRelease(version)),
                "!=" => order != 0,
                _ => order == 0,
            };
        }

        public bool NamesPreviewOf(PackVersion version) => !Bound.IsStable && IsSameRelease(version);

        private bool IsSameRelease(PackVersion version)
            => version.CompareReleases(Bound, Math.Max(version.PartCount, Bound.PartCount)) == 0;
    }
}
