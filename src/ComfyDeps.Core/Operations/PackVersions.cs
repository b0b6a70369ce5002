using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>
/// The versions that a workflow recorded for each pack: on its own nodes, not where a record names another pack.
/// </summary>
internal sealed class PackVersions
{
    /// <summary>Nothing recorded.</summary>
    public static readonly PackVersions None = new();

    private readonly Dictionary<string, List<Recorded>> _byPack = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _ordered = new(StringComparer.Ordinal);

    private PackVersions()
    {
    }

    /// <summary>Collects the versions of one workflow.</summary>
    /// <param name="resolver">Says whether a record means a pack.</param>
    /// <param name="needs">The classes.</param>
    /// <param name="answers">Who provides each of them.</param>
    public static PackVersions Of(
        ClassResolver resolver,
        IReadOnlyList<NodeNeed> needs,
        IReadOnlyList<ClassAnswer> answers)
    {
        PackVersions versions = new();
        for (int i = 0; i < needs.Count; i++)
        {
            if (answers[i].Pack is not string pack)
            {
                continue;
            }

            // What alone decided who provides the class is about that pack.
            bool isAlone = needs[i].Recorded.Count == 1 && answers[i].ResolvedBy == ResolutionSource.Workflow;
            foreach (RecordedUse use in needs[i].Recorded)
            {
                if (use.Pack.Version is string version
                    && (isAlone || resolver.AgreesWith(use.Pack, needs[i].ClassType, pack)))
                {
                    versions.Add(pack, version, use);
                }
            }
        }

        return versions;
    }

    /// <summary>
    /// Every version that was recorded for a pack: numbers from the highest, then commits from the most used.
    /// </summary>
    /// <param name="pack">The pack's id, or null.</param>
    public IReadOnlyList<string> All(string? pack)
    {
        if (pack is null || !_byPack.TryGetValue(pack, out List<Recorded>? recorded))
        {
            return [];
        }

        if (!_ordered.TryGetValue(pack, out string[]? ordered))
        {
            _ordered[pack] = ordered = recorded.Count == 1
                ? [recorded[0].Version]
                : [.. recorded.OrderDescending().Select(static one => one.Version)];
        }

        return ordered;
    }

    /// <summary>Of version numbers the highest; else the commit on most nodes, ties to the last in the file.</summary>
    /// <param name="pack">The pack's id, or null.</param>
    public string? Chosen(string? pack) => All(pack) is [string first, ..] ? first : null;

    private void Add(string pack, string version, RecordedUse use)
    {
        if (!_byPack.TryGetValue(pack, out List<Recorded>? recorded))
        {
            recorded = [];
        }

        int at = recorded.FindIndex(one => one.Version == version);
        if (at >= 0)
        {
            recorded[at] = recorded[at] with
            {
                Count = recorded[at].Count + use.Count,
                Last = Math.Max(recorded[at].Last, use.Last),
            };
        }
        else if (Recorded.Of(version, use) is Recorded first)
        {
            recorded.Add(first);
            _byPack[pack] = recorded;
        }
    }

    /// <summary>A version as it was recorded; a number, else a commit.</summary>
    private sealed record Recorded(string Version, PackVersion? Number, int Count, int Last) : IComparable<Recorded>
    {
        private const int ShortestCommit = 4;
        private const int LongestCommit = 64;

        /// <summary>
        /// Null for <c>unknown</c>, <c>nightly</c> and the like, which ComfyUI writes where it has neither.
        /// </summary>
        public static Recorded? Of(string version, RecordedUse use)
        {
            // A commit may be of digits alone: a number has more than one part.
            bool isCommit = version.Length is >= ShortestCommit and <= LongestCommit
                && version.All(char.IsAsciiHexDigit);
            PackVersion? number = null;
            return isCommit || (PackVersion.TryParse(version, out number) && number.PartCount > 1)
                ? new Recorded(version, number, use.Count, use.Last)
                : null;
        }

        public int CompareTo(Recorded? other)
        {
            if (other?.Number is null || Number is null)
            {
                int byKind = (Number is null ? 0 : 1).CompareTo(other?.Number is null ? 0 : 1);
                return byKind != 0 ? byKind : (Count, Last).CompareTo((other?.Count ?? 0, other?.Last ?? 0));
            }

            int order = Number.CompareTo(other.Number);
            return order != 0 ? order : string.CompareOrdinal(Version, other.Version);
        }
    }
}
