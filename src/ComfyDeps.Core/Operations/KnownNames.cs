using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Operations;

/// <summary>Names that the catalog on this machine has, for completing what a user types. Nobody is asked.</summary>
public static class KnownNames
{
    /// <summary>Packs by id, and node classes.</summary>
    /// <param name="begin">How they begin, in any case; an asterisk and a question mark are wildcards.</param>
    /// <returns>Names with what they are, in order; none where there is no catalog.</returns>
    public static IReadOnlyList<(string Name, string Description)> OfPacksAndClasses(string begin)
        => Find(begin, static search => search.Packs().Concat(search.Classes()));

    /// <summary>Packs by id and by owner/repo.</summary>
    /// <param name="begin">How they begin, in any case; an asterisk and a question mark are wildcards.</param>
    /// <returns>Names with what they are, in order; none where there is no catalog.</returns>
    public static IReadOnlyList<(string Name, string Description)> OfPacks(string begin)
        => Find(begin, static search => search.Packs().Concat(search.Repositories()));

    /// <summary>Node classes.</summary>
    /// <param name="begin">How they begin, in any case; an asterisk and a question mark are wildcards.</param>
    /// <returns>Names with what they are, in order; none where there is no catalog.</returns>
    public static IReadOnlyList<(string Name, string Description)> OfClasses(string begin)
        => Find(begin, static search => search.Classes());

    /// <summary>Model files.</summary>
    /// <param name="begin">How they begin, in any case; an asterisk and a question mark are wildcards.</param>
    /// <returns>Names with what they are, in order; none where there is no catalog.</returns>
    public static IReadOnlyList<(string Name, string Description)> OfModelFiles(string begin)
        => Find(begin, static search => search.ModelFiles());

    private static IReadOnlyList<(string Name, string Description)> Find(
        string begin,
        Func<NameSearch, IEnumerable<KnownName>> names)
    {
        ArgumentNullException.ThrowIfNull(begin);
        try
        {
            return
            [
                .. names(new NameSearch(CatalogStore.OpenDefault(), begin))
                    .DistinctBy(static known => known.Name, StringComparer.Ordinal)
                    .OrderBy(static known => known.Name, StringComparer.OrdinalIgnoreCase)
                    .Take(NameSearch.Most)
                    .Select(static known => (known.Name, known.Description)),
            ];
        }
        catch (ComfyDepsException)
        {
            // A missing or damaged catalog is told by the cmdlet itself; nobody wants to hear of it in the middle of a
            // word.
            return [];
        }
    }
}
