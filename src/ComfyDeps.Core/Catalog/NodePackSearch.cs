using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>Finds packs by class, id, address or wildcard, as objects for the pipeline.</summary>
internal sealed class NodePackSearch
{
    private const string CoreId = "comfy-core";

    private static readonly Uri s_coreUrl = new("https://github.com/comfyanonymous/ComfyUI");

    private readonly NodeCatalog _catalog;

    /// <summary>Searches a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    internal NodePackSearch(NodeCatalog catalog) => _catalog = catalog;

    /// <summary>
    /// Whether a name is a wildcard. Brackets are not: they stand in the names of many classes.
    /// </summary>
    /// <param name="name">The name.</param>
    internal static bool IsWildcard(string name) => name.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The packs that a name means.</summary>
    /// <param name="name">A class, a pack id, an address, owner/repo, or a wildcard over classes and ids.</param>
    internal IEnumerable<NodePack> Find(string name)
    {
        // What exists wins: some classes have a question mark or an asterisk in their names.
        NodePack[] exact = [.. Exactly(name)];
        return exact.Length > 0 || !IsWildcard(name) ? exact : Matching(name);
    }

    /// <summary>The error for a name that means nothing, with a hint where a class differs by case only.</summary>
    /// <param name="name">The name.</param>
    internal ComfyDepsException NotFound(string name)
    {
        string? similar = null;
        for (uint i = 0; i < _catalog.ClassCount && similar is null; i++)
        {
            string known = _catalog.ClassName(i);
            similar = string.Equals(known, name, StringComparison.OrdinalIgnoreCase) ? known : null;
        }

        return new ComfyDepsException(
            ErrorCode.NotFound,
            $"No node pack is known by the class, id or address '{name}'.",
            name,
            similar is null
                ? "Check the spelling, try a wildcard, or refresh the facts with Update-ComfyCatalog."
                : $"Class names count upper and lower case: did you mean '{similar}'?");
    }

    private IEnumerable<NodePack> Exactly(string name)
    {
        HashSet<CatalogPack> given = [];
        CatalogClass? known = _catalog.FindClass(name);
        if (known is not null)
        {
            if (known.Flags != ClassFlags.None)
            {
                yield return Core(PackMatch.Class);
            }

            foreach ((CatalogClaim claim, _) in ClaimRanking.Rank(
                name, known.Claims, new Dictionary<CatalogPack, int>()))
            {
                given.Add(claim.Pack);
                yield return Pack(claim.Pack, PackMatch.Class);
            }
        }

        if (string.Equals(name, CoreId, StringComparison.OrdinalIgnoreCase))
        {
            yield return Core(PackMatch.Id);
        }

        if (_catalog.FindPack(name, out PackKeyKind kind) is CatalogPack pack && given.Add(pack))
        {
            yield return Pack(pack, kind == PackKeyKind.Repository ? PackMatch.Url : PackMatch.Id);
        }

        if (given.Count == 0 && known is null)
        {
            foreach (CatalogPack matched in _catalog.FindByPattern(name))
            {
                yield return Pack(matched, PackMatch.Pattern);
            }
        }
    }

    private IEnumerable<NodePack> Matching(string wildcard)
    {
        HashSet<CatalogPack> given = [];
        for (uint i = 0; i < _catalog.PackCount; i++)
        {
            CatalogPack pack = _catalog.Pack(i);
            if (Matches(wildcard, pack.Id) || Matches(wildcard, pack.RepositoryName)
                || Matches(wildcard, RepositoryAddress.IdOf(RepositoryAddress.Key(pack.Url.AbsoluteUri))))
            {
                given.Add(pack);
                yield return Pack(pack, PackMatch.Id);
            }
        }

        SortedDictionary<uint, CatalogPack> byClass = [];
        for (uint i = 0; i < _catalog.ClassCount; i++)
        {
            if (Matches(wildcard, _catalog.ClassName(i)))
            {
                foreach (CatalogClaim claim in _catalog.ClassAt(i).Claims)
                {
                    byClass.TryAdd(claim.Pack.Number, claim.Pack);
                }
            }
        }

        foreach (CatalogPack pack in byClass.Values.Where(given.Add))
        {
            yield return Pack(pack, PackMatch.Class);
        }
    }

    private static bool Matches(string wildcard, string name)
        => FileSystemName.MatchesSimpleExpression(wildcard.Replace("\\", "\\\\", StringComparison.Ordinal), name);

    private static NodePack Core(PackMatch matchedBy)
        => new() { Name = CoreId, RegistryId = CoreId, Url = s_coreUrl, MatchedBy = matchedBy };

    private NodePack Pack(CatalogPack pack, PackMatch matchedBy)
        => new()
        {
            Name = pack.Id,
            RegistryId = pack.RegistryId,
            ManagerId = pack.ManagerId,
            Url = pack.Url,
            Stars = pack.Stars,
            LastUpdate = pack.Updated is DateOnly day
                ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
                : null,
            Classes = _catalog.ClassesOf(pack),
            MatchedBy = matchedBy,
            Status = pack.Status,
            SuccessorUrl = pack.Successor,
        };
}
