using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComfyDeps.Catalog.Source;
using ComfyDeps.Configuration;

namespace ComfyDeps.Catalog;

/// <summary>Makes a catalog anew from ComfyUI-Manager's lists; what the lists do not say is kept.</summary>
internal static class CatalogCompiler
{
    private const string DefaultSource = "Comfy-Org/ComfyUI-Manager";
    private const int LargestProvenance = 64 * 1024;

    /// <summary>
    /// Where a catalog is written to: the checkout of this project around a folder, else the user's place.
    /// </summary>
    /// <param name="currentFolder">The folder.</param>
    internal static string Destination(string currentFolder)
        => CatalogLocations.OfCheckout(currentFolder)
            ?? CatalogLocations.Named
            ?? CatalogLocations.User
            ?? throw new ComfyDepsException(
                ErrorCode.CatalogUnavailable,
                "This machine has no folder for the user's data.",
                currentFolder,
                $"Set {CatalogLocations.Variable} to a folder that may be written.");

    /// <summary>The facts that a destination has already, or those of the catalog in use.</summary>
    /// <param name="destination">Where the catalog will be written to.</param>
    internal static CatalogFacts? Current(string destination)
    {
        if (CatalogText.Exists(destination))
        {
            return CatalogText.Read(destination);
        }

        return CatalogLocations.Shipped is string shipped && CatalogText.Exists(shipped)
            ? CatalogText.Read(shipped)
            : null;
    }

    /// <summary>Brings the lists of a folder into a catalog.</summary>
    /// <param name="folder">The folder with the lists.</param>
    /// <param name="current">The facts so far, or null.</param>
    internal static CatalogFacts Compile(string folder, CatalogFacts? current)
    {
        if (!Directory.Exists(folder))
        {
            throw new ComfyDepsException(
                ErrorCode.PathNotFound,
                $"There is no folder '{folder}'.",
                folder,
                "Give the folder of a ComfyUI-Manager checkout.");
        }

        CatalogFacts lists = ManagerLists.Read(folder, Provenance(folder));
        ListRules.Check(lists, current, folder);
        return (current ?? lists) with
        {
            Provenance = lists.Provenance.Date is null
                ? lists.Provenance with { Date = Newest(lists) }
                : lists.Provenance,
            Packs = lists.Packs,
            Classes = lists.Classes,
            Preemptions = lists.Preemptions,
            Patterns = lists.Patterns,
            Core = lists.Core,
            Models = lists.Models,
            Advisories = SecurityList.Merge(current?.Advisories ?? [], SecurityList.Read(folder, lists.Provenance)),
            Retired = LegacyList.Add(folder, lists.Packs, (current ?? lists).Retired),
        };
    }

    /// <summary>Puts what a pack's own source says in the place of what was known from its source before.</summary>
    /// <param name="facts">The facts so far.</param>
    /// <param name="source">What the source says.</param>
    internal static CatalogFacts Merge(CatalogFacts facts, PackSource source)
    {
        string key = RepositoryAddress.Key(source.Source.Repository);
        return facts with
        {
            Sources = [.. facts.Sources.Where(s => RepositoryAddress.Key(s.Repository) != key), source.Source],
            SourceClasses =
            [
                .. facts.SourceClasses.Where(c => RepositoryAddress.Key(c.Repository) != key),
                .. source.Classes,
            ],
        };
    }

    /// <summary>What a folder says about itself, in a provenance.json with repository, commit and date.</summary>
    private static ListProvenance Provenance(string folder)
    {
        FileInfo file = new(Path.Join(folder, CatalogText.ProvenanceFile));
        if (!file.Exists || file.Length > LargestProvenance)
        {
            return new ListProvenance(DefaultSource, null, null);
        }

        try
        {
            JsonNode? root = JsonNode.Parse(File.ReadAllText(file.FullName));
            string? date = (string?)root?["date"];
            return new ListProvenance(
                (string?)root?["repository"] ?? DefaultSource,
                (string?)root?["commit"],
                date is { Length: >= 10 } && DateOnly.TryParse(date[..10], out _) ? date[..10] : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ComfyDepsException(
                ErrorCode.CatalogSourceInvalid,
                $"'{file.FullName}' does not say where the lists are from: {e.Message.TrimEnd('.')}.",
                file.FullName,
                "Correct it or take it away.",
                e);
        }
    }

    /// <summary>The lists are at least as new as the newest change that they know of.</summary>
    private static string? Newest(CatalogFacts lists)
        => lists.Packs.Select(static p => p.Updated).Where(static u => u is not null).Max(StringComparer.Ordinal);
}
