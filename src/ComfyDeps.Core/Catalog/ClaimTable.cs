using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>Brings together what the facts say about each class: who claims it, and on whose word.</summary>
internal sealed class ClaimTable
{
    private readonly SortedDictionary<string, ClassRow> _classes = new(StringComparer.Ordinal);

    private ClaimTable()
    {
    }

    /// <summary>The classes in ordinal order.</summary>
    internal IReadOnlyCollection<ClassRow> Classes => _classes.Values;

    /// <summary>Collects the claims of some facts.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="packs">Their packs.</param>
    internal static ClaimTable From(CatalogFacts facts, PackTable packs)
    {
        ClaimTable table = new();
        foreach (string name in facts.Core.Concat(facts.MoreCore.Select(static c => c.Name)))
        {
            table.Of(name).Flags |= ClassFlags.Core;
        }

        foreach (ClassFact claim in facts.Classes)
        {
            table.Of(claim.Name).Claim(packs.Of(claim.Repository)).Flags |= ClaimFlags.Listed;
        }

        foreach (ClassFact claim in facts.Preemptions)
        {
            table.Of(claim.Name).Claim(packs.Of(claim.Repository)).Flags |= ClaimFlags.Preempted;
        }

        foreach (KnownFact fact in facts.Frontend)
        {
            if (fact.Value.Length == 0)
            {
                table.Of(fact.Name).Flags |= ClassFlags.Frontend;
            }
            else
            {
                table.Of(fact.Name).Claim(packs.Of(fact.Value)).Flags |= ClaimFlags.Script;
            }
        }

        table.AddSources(facts, packs);
        return table;
    }

    private ClassRow Of(string name)
    {
        if (!_classes.TryGetValue(name, out ClassRow? row))
        {
            row = new ClassRow(name);
            _classes.Add(name, row);
        }

        return row;
    }

    private void AddSources(CatalogFacts facts, PackTable packs)
    {
        foreach (SourceClassFact fact in facts.SourceClasses)
        {
            ClaimRow claim = Of(fact.Name).Claim(packs.Of(fact.Repository));
            claim.Flags |= fact.Kind == SourceClassKind.Script ? ClaimFlags.Script : ClaimFlags.Source;
            if (fact.LastCommit is not null)
            {
                // The list is made of the newest source too: where it still has the class, our reading missed it.
                claim.Flags |= (claim.Flags & ClaimFlags.Listed) == 0 ? ClaimFlags.Dropped : ClaimFlags.None;
                claim.LastCommit = fact.LastCommit;
                claim.LastDate = fact.LastDate;
            }
        }

        foreach (DroppedFact fact in facts.Dropped)
        {
            ClaimRow claim = Of(fact.Name).Claim(packs.Of(fact.Repository));
            if (claim.Flags == ClaimFlags.None)
            {
                claim.Flags |= ClaimFlags.Dropped;
                claim.LastDate = fact.LastDate;
            }
        }
    }
}

/// <summary>A class as it goes into the index.</summary>
/// <param name="name">The class.</param>
internal sealed class ClassRow(string name)
{
    private readonly SortedDictionary<uint, ClaimRow> _claims = [];

    internal string Name { get; } = name;

    internal ClassFlags Flags { get; set; }

    /// <summary>The claims in the order of the packs.</summary>
    internal IReadOnlyCollection<ClaimRow> Claims => _claims.Values;

    internal ClaimRow Claim(PackRow pack)
    {
        if (!_claims.TryGetValue(pack.Number, out ClaimRow? claim))
        {
            claim = new ClaimRow { Pack = pack };
            _claims.Add(pack.Number, claim);
        }

        return claim;
    }
}

/// <summary>A claim as it goes into the index.</summary>
internal sealed class ClaimRow
{
    internal required PackRow Pack { get; init; }

    internal ClaimFlags Flags { get; set; }

    internal string? LastCommit { get; set; }

    internal string? LastDate { get; set; }
}
