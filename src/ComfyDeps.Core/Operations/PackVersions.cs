using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;

namespace ComfyDeps.Operations;

/// <summary>The versions that a workflow recorded for each pack: on its own nodes, not where a record names another pack.</summary>
internal sealed class PackVersions
{
    /// <summary>Nothing recorded.</summary>
    public static readonly PackVersions None = new();

    private readonly Dictionary<string, List<Recorded>> _byPack = new(StringComparer.Ordinal);

    private PackVersions()
    {
    }

    /// <summary>Collects the versions of one workflow.</summary>
    public static PackVersions Of(ClassResolver resolver, IReadOnlyDictionary<NodeNeed, ClassAnswer> answers)
    {
        PackVersions versions = new();
        foreach ((NodeNeed need, ClassAnswer answer) in answers)
        {
            foreach (RecordedUse use in need.Recorded)
            {
                if (answer.Pack is string pack
                    && use.Pack.Version is string version
                    && IsVersion(version)
                    && resolver.AgreesWith(use.Pack, need.ClassType, pack))
                {
                    versions.Add(pack, version, use);
                }
            }
        }

        return versions;
    }

    /// <summary>Every version that was recorded for a pack: numbers from the highest, then commits from the most used.</summary>
    public IReadOnlyList<string> All(string? pack)
        => pack is not null && _byPack.TryGetValue(pack, out List<Recorded>? recorded)
            ? [.. recorded.OrderDescending().Select(static one => one.Version)]
            : [];

    /// <summary>Of version numbers the highest; else the commit on most nodes, ties to the last in the file.</summary>
    public string? Chosen(string? pack) => All(pack) is [string first, ..] ? first : null;

    private void Add(string pack, string version, RecordedUse use)
    {
        if (!_byPack.TryGetValue(pack, out List<Recorded>? recorded))
        {
            _byPack.Add(pack, recorded = []);
        }

        int at = recorded.FindIndex(one => one.Version == version);
        if (at < 0)
        {
            recorded.Add(new Recorded(version, use.Count, use.Last));
        }
        else
        {
            recorded[at] = new Recorded(version, recorded[at].Count + use.Count, Math.Max(recorded[at].Last, use.Last));
        }
    }

    /// <summary>ComfyUI writes <c>unknown</c> and <c>nightly</c> where it has neither a number nor a commit.</summary>
    private static bool IsVersion(string text) => IsCommit(text) || Numbers(text) is not null;

    private static bool IsCommit(string text)
        => text.Length is >= 4 and <= 64 && text.All(char.IsAsciiHexDigit) && Numbers(text) is null;

    private static BigInteger[]? Numbers(string text)
    {
        string[] parts = text.TrimStart('v', 'V').Split('-', '+')[0].Split('.');
        return parts.Length >= 2 && parts.All(static part => part.Length is > 0 and <= 32 && part.All(char.IsAsciiDigit))
            ? [.. parts.Select(static part => BigInteger.Parse(part, System.Globalization.CultureInfo.InvariantCulture))]
            : null;
    }

    private sealed record Recorded(string Version, int Count, int Last) : IComparable<Recorded>
    {
        private readonly BigInteger[]? _numbers = Numbers(Version);

        public int CompareTo(Recorded? other)
        {
            if (other?._numbers is null || _numbers is null)
            {
                int byKind = (_numbers is null ? 0 : 1).CompareTo(other?._numbers is null ? 0 : 1);
                return byKind != 0 ? byKind : (Count, Last).CompareTo((other?.Count ?? 0, other?.Last ?? 0));
            }

            for (int i = 0; i < Math.Max(_numbers.Length, other._numbers.Length); i++)
            {
                int part = _numbers.ElementAtOrDefault(i).CompareTo(other._numbers.ElementAtOrDefault(i));
                if (part != 0)
                {
                    return part;
                }
            }

            return string.CompareOrdinal(Version, other.Version);
        }
    }
}
