using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>Chooses among the packs that claim a class.</summary>
internal static class ClaimRanking
{
    private const double SureFactor = 2;
    private const double CompanionFactor = 4;
    private const int MostCompanions = 5;

    /// <summary>The claims from the likeliest to the least likely.</summary>
    /// <param name="claims">The claims on one class.</param>
    /// <param name="context">How many other classes of the workflow speak for each pack.</param>
    internal static List<(CatalogClaim Claim, double Weight)> Rank(
        IReadOnlyList<CatalogClaim> claims,
        IReadOnlyDictionary<CatalogPack, int> context)
    {
        // A pack that dropped the class counts only where no pack has it any more.
        IEnumerable<CatalogClaim> current = claims.Where(static c => (c.Flags & ClaimFlags.Dropped) == 0);
        return
        [
            .. (current.Any() ? current : claims)
                .Select(claim => (claim, Weight(claim, context)))
                .OrderByDescending(static c => c.Item2)
                .ThenBy(static c => c.claim.Pack.Number),
        ];
    }

    /// <summary>How sure the first of a ranking is, from 0 to 1.</summary>
    /// <param name="ranking">The ranking.</param>
    internal static double Confidence(IReadOnlyList<(CatalogClaim Claim, double Weight)> ranking)
        => ranking.Count == 1 ? 0.95 : ranking[0].Weight / (ranking[0].Weight + ranking[1].Weight);

    /// <summary>Whether the first of a ranking is clearly ahead.</summary>
    /// <param name="ranking">The ranking.</param>
    internal static bool IsClear(IReadOnlyList<(CatalogClaim Claim, double Weight)> ranking)
        => ranking.Count == 1 || ranking[0].Weight >= ranking[1].Weight * SureFactor;

    private static double Weight(CatalogClaim claim, IReadOnlyDictionary<CatalogPack, int> context)
    {
        double weight = (claim.Pack.Stars ?? 0) + 1;
        if (context.TryGetValue(claim.Pack, out int companions))
        {
            weight *= 1 + (CompanionFactor * Math.Min(companions, MostCompanions));
        }

        return claim.Pack.Status == PackStatus.Active ? weight : weight / 10;
    }
}
