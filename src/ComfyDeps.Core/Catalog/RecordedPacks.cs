using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Catalog;

/// <summary>Whether what a workflow recorded beside a node can be true, and which pack it means.</summary>
internal sealed class RecordedPacks
{
    private const string CoreId = "comfy-core";
    private const int LongestId = 100;
    private const int ShortestName = 4;

    private static readonly string[] s_common = ["comfyui", "comfy", "customnodes", "nodes", "node"];

    private readonly NodeCatalog _catalog;

    /// <summary>Judges records by the facts of a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    internal RecordedPacks(NodeCatalog catalog) => _catalog = catalog;

    /// <summary>What a record means.</summary>
    /// <param name="Pack">The pack, when the catalog knows it.</param>
    /// <param name="Id">The pack's id; null for ComfyUI itself.</param>
    /// <param name="Url">The pack's repository, or null.</param>
    internal sealed record Meaning(CatalogPack? Pack, string? Id, Uri? Url)
    {
        /// <summary>ComfyUI itself.</summary>
        internal static readonly Meaning Core = new(null, null, null);
    }

    /// <summary>What the records of a class's nodes mean, those left out that cannot be true.</summary>
    /// <param name="question">The class and its records.</param>
    /// <param name="known">What the catalog knows about the class, or null.</param>
    /// <returns>The distinct meanings, the one on most nodes first.</returns>
    internal List<Meaning> Judge(ClassQuestion question, CatalogClass? known)
    {
        List<(Meaning Meaning, int Count)> found = [];
        foreach (RecordedPack record in question.Recorded)
        {
            if (Understand(record, known) is not Meaning meaning || !IsPossible(meaning, question.ClassType, known))
            {
                continue;
            }

            int at = found.FindIndex(f => f.Meaning.Id == meaning.Id);
            if (at < 0)
            {
                found.Add((meaning, 1));
            }
            else
            {
                found[at] = (found[at].Meaning, found[at].Count + 1);
            }
        }

        return [.. found.OrderByDescending(static f => f.Count).Select(static f => f.Meaning)];
    }

    private static bool IsRegistryId(string id)
        => id.Length is > 0 and <= LongestId
            && char.IsAsciiLetterOrDigit(id[0])
            && char.IsAsciiLetterOrDigit(id[^1])
            && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private Meaning? Understand(RecordedPack record, CatalogClass? known)
    {
        string? id = record.CnrId?.Trim();
        string? repository = record.AuxId?.Trim();
        CatalogPack? byRepository = repository is not null && RepositoryAddress.IsOwnerAndRepository(repository)
            ? _catalog.FindPack(RepositoryAddress.OnGitHub(repository), out _)
            : null;
        if (id is not null && IsRegistryId(id))
        {
            if (string.Equals(id, CoreId, StringComparison.OrdinalIgnoreCase))
            {
                return Meaning.Core;
            }

            // An id that stands for one pack wins; an id that the catalog does not know is explained by the repository
            // beside it.
            CatalogPack? pack = ByRegistryId(id) ?? byRepository ?? ClaimantNamed(id, known);
            return pack is not null
                ? new Meaning(pack, pack.RegistryId ?? id.ToLowerInvariant(), pack.Url)
                : new Meaning(null, id.ToLowerInvariant(), UrlOf(repository));
        }

        if (byRepository is not null)
        {
            return Of(byRepository);
        }

        return repository is not null && RepositoryAddress.IsOwnerAndRepository(repository)
            ? new Meaning(null, repository.ToLowerInvariant(), UrlOf(repository))
            : null;
    }

    /// <summary>The record must not contradict what is known: an id is sometimes that of another pack.</summary>
    private bool IsPossible(Meaning meaning, string classType, CatalogClass? known)
    {
        bool isCore = known is not null && known.Flags != ClassFlags.None;
        if (meaning == Meaning.Core)
        {
            return isCore || known is null || known.Claims.Length == 0;
        }

        if (known is null || (known.Claims.Length == 0 && !isCore))
        {
            return true;
        }

        if (meaning.Pack is CatalogPack pack)
        {
            // A pack whose classes are known, and this one is not among them, while others have it: the record is a
            // mix-up.
            return known.Claims.Any(c => c.Pack == pack)
                || (!isCore && (pack.ClassCount == 0 || _catalog.FindByPattern(classType).Contains(pack)));
        }

        return !isCore;
    }

    /// <summary>
    /// The claimant whose repository or owner is called like an id that the catalog does not know yet.
    /// </summary>
    private static CatalogPack? ClaimantNamed(string id, CatalogClass? known)
    {
        string name = Core(id);
        return name.Length < ShortestName ? null : known?.Claims
            .Select(static c => c.Pack)
            .FirstOrDefault(p => Alike(name, Core(p.RepositoryName), Core(Owner(p))));
    }

    private static bool Alike(string id, string repository, string owner)
        => (repository.Length >= ShortestName
                && (repository.Contains(id, StringComparison.Ordinal)
                    || id.Contains(repository, StringComparison.Ordinal)))
            || owner.StartsWith(id, StringComparison.Ordinal);

    /// <summary>A name without what most packs' names have in common.</summary>
    private static string Core(string name)
    {
        string letters = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        foreach (string common in s_common)
        {
            letters = letters.Replace(common, string.Empty, StringComparison.Ordinal);
        }

        return letters;
    }

    private static string Owner(CatalogPack pack) => pack.Url.Segments is [_, string owner, ..] ? owner : string.Empty;

    private CatalogPack? ByRegistryId(string id)
    {
        foreach (string spelling in new[] { id, id.Replace('-', '_'), id.Replace('_', '-') })
        {
            if (_catalog.FindPack(spelling, out PackKeyKind kind) is CatalogPack pack
                && (kind is PackKeyKind.RegistryId
                    || (kind is PackKeyKind.Name && pack.RegistryId is null)
                    // The list's own id is another thing, and often the same word.
                    || (kind is PackKeyKind.ManagerId && Core(id) == Core(pack.RepositoryName))))
            {
                return pack;
            }
        }

        return null;
    }

    private static Meaning Of(CatalogPack pack) => new(pack, pack.Id, pack.Url);

    private static Uri? UrlOf(string? repository)
        => repository is not null && RepositoryAddress.IsOwnerAndRepository(repository)
            ? new Uri(RepositoryAddress.OnGitHub(repository))
            : null;
}
