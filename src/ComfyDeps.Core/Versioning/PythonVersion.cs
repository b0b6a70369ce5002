using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ComfyDeps.Versioning;

/// <summary>A version of a Python distribution, as PEP 440 reads and orders it.</summary>
internal sealed partial class PythonVersion : IComparable<PythonVersion>
{
    private const int LongestText = 200;
    private const int Final = 0;

    private readonly BigInteger _epoch;
    private readonly BigInteger[] _release;
    private readonly (int Kind, BigInteger Number)? _pre;
    private readonly BigInteger? _post;
    private readonly BigInteger? _dev;
    private readonly string[] _local;

    private PythonVersion(Match match, string text)
    {
        Text = text;
        _epoch = Number(match, "epoch");
        _release = Array.ConvertAll(match.Groups["release"].Value.Split('.'), Number);
        if (match.Groups["pre"].Success)
        {
            int kind = match.Groups["prel"].Value.ToLowerInvariant() switch
            {
                "a" or "alpha" => -3,
                "b" or "beta" => -2,
                _ => -1,
            };
            _pre = (kind, Number(match, "pren"));
        }

        _post = match.Groups["post"].Success
            ? match.Groups["postn1"].Success ? Number(match, "postn1") : Number(match, "postn2")
            : null;
        _dev = match.Groups["dev"].Success ? Number(match, "devn") : null;
        _local = match.Groups["local"].Success
            ? match.Groups["local"].Value.ToLowerInvariant().Split('.', '-', '_')
            : [];
    }

    /// <summary>The version as it was written.</summary>
    internal string Text { get; }

    /// <summary>Whether it comes before a release.</summary>
    internal bool IsPreview => _pre is not null || _dev is not null;

    /// <summary>Whether it comes after a release.</summary>
    internal bool IsPost => _post is not null;

    /// <summary>Whether it is somebody's own build.</summary>
    internal bool IsLocal => _local.Length > 0;

    /// <summary>How many parts the release has.</summary>
    internal int PartCount => _release.Length;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    internal static bool TryParse(string? text, [NotNullWhen(true)] out PythonVersion? version)
    {
        Match? match = text is { Length: > 0 and <= LongestText } ? Form().Match(text.Trim()) : null;
        version = match is { Success: true } ? new PythonVersion(match, text!.Trim()) : null;
        return version is not null;
    }

    /// <inheritdoc/>
    public int CompareTo(PythonVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = ComparePublic(other);
        return order != 0 ? order : CompareLocal(other);
    }

    /// <summary>Compares without what stands behind <c>+</c>.</summary>
    /// <param name="other">The other.</param>
    internal int ComparePublic(PythonVersion other)
    {
        int order = CompareRelease(other);
        order = order != 0 ? order : PreKey().CompareTo(other.PreKey());
        order = order != 0 ? order : (_post ?? BigInteger.MinusOne).CompareTo(other._post ?? BigInteger.MinusOne);
        return order != 0 ? order
            : (_dev is null, _dev ?? BigInteger.Zero).CompareTo((other._dev is null, other._dev ?? BigInteger.Zero));
    }

    /// <summary>Compares epoch and release alone.</summary>
    /// <param name="other">The other.</param>
    internal int CompareRelease(PythonVersion other)
    {
        int order = _epoch.CompareTo(other._epoch);
        for (int i = 0; order == 0 && i < Math.Max(_release.Length, other._release.Length); i++)
        {
            order = Part(i).CompareTo(other.Part(i));
        }

        return order;
    }

    /// <summary>Whether epoch and the first parts of the release are those of another version.</summary>
    /// <param name="other">The other.</param>
    /// <param name="count">How many parts.</param>
    internal bool StartsAs(PythonVersion other, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Part(i) != other.Part(i))
            {
                return false;
            }
        }

        return _epoch == other._epoch;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private BigInteger Part(int index) => index < _release.Length ? _release[index] : BigInteger.Zero;

    /// <summary>1.0.dev1 comes before 1.0a1, and that before 1.0; 1.0.post1.dev1 does not.</summary>
    private (int Kind, BigInteger Number) PreKey()
        => _pre ?? (_post is null && _dev is not null ? (-4, BigInteger.Zero) : (Final, BigInteger.Zero));

    private int CompareLocal(PythonVersion other)
    {
        for (int i = 0; i < Math.Min(_local.Length, other._local.Length); i++)
        {
            bool isNumber = _local[i].All(char.IsAsciiDigit);
            bool isOtherNumber = other._local[i].All(char.IsAsciiDigit);
            int order = isNumber && isOtherNumber ? Number(_local[i]).CompareTo(Number(other._local[i]))
                : isNumber != isOtherNumber ? isNumber.CompareTo(isOtherNumber)
                : string.CompareOrdinal(_local[i], other._local[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return _local.Length.CompareTo(other._local.Length);
    }

    private static BigInteger Number(Match match, string group)
        => match.Groups[group] is { Success: true, Length: > 0 } found ? Number(found.Value) : BigInteger.Zero;

    private static BigInteger Number(string digits)
        => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)"
            + @"(?<pre>[-_.]?(?<prel>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pren>[0-9]+)?)?"
            + @"(?<post>-(?<postn1>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postn2>[0-9]+)?)?"
            + @"(?<dev>[-_.]?dev[-_.]?(?<devn>[0-9]+)?)?"
            + @"(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
