using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>
/// Chooses among the packs that claim a class, by public facts alone: how many people use a pack, whether the pack is
/// about the class (its name says so), whether it mostly repeats other packs' classes, and what else the workflow uses.
/// </summary>
internal static class ClaimRanking
{
    private const double SureFactor = 2;
    private const double CompanionFactor = 4;
    private const int MostCompanions = 5;
    private const double NamedFactor = 20;
    private const int ShortestName = 8;
    private const double RetiredFactor = 0.1;
    private const double BundleFactor = 0.2;
    private const int SmallestBundle = 20;
    private const double BundleShare = 0.1;
    private const double SourceOnlyFactor = 0.2;
    private const int WellKnown = 100;
    private const int StarsWhenUnknown = 5;

    /// <summary>The claims from the likeliest to the least likely.</summary>
    /// <param name="classType">The class.</param>
    /// <param name="claims">The claims on it.</param>
    /// <param name="context">How many other classes of the workflow speak for each pack.</param>
    internal static List<(CatalogClaim Claim, double Weight)> Rank(
        string classType,
        IReadOnlyList<CatalogClaim> claims,
        IReadOnlyDictionary<CatalogPack, int> context)
    {
        // A pack that dropped the class counts only where no pack has it any more.
        IEnumerable<CatalogClaim> current = claims.Where(static c => (c.Flags & ClaimFlags.Dropped) == 0);
        string name = Letters(classType);
        bool listed = claims.Any(static c => (c.Flags & ClaimFlags.Listed) != 0);
        return
        [
            .. (current.Any() ? current : claims)
                .Select(claim => (claim, Weight(name, claim, context) * (listed ? Word(claim) : 1)))
                .OrderByDescending(static c => c.Item2)
                .ThenBy(static c => c.claim.Pack.Number),
        ];
    }

    /// <summary>How sure the first of a ranking is, from 0 to 1.</summary>
    /// <param name="ranking">The ranking.</param>
    internal static double Confidence(IReadOnlyList<(CatalogClaim Claim, double Weight)> ranking)
    {
        CatalogClaim first = ranking[0].Claim;
        double known = (first.Flags & ClaimFlags.Dropped) != 0 ? 0.7 : (first.Pack.Stars ?? 0) switch
        {
            >= WellKnown => 0.98,
            >= 10 => 0.95,
            _ => 0.85,
        };
        return known * ranking[0].Weight / ranking.Sum(static r => r.Weight);
    }

    /// <summary>Whether the first of a ranking is clearly ahead.</summary>
    /// <param name="ranking">The ranking.</param>
    internal static bool IsClear(IReadOnlyList<(CatalogClaim Claim, double Weight)> ranking)
    {
        if (ranking.Count == 1)
        {
            return true;
        }

        // How many people use a pack that no list has is not known: only a well-known pack is clearly ahead of it.
        double enough = ranking[1].Claim.Pack.Stars is null ? WellKnown : SureFactor * ranking[1].Weight;
        return ranking[0].Weight >= enough
            && (ranking[0].Claim.Pack.Stars is not null || ranking[0].Weight >= WellKnown);
    }

    /// <summary>
    /// Where the list has packs for the class, one for which only our own reading of its source has it may merely carry
    /// a copy of another pack's code.
    /// </summary>
    private static double Word(CatalogClaim claim)
        => (claim.Flags & (ClaimFlags.Listed | ClaimFlags.Source)) == ClaimFlags.Source ? SourceOnlyFactor : 1;

    private static double Weight(string name, CatalogClaim claim, IReadOnlyDictionary<CatalogPack, int> context)
    {
        CatalogPack pack = claim.Pack;
        double weight = (pack.Stars ?? StarsWhenUnknown) + 1;
        if (context.TryGetValue(pack, out int companions))
        {
            weight *= 1 + (CompanionFactor * Math.Min(companions, MostCompanions));
        }

        if (name.Length >= ShortestName && Letters(pack.RepositoryName).Contains(name, StringComparison.Ordinal))
        {
            weight *= NamedFactor;
        }

        if (pack.ClassCount >= SmallestBundle && pack.SoleClassCount < pack.ClassCount * BundleShare)
        {
            weight *= BundleFactor;
        }

        return pack.Status == PackStatus.Active ? weight : weight * RetiredFactor;
    }

    /// <summary>
    /// A name's letters and digits in lower case, so that "Audio Duration" is found in "comfy-audio-duration".
    /// </summary>
    private static string Letters(string name)
        => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
