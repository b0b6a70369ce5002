using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ComfyDeps.Versioning;

/// <summary>
/// A version as node packs write them: semantic versions, tags with a prefix (<c>v1.2</c>, <c>release-3</c>), any
/// number of parts, parts of any length (dates and times), Python's suffixes (<c>1.0rc1</c>, <c>1.0.post2</c>). The
/// libraries for versions were tried: NuGet's overflows on parts beyond 32 bits, and none of them reads four parts or
/// such suffixes.
/// </summary>
internal sealed partial class PackVersion : IComparable<PackVersion>
{
    private const int LongestText = 200;

    /// <summary>
    /// Suffixes in the order in which they lead to a release; what follows one has a place above zero.
    /// </summary>
    private static readonly Dictionary<string, int> s_places = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dev"] = -6, ["snapshot"] = -6, ["nightly"] = -6, ["canary"] = -6,
        ["a"] = -5, ["alpha"] = -5,
        ["b"] = -4, ["beta"] = -4,
        ["pre"] = -2, ["preview"] = -2, ["test"] = -2,
        ["c"] = -1, ["rc"] = -1,
        ["final"] = 0, ["ga"] = 0, ["stable"] = 0, ["release"] = 0, ["lts"] = 0,
        ["post"] = 1, ["fix"] = 1, ["hotfix"] = 1, ["patch"] = 1, ["rev"] = 1, ["r"] = 1,
    };

    /// <summary>
    /// A suffix that is not known is a preview, as semantic versions have it, between beta and preview.
    /// </summary>
    private const int OtherPlace = -3;

    private readonly string[] _parts;
    private readonly string[] _suffix;
    private readonly int _place;

    private PackVersion(string text, string[] parts, string[] suffix)
    {
        Text = text;
        _parts = parts;
        _suffix = suffix;
        _place = suffix.Length == 0 ? 0 : s_places.GetValueOrDefault(suffix[0], OtherPlace);
    }

    /// <summary>The version as it was written.</summary>
    internal string Text { get; }

    /// <summary>Whether it is no preview.</summary>
    internal bool IsStable => _place >= 0;

    /// <summary>How many numeric parts it has.</summary>
    internal int PartCount => _parts.Length;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text; null and what is no version give false.</param>
    /// <param name="version">The version.</param>
    internal static bool TryParse(string? text, [NotNullWhen(true)] out PackVersion? version)
    {
        Match match = text is null || text.Length > LongestText
            ? Match.Empty
            : Shape().Match(Date().Replace(text, "$1.$2.$3"));
        version = match.Success
            ? new PackVersion(
                text!,
                [.. match.Groups["parts"].Value.Split('.').Select(static part => part.TrimStart('0'))],
                [.. Identifier().Matches(match.Groups["suffix"].Value).Select(static m => m.Value)])
            : null;
        return match.Success;
    }

    /// <summary>Whether a text is a version that is no preview.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsStableVersion(string? text) => TryParse(text, out PackVersion? version) && version.IsStable;

    /// <inheritdoc/>
    public int CompareTo(PackVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = CompareReleases(other, Math.Max(_parts.Length, other._parts.Length));
        order = order != 0 ? order : _place.CompareTo(other._place);
        return order != 0 ? order : CompareSuffixes(other);
    }

    /// <summary>Compares the first numeric parts alone; parts that are absent are zero.</summary>
    /// <param name="other">The other version.</param>
    /// <param name="count">How many parts count.</param>
    internal int CompareReleases(PackVersion other, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int order = CompareNumbers(PartAt(i), other.PartAt(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The smallest version that is greater than all that begin with the first parts of this one.</summary>
    /// <param name="count">How many parts they have in common.</param>
    internal PackVersion After(int count)
    {
        string[] parts = [.. Enumerable.Range(0, count).Select(PartAt)];
        BigInteger last = parts[^1].Length == 0
            ? 0
            : BigInteger.Parse(parts[^1], CultureInfo.InvariantCulture);
        parts[^1] = (last + 1).ToString(CultureInfo.InvariantCulture);
        return new PackVersion(string.Join('.', parts), parts, []);
    }

    /// <summary>The position of the first part that is not zero; the last one when all are.</summary>
    internal int FirstSignificantPart()
    {
        int i = 0;
        while (i < _parts.Length - 1 && _parts[i].Length == 0)
        {
            i++;
        }

        return i;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int CompareNumbers(string one, string other)
        => one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);

    private int CompareSuffixes(PackVersion other)
    {
        int count = Math.Min(_suffix.Length, other._suffix.Length);
        for (int i = 0; i < count; i++)
        {
            string one = _suffix[i];
            string two = other._suffix[i];
            bool oneIsNumber = char.IsAsciiDigit(one[0]);
            bool twoIsNumber = char.IsAsciiDigit(two[0]);
            bool samePlace = i == 0 && s_places.ContainsKey(one) && s_places.ContainsKey(two);
            int order = samePlace ? 0
                : oneIsNumber && twoIsNumber ? CompareNumbers(one.TrimStart('0'), two.TrimStart('0'))
                : oneIsNumber != twoIsNumber ? (oneIsNumber ? -1 : 1)
                : string.CompareOrdinal(one.ToUpperInvariant(), two.ToUpperInvariant());
            if (order != 0)
            {
                return order;
            }
        }

        return _suffix.Length.CompareTo(other._suffix.Length);
    }

    private string PartAt(int index) => index < _parts.Length ? _parts[index] : string.Empty;

    [GeneratedRegex(
        @"^\s*(?:(?:[^\s+]*[-_/.])?v\.?|(?:release|version|ver|rel)[-_/.]?v?)?(?<parts>[0-9]+(?:\.[0-9]+)*)"
        + @"(?<suffix>(?:(?:alpha|beta|preview|post|pre|dev|rc|a|b|c)[0-9]*|[-_.][a-z][a-z0-9]*|[-_][0-9]+)"
        + @"(?:[-_.][a-z0-9]+)*)?"
        + @"(?:\+[0-9a-z.-]*)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Shape();

    [GeneratedRegex("(?<![0-9.])([0-9]{4})[-_]([0-9]{1,2})[-_]([0-9]{1,2})(?![0-9])")]
    private static partial Regex Date();

    [GeneratedRegex("[0-9]+|[a-zA-Z]+")]
    private static partial Regex Identifier();
}
