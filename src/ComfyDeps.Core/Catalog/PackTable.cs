using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>Brings together what the facts say about each pack, whichever of its addresses they use.</summary>
internal sealed class PackTable
{
    private readonly Dictionary<string, PackRow> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _usual = new(StringComparer.Ordinal);
    private readonly List<PackRow> _rows = [];

    private PackTable(CatalogFacts facts)
    {
        foreach (KnownFact rename in facts.Renames)
        {
            _usual.TryAdd(Key(rename.Name), rename.Value);
        }

        foreach (PackFact pack in facts.Packs)
        {
            PackRow row = Of(pack.Repository);
            row.ManagerIds.AddRange(pack.ManagerId is string id ? [id] : []);
            row.Stars = Math.Max(row.Stars ?? 0, pack.Stars ?? 0) is int stars && (pack.Stars ?? row.Stars) is null
                ? null
                : stars;
            row.Updated = string.CompareOrdinal(row.Updated, pack.Updated) < 0 ? pack.Updated : row.Updated;
        }

        // After all packs: a former address that has a pack of its own again is that pack's.
        foreach (PackFact pack in facts.Packs.Where(static p => p.Former is not null))
        {
            _byKey.TryAdd(Key(pack.Former!), Of(pack.Repository));
        }

        AddRegistryIds(facts);
        foreach (KnownFact retired in facts.Retired)
        {
            PackRow row = Of(retired.Name);
            if (row.Key != Key(retired.Name))
            {
                // Its address is retired; the pack lives on under another one.
                continue;
            }

            row.Status = LegacyList.StatusOf(retired.Evidence);
            row.Successor = retired.Value.Length > 0 ? retired.Value : null;
        }
    }

    /// <summary>The packs in the order of their repositories.</summary>
    internal IReadOnlyList<PackRow> Rows => _rows;

    /// <summary>Every address of every pack, in ordinal order.</summary>
    internal IEnumerable<KeyValuePair<string, PackRow>> Keys
        => _byKey.OrderBy(static k => k.Key, StringComparer.Ordinal);

    /// <summary>Collects the packs of some facts.</summary>
    /// <param name="facts">The facts.</param>
    internal static PackTable From(CatalogFacts facts)
    {
        PackTable table = new(facts);
        foreach (string repository in facts.Classes.Select(static c => c.Repository)
            .Concat(facts.Sources.Select(static s => s.Repository))
            .Concat(facts.Dropped.Select(static d => d.Repository))
            .Concat(facts.Frontend.Where(static f => f.Value.Length > 0).Select(static f => f.Value)))
        {
            table.Of(repository);
        }

        table._rows.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        for (int i = 0; i < table._rows.Count; i++)
        {
            table._rows[i].Number = (uint)i;
        }

        return table;
    }

    /// <summary>The pack of an address; a new one when it is not known yet.</summary>
    /// <param name="repository">A normalised address.</param>
    internal PackRow Of(string repository)
    {
        string key = Key(repository);
        if (_byKey.TryGetValue(key, out PackRow? known))
        {
            return known;
        }

        // Two steps are enough: the facts give the usual address, not a chain.
        string usual = _usual.GetValueOrDefault(key, repository);
        if (!_byKey.TryGetValue(Key(usual), out PackRow? row))
        {
            row = new PackRow { Repository = usual, Key = Key(usual) };
            _rows.Add(row);
            _byKey.Add(row.Key, row);
        }

        _byKey[key] = row;
        return row;
    }

    private static string Key(string repository) => RepositoryAddress.Key(repository);

    private void AddRegistryIds(CatalogFacts facts)
    {
        IEnumerable<(string Id, string Repository, int Weight)> ids = facts.Sources
            .Where(static s => s.RegistryId is not null)
            .Select(static s => (s.RegistryId!, s.Repository, int.MaxValue))
            .Concat(facts.RegistryIds.Select(static k => (k.Name, k.Value, Weight(k.Evidence))))
            .OrderByDescending(static i => i.Item3)
            .ThenBy(static i => i.Item1, StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach ((string id, string repository, _) in ids)
        {
            if (taken.Add(id))
            {
                Of(repository).RegistryIds.Add(id);
            }
        }
    }

    /// <summary>How often workflows agree, from evidence such as "workflows 12".</summary>
    private static int Weight(string evidence)
        => int.TryParse(evidence.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : 0;
}

/// <summary>A pack as it goes into the index.</summary>
internal sealed class PackRow
{
    internal required string Repository { get; init; }

    internal required string Key { get; init; }

    internal uint Number { get; set; }

    internal List<string> ManagerIds { get; } = [];

    internal List<string> RegistryIds { get; } = [];

    internal int? Stars { get; set; }

    internal string? Updated { get; set; }

    internal PackStatus Status { get; set; }

    internal string? Successor { get; set; }

    /// <summary>The pack's id: its registry id where that is known, else its repository.</summary>
    internal string Id => RegistryIds.Count > 0 ? RegistryIds[0] : RepositoryAddress.IdOf(Key);

    /// <summary>The repository's name without owner, in lower case.</summary>
    internal string Name => Key[(Key.LastIndexOf('/') + 1)..];
}
