using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComfyDeps.Catalog;

/// <summary>Reads and writes the catalog's text files.</summary>
internal static class CatalogText
{
    /// <summary>Says which lists the facts are from.</summary>
    internal const string ProvenanceFile = "provenance.json";

    private static readonly string[] s_pair = ["repository", "name"];
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The text files that the index is made of, in the order in which they are hashed.</summary>
    internal static IReadOnlyList<string> Files { get; } =
    [
        "classes.tsv", "core-more.tsv", "core.tsv", "dropped.tsv", "frontend.tsv", "models-more.tsv", "models.tsv",
        "packs.tsv",        "patterns.tsv", "preemptions.tsv", ProvenanceFile, "registry-ids.tsv", "renames.tsv", "retired.tsv",
        "source-classes.tsv", "sources.tsv",
    ];

    /// <summary>Whether a folder holds a catalog's text.</summary>
    /// <param name="folder">The folder.</param>
    internal static bool Exists(string folder) => File.Exists(Path.Join(folder, ProvenanceFile));

    /// <summary>Reads all facts.</summary>
    /// <param name="folder">The catalog's folder.</param>
    internal static CatalogFacts Read(string folder)
    {
        List<string[]> Rows(string name, int columns) => TabSeparated.Read(Path.Join(folder, name), columns);
        KnownFact[] Known(string name) => [.. Rows(name, 3).Select(static r => new KnownFact(r[0], r[1], r[2]))];
        ClassFact[] Claims(string name) => [.. Rows(name, 2).Select(static r => new ClassFact(r[0], r[1]))];
        try
        {
            return new CatalogFacts
            {
                Provenance = ReadProvenance(Path.Join(folder, ProvenanceFile)),
                Packs =
                [
                    .. Rows("packs.tsv", 5).Select(
                        static r => new PackFact(r[0], OrNull(r[1]), Number(r[2]), OrNull(r[3]), OrNull(r[4]))),
                ],
                Classes = Claims("classes.tsv"),
                Preemptions = Claims("preemptions.tsv"),
                Patterns = Claims("patterns.tsv"),
                Core = [.. Rows("core.tsv", 1).Select(static r => r[0])],
                Models = [.. Rows("models.tsv", 5).Select(static r => new ModelFact(r[0], r[1], r[2], r[3], r[4]))],
                MoreModels =
                [
                    .. Rows("models-more.tsv", 5).Select(static r => new ModelFact(r[0], r[1], string.Empty, string.Empty, r[2])
                    {
                        Mentions = Number(r[3]) ?? 0,
                        Evidence = r[4],
                    }),
                ],
                MoreCore = Known("core-more.tsv"),
                Frontend = Known("frontend.tsv"),
                RegistryIds = Known("registry-ids.tsv"),
                Renames = Known("renames.tsv"),
                Retired = Known("retired.tsv"),
                Advisories = Catalog.Advisories.Read(folder),
                Sources =
                [
                    .. Rows("sources.tsv", 4).Select(static r => new SourceFact(r[0], r[1], r[2], OrNull(r[3]))),
                ],
                SourceClasses =
                [
                    .. Rows("source-classes.tsv", 6).Select(static r => new SourceClassFact(
                        r[0],
                        r[1],
                        r[2] == "script" ? SourceClassKind.Script : SourceClassKind.Python,
                        OrNull(r[3]),
                        OrNull(r[4]),
                        OrNull(r[5]))),
                ],
                Dropped = [.. Rows("dropped.tsv", 3).Select(static r => new DroppedFact(r[0], r[1], r[2]))],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ComfyDepsException(
                ErrorCode.CatalogUnavailable,
                $"The catalog in '{folder}' cannot be read: {e.Message}",
                folder,
                "Restore its files, or make it anew with Update-ComfyCatalog.",
                e);
        }
    }

    /// <summary>The text of every file, by name.</summary>
    /// <param name="facts">The facts.</param>
    internal static SortedDictionary<string, string> Render(CatalogFacts facts)
    {
        static string Known(string name, string value, IEnumerable<KnownFact> known) => TabSeparated.Render(
            [name, value, "evidence"],
            known.Select(static k => new[] { k.Name, k.Value, k.Evidence }));
        static string Claims(IEnumerable<ClassFact> claims) => TabSeparated.Render(
            s_pair,
            claims.Select(static c => new[] { c.Repository, c.Name }));
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["classes.tsv"] = Claims(facts.Classes),
            [Advisories.FileName] = TabSeparated.Render(
                Advisories.Columns,
                facts.Advisories.Select(static a => new[] { a.Subject, a.Name, a.Versions, a.Reason, a.Evidence })),
            ["core-more.tsv"] = Known("name", "note", facts.MoreCore),
            ["core.tsv"] = TabSeparated.Render(["name"], facts.Core.Select(static c => new[] { c })),
            ["dropped.tsv"] = TabSeparated.Render(
                ["repository", "name", "last listed"],
                facts.Dropped.Select(static d => new[] { d.Repository, d.Name, d.LastDate })),
            ["frontend.tsv"] = Known("name", "repository", facts.Frontend),
            ["models-more.tsv"] = TabSeparated.Render(
                ["file name", "folder", "url", "mentions", "evidence"],
                facts.MoreModels.Select(static m => new[]
                {
                    m.FileName, m.Folder, m.Url, m.Mentions.ToString(CultureInfo.InvariantCulture), m.Evidence,
                })),
            ["models.tsv"] = TabSeparated.Render(
                ["file name", "folder", "type", "base", "url"],
                facts.Models.Select(static m => new[] { m.FileName, m.Folder, m.Type, m.Base, m.Url })),
            ["packs.tsv"] = TabSeparated.Render(
                ["repository", "manager id", "stars", "updated", "former repository"],
                facts.Packs.Select(static p => new[]
                {
                    p.Repository,
                    p.ManagerId ?? string.Empty,
                    p.Stars?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                    p.Updated ?? string.Empty,
                    p.Former ?? string.Empty,
                })),
            ["patterns.tsv"] = Claims(facts.Patterns),
            ["preemptions.tsv"] = Claims(facts.Preemptions),
            [ProvenanceFile] = RenderProvenance(facts),
            ["registry-ids.tsv"] = Known("registry id", "repository", facts.RegistryIds),
            ["renames.tsv"] = Known("other repository", "repository", facts.Renames),
            ["retired.tsv"] = Known("repository", "successor", facts.Retired),
            ["source-classes.tsv"] = TabSeparated.Render(
                ["repository", "name", "kind", "first commit", "last commit", "last date"],
                facts.SourceClasses.Select(static c => new[]
                {
                    c.Repository,
                    c.Name,
                    c.Kind == SourceClassKind.Script ? "script" : "python",
                    c.FirstCommit ?? string.Empty,
                    c.LastCommit ?? string.Empty,
                    c.LastDate ?? string.Empty,
                })),
            ["sources.tsv"] = TabSeparated.Render(
                ["repository", "commit", "date", "registry id"],
                facts.Sources.Select(static s => new[] { s.Repository, s.Commit, s.Date, s.RegistryId ?? string.Empty })),
        };
    }

    private static ListProvenance ReadProvenance(string path)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException($"'{path}' is empty.");
        return new ListProvenance(
            (string?)root["source"] ?? throw new JsonException($"'{path}' names no source."),
            (string?)root["commit"],
            (string?)root["date"]);
    }

    private static string RenderProvenance(CatalogFacts facts)
    {
        JsonObject root = new()
        {
            ["source"] = facts.Provenance.Source,
            ["commit"] = facts.Provenance.Commit,
            ["date"] = facts.Provenance.Date,
            ["counts"] = new JsonObject
            {
                ["packs"] = facts.Packs.Count,
                ["claims"] = facts.Classes.Count,
                ["coreClasses"] = facts.Core.Count,
                ["models"] = facts.Models.Count,
                ["sourcesRead"] = facts.Sources.Count,
                ["sourceClasses"] = facts.SourceClasses.Count,
                ["droppedClasses"] = facts.Dropped.Count,
            },
        };
        return root.ToJsonString(s_indented) + "\n";
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static int? Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
