using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>
/// Finds the names that begin like a text, in any case, or match it where it has wildcards. Names are compared where
/// they stand in the index; what is told about a name is read only for the few that are given.
/// </summary>
internal sealed class NameSearch
{
    /// <summary>How many names are given at most: more than that nobody looks through.</summary>
    internal const int Most = 100;

    private readonly NodeCatalog _catalog;
    private readonly string _begin;
    private readonly string? _wildcard;

    /// <summary>Searches a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="begin">How the names begin; an asterisk and a question mark stand for any text and any
    /// character.</param>
    internal NameSearch(NodeCatalog catalog, string begin)
    {
        _catalog = catalog;
        _begin = begin;
        _wildcard = NodePackSearch.IsWildcard(begin)
            ? begin.Replace("\\", "\\\\", StringComparison.Ordinal).TrimEnd('*') + "*"
            : null;
    }

    /// <summary>The classes, each with the pack that is the likeliest to be meant.</summary>
    internal IEnumerable<KnownName> Classes()
        => First(Numbers(_catalog.ClassCount).Select(number => (Name: _catalog.ClassName(number), Number: number)))
            .Select(found => new KnownName(found.Name, AboutClass(found.Name, found.Number)));

    /// <summary>The packs by their ids.</summary>
    internal IEnumerable<KnownName> Packs()
        => First(Numbers(_catalog.PackCount).Select(number => (Name: _catalog.PackId(number), Number: number)))
            .Select(found => new KnownName(found.Name, AboutPack(found.Number)));

    /// <summary>The packs that have a registry id, by their repositories.</summary>
    internal IEnumerable<KnownName> Repositories()
        => First(Numbers(_catalog.PackCount)
                .Select(
                    number => (Name: RepositoryAddress.OwnerAndRepository(
                        _catalog.PackRepository(number)), Number: number))
                .Where(static found => found.Name is not null)
                .Select(static found => (Name: found.Name!, found.Number))
                .Where(
                    found => !string.Equals(
                        found.Name, _catalog.PackId(found.Number), StringComparison.OrdinalIgnoreCase)))
            .Select(found => new KnownName(found.Name, AboutPack(found.Number)));

    /// <summary>The model files by their names, each once.</summary>
    internal IEnumerable<KnownName> ModelFiles()
        => First(Numbers(_catalog.ModelCount)
                .Select(number => (Name: _catalog.ModelFileName(number), Number: number))
                .Where(static found => found.Name != ModelFact.WholeRepository)
                .DistinctBy(static found => found.Name, StringComparer.OrdinalIgnoreCase))
            .Select(found => new KnownName(found.Name, AboutModel(_catalog.FindModels(found.Name))));

    private IEnumerable<(string Name, uint Number)> First(IEnumerable<(string Name, uint Number)> names)
        => names.Where(found => IsMatch(found.Name))
            .OrderBy(static found => found.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static found => found.Name, StringComparer.Ordinal)
            .Take(Most);

    private bool IsMatch(string name)
        => _wildcard is null
            ? name.StartsWith(_begin, StringComparison.OrdinalIgnoreCase)
            : FileSystemName.MatchesSimpleExpression(_wildcard, name)
                || name.StartsWith(_begin, StringComparison.OrdinalIgnoreCase);

    private string AboutClass(string name, uint number)
    {
        CatalogClass about = _catalog.ClassAt(number);
        if (about.Flags != ClassFlags.None || about.Claims.Length == 0)
        {
            return "Node class of ComfyUI itself";
        }

        CatalogPack likeliest = ClaimRanking.Rank(name, about.Claims, new Dictionary<CatalogPack, int>())[0].Claim.Pack;
        return about.Claims.Length == 1
            ? $"Node class of {likeliest.Id}"
            : $"Node class of {likeliest.Id}, claimed by {about.Claims.Length} node packs";
    }

    private string AboutPack(uint number)
    {
        CatalogPack pack = _catalog.Pack(number);
        return pack.Stars is int stars ? $"Node pack {pack.Url}, {stars} stars" : $"Node pack {pack.Url}";
    }

    private static string AboutModel(IReadOnlyList<ModelFact> places)
        => places.Count == 1
            ? $"Model file for {places[0].Folder}: {places[0].Url}"
            : $"Model file for {places[0].Folder}, known in {places.Count} places";

    private static IEnumerable<uint> Numbers(int count)
    {
        for (uint number = 0; number < count; number++)
        {
            yield return number;
        }
    }
}

/// <summary>A name that the catalog has.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it is, in a few words.</param>
internal sealed record KnownName(string Name, string Description);
