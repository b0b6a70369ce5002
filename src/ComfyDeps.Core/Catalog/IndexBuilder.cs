using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Catalog;

/// <summary>Makes the index of a catalog's text: the same text gives the same bytes.</summary>
internal static class IndexBuilder
{
    /// <summary>The index's file name.</summary>
    internal const string FileName = "catalog.idx";

    /// <summary>The number that stands for "not known".</summary>
    internal const uint Unknown = uint.MaxValue;

    private const int DominantFactor = 10;

    /// <summary>Makes the index of a folder's text.</summary>
    /// <param name="folder">The folder.</param>
    internal static byte[] Build(string folder) => Build(CatalogText.Read(folder), Fingerprint(folder));

    /// <summary>Makes the index of some facts.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="fingerprint">The hash of their text.</param>
    internal static byte[] Build(CatalogFacts facts, byte[] fingerprint)
    {
        PackTable packs = PackTable.From(facts);
        ClaimTable claims = ClaimTable.From(facts, packs);
        IndexImage image = new();
        image.Row(
            IndexTable.Info,
            image.String(facts.Provenance.Source),
            image.String(facts.Provenance.Commit),
            image.String(facts.Provenance.Date),
            (uint)facts.Classes.Count,
            (uint)facts.Sources.Count);
        AddClasses(image, claims);
        AddPacks(image, packs, claims);
        AddModels(image, [.. facts.Models, .. facts.MoreModels]);
        AddPatterns(image, facts, packs, claims);
        return image.ToArray(fingerprint);
    }

    /// <summary>The hash of a folder's text, file by file.</summary>
    /// <param name="folder">The folder.</param>
    internal static byte[] Fingerprint(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in CatalogText.Files)
        {
            string path = Path.Join(folder, name);
            byte[] content = File.Exists(path) ? File.ReadAllBytes(path) : [];
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        return hash.GetHashAndReset();
    }

    private static void AddClasses(IndexImage image, ClaimTable claims)
    {
        uint first = 0;
        foreach (ClassRow row in claims.Classes)
        {
            image.Row(IndexTable.Classes, image.String(row.Name), (uint)row.Flags, first, (uint)row.Claims.Count);
            foreach (ClaimRow claim in row.Claims)
            {
                image.Row(
                    IndexTable.Claims,
                    claim.Pack.Number,
                    (uint)claim.Flags,
                    image.String(claim.LastCommit),
                    image.String(claim.LastDate));
            }

            first += (uint)row.Claims.Count;
        }

        image.Buckets(IndexTable.ClassBuckets, [.. claims.Classes.Select(static c => c.Name)]);
    }

    private static void AddPacks(IndexImage image, PackTable packs, ClaimTable claims)
    {
        List<(uint Class, bool Sole)>[] classes = [.. packs.Rows.Select(static _ => new List<(uint, bool)>())];
        uint number = 0;
        foreach (ClassRow row in claims.Classes)
        {
            bool sole = row.Claims.Count == 1 && row.Flags == ClassFlags.None;
            foreach (ClaimRow claim in row.Claims)
            {
                classes[claim.Pack.Number].Add((number, sole));
            }

            number++;
        }

        uint first = 0;
        foreach (PackRow pack in packs.Rows)
        {
            List<(uint Class, bool Sole)> own = classes[pack.Number];
            image.Row(
                IndexTable.Packs,
                image.String(pack.Repository),
                image.String(pack.Id),
                image.String(pack.RegistryIds.FirstOrDefault()),
                image.String(pack.ManagerIds.FirstOrDefault()),
                (uint?)pack.Stars ?? Unknown,
                Day(pack.Updated),
                (uint)pack.Status,
                image.String(pack.Successor),
                first,
                (uint)own.Count,
                (uint)own.Count(static c => c.Sole));
            foreach ((uint @class, _) in own)
            {
                image.Row(IndexTable.PackClasses, @class);
            }

            first += (uint)own.Count;
        }

        AddPackKeys(image, packs);
    }

    private static void AddPackKeys(IndexImage image, PackTable packs)
    {
        Dictionary<string, (PackRow Pack, PackKeyKind Kind)> keys = new(StringComparer.Ordinal);
        foreach ((string key, PackRow pack) in packs.Keys)
        {
            keys.TryAdd(key, (pack, PackKeyKind.Repository));
        }

        foreach (PackRow pack in packs.Rows)
        {
            foreach (string id in pack.RegistryIds)
            {
                keys.TryAdd(id.ToLowerInvariant(), (pack, PackKeyKind.RegistryId));
            }
        }

        foreach (PackRow pack in packs.Rows)
        {
            foreach (string id in pack.ManagerIds)
            {
                keys.TryAdd(id.ToLowerInvariant(), (pack, PackKeyKind.ManagerId));
            }
        }

        foreach (IGrouping<string, PackRow> group in packs.Rows.GroupBy(static p => p.Name, StringComparer.Ordinal))
        {
            PackRow[] byStars = [.. group.OrderByDescending(static p => p.Stars ?? 0)];
            if (byStars.Length == 1 || (byStars[0].Stars ?? 0) >= Math.Max(1, byStars[1].Stars ?? 0) * DominantFactor)
            {
                keys.TryAdd(group.Key, (byStars[0], PackKeyKind.Name));
            }
        }

        string[] sorted = [.. keys.Keys.Order(StringComparer.Ordinal)];
        foreach (string key in sorted)
        {
            image.Row(IndexTable.PackKeys, image.String(key), keys[key].Pack.Number, (uint)keys[key].Kind);
        }

        image.Buckets(IndexTable.PackKeyBuckets, sorted);
    }

    private static void AddModels(IndexImage image, IReadOnlyList<ModelFact> models)
    {
        ModelFact[] sorted =
        [
            // What the documentation names most often comes first among the addresses of one name.
            .. models.OrderBy(static m => m.FileName.ToLowerInvariant(), StringComparer.Ordinal)
                .ThenByDescending(static m => m.Mentions)
                .ThenBy(static m => m.Folder, StringComparer.Ordinal)
                .ThenBy(static m => m.Url, StringComparer.Ordinal)
                .DistinctBy(static m => (m.FileName.ToLowerInvariant(), m.Url)),
        ];
        List<string> keys = [];
        foreach (ModelFact model in sorted)
        {
            keys.Add(model.FileName.ToLowerInvariant());
            image.Row(
                IndexTable.Models,
                image.String(keys[^1]),
                image.String(model.FileName),
                image.String(model.Folder),
                image.String(model.Type),
                image.String(model.Base),
                image.String(model.Url));
        }

        image.Buckets(IndexTable.ModelBuckets, keys);
    }

    private static void AddPatterns(IndexImage image, CatalogFacts facts, PackTable packs, ClaimTable claims)
    {
        foreach (ClassFact fact in facts.Patterns
            .OrderBy(static p => p.Repository, StringComparer.Ordinal)
            .ThenBy(static p => p.Name, StringComparer.Ordinal))
        {
            PackRow pack = packs.Of(fact.Repository);
            foreach (NamePattern pattern in NamePattern.Parse(fact.Name))
            {
                ClassRow[] matches = [.. claims.Classes.Where(c => pattern.Matches(c.Name))];
                int own = matches.Count(c => c.Claims.Any(claim => claim.Pack == pack));
                if (pattern.IsConfirmed(own, matches.Length - own))
                {
                    image.Row(IndexTable.Patterns, pack.Number, (uint)pattern.Kind, image.String(pattern.Literal));
                }
            }
        }
    }

    private static uint Day(string? date)
        => DateOnly.TryParseExact(
            date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? (uint)day.DayNumber
            : Unknown;
}
