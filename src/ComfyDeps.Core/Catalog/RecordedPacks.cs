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

            // An id that stands for one pack wins; an id that the catalog does not know is explained by the repository beside it.
            CatalogPack? pack = ClaimantNamed(id, known) ?? ByRegistryId(id) ?? byRepository;
            return pack is not null
                ? Of(pack)
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
            // A pack whose classes are known, and this one is not among them, while others have it: the record is a mix-up.
            return known.Claims.Any(c => c.Pack == pack)
                || (!isCore && (pack.ClassCount == 0 || _catalog.FindByPattern(classType).Contains(pack)));
        }

        return !isCore;
    }

    private static CatalogPack? ClaimantNamed(string id, CatalogClass? known)
        => known?.Claims.FirstOrDefault(c =>
            string.Equals(c.Pack.RegistryId, id, StringComparison.OrdinalIgnoreCase)
            || (c.Pack.RegistryId is null && string.Equals(c.Pack.RepositoryName, id, StringComparison.OrdinalIgnoreCase)))?.Pack;

    private CatalogPack? ByRegistryId(string id)
        => _catalog.FindPack(id, out PackKeyKind kind) is CatalogPack pack && kind != PackKeyKind.ManagerId ? pack : null;

    private static Meaning Of(CatalogPack pack) => new(pack, pack.Id, pack.Url);

    private static Uri? UrlOf(string? repository)
        => repository is not null && RepositoryAddress.IsOwnerAndRepository(repository)
            ? new Uri(RepositoryAddress.OnGitHub(repository))
            : null;
}
