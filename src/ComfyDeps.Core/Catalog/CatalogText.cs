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
        "packs.tsv", "patterns.tsv", "preemptions.tsv", ProvenanceFile, "registry-ids.tsv", "renames.tsv",
        "retired.tsv", "source-classes.tsv", "sources.tsv",
    ];

    /// <summary>Whether a folder holds a catalog's text.</summary>
    /// <param name="folder">The folder.</param>
    internal static bool Exists(string folder) => File.Exists(Path.Join(folder, ProvenanceFile));

    /// <summary>Reads all facts.</summary>
    /// <param name="folder">The catalog's folder.</param>
    internal static CatalogFacts Read(string folder)
    {
        try
        {
            return ReadFiles(folder);
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
        static string Text<T>(IReadOnlyList<string> columns, IReadOnlyList<T> facts, Func<T, string[]> row)
            => TabSeparated.Render(columns, facts.Select(row));
        static string Known(string name, string value, IReadOnlyList<KnownFact> facts)
            => Text([name, value, "evidence"], facts, static k => [k.Name, k.Value, k.Evidence]);
        static string Claims(IReadOnlyList<ClassFact> facts)
            => Text(s_pair, facts, static c => [c.Repository, c.Name]);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["classes.tsv"] = Claims(facts.Classes),
            [Advisories.FileName] = Text(
                Advisories.Columns,
                facts.Advisories,
                static a => [a.Subject, a.Name, a.Versions, a.Reason, a.Evidence]),
            ["core-more.tsv"] = Known("name", "note", facts.MoreCore),
            ["core.tsv"] = Text(["name"], facts.Core, static c => [c]),
            ["dropped.tsv"] = Text(
                ["repository", "name", "last listed"], facts.Dropped, static d => [d.Repository, d.Name, d.LastDate]),
            ["frontend.tsv"] = Known("name", "repository", facts.Frontend),
            ["models-more.tsv"] = Text(
                ["file name", "folder", "url", "mentions", "evidence"], facts.MoreModels, RowOfMoreModel),
            ["models.tsv"] = Text(
                ["file name", "folder", "type", "base", "url"],
                facts.Models,
                static m => [m.FileName, m.Folder, m.Type, m.Base, m.Url]),
            ["packs.tsv"] = Text(
                ["repository", "manager id", "stars", "updated", "former repository"], facts.Packs, RowOf),
            ["patterns.tsv"] = Claims(facts.Patterns),
            ["preemptions.tsv"] = Claims(facts.Preemptions),
            [ProvenanceFile] = RenderProvenance(facts),
            ["registry-ids.tsv"] = Known("registry id", "repository", facts.RegistryIds),
            ["renames.tsv"] = Known("other repository", "repository", facts.Renames),
            ["retired.tsv"] = Known("repository", "successor", facts.Retired),
            ["source-classes.tsv"] = Text(
                ["repository", "name", "kind", "first commit", "last commit", "last date"], facts.SourceClasses, RowOf),
            ["sources.tsv"] = Text(["repository", "commit", "date", "registry id"], facts.Sources, RowOf),
        };
    }

    private static CatalogFacts ReadFiles(string folder)
    {
        T[] Facts<T>(string name, int columns, Func<string[], T> fact)
            => [.. TabSeparated.Read(Path.Join(folder, name), columns).Select(fact)];
        KnownFact[] Known(string name) => Facts(name, 3, static r => new KnownFact(r[0], r[1], r[2]));
        ClassFact[] Claims(string name) => Facts(name, 2, static r => new ClassFact(r[0], r[1]));
        return new CatalogFacts
        {
            Provenance = ReadProvenance(Path.Join(folder, ProvenanceFile)),
            Packs = Facts("packs.tsv", 5, PackOf),
            Classes = Claims("classes.tsv"),
            Preemptions = Claims("preemptions.tsv"),
            Patterns = Claims("patterns.tsv"),
            Core = Facts("core.tsv", 1, static r => r[0]),
            Models = Facts("models.tsv", 5, static r => new ModelFact(r[0], r[1], r[2], r[3], r[4])),
            MoreModels = Facts("models-more.tsv", 5, MoreModelOf),
            MoreCore = Known("core-more.tsv"),
            Frontend = Known("frontend.tsv"),
            RegistryIds = Known("registry-ids.tsv"),
            Renames = Known("renames.tsv"),
            Retired = Known("retired.tsv"),
            Advisories = Catalog.Advisories.Read(folder),
            Sources = Facts("sources.tsv", 4, static r => new SourceFact(r[0], r[1], r[2], OrNull(r[3]))),
            SourceClasses = Facts("source-classes.tsv", 6, SourceClassOf),
            Dropped = Facts("dropped.tsv", 3, static r => new DroppedFact(r[0], r[1], r[2])),
        };
    }

    private static PackFact PackOf(string[] row)
        => new(row[0], OrNull(row[1]), Number(row[2]), OrNull(row[3]), OrNull(row[4]));

    private static string[] RowOf(PackFact pack) =>
    [
        pack.Repository,
        pack.ManagerId ?? string.Empty,
        pack.Stars?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        pack.Updated ?? string.Empty,
        pack.Former ?? string.Empty,
    ];

    private static ModelFact MoreModelOf(string[] row) => new(row[0], row[1], string.Empty, string.Empty, row[2])
    {
        Mentions = Number(row[3]) ?? 0,
        Evidence = row[4],
    };

    private static string[] RowOfMoreModel(ModelFact model) =>
    [
        model.FileName,
        model.Folder,
        model.Url,
        model.Mentions.ToString(CultureInfo.InvariantCulture),
        model.Evidence,
    ];

    private static SourceClassFact SourceClassOf(string[] row) => new(
        row[0],
        row[1],
        row[2] == "script" ? SourceClassKind.Script : SourceClassKind.Python,
        OrNull(row[3]),
        OrNull(row[4]),
        OrNull(row[5]));

    private static string[] RowOf(SourceClassFact fact) =>
    [
        fact.Repository,
        fact.Name,
        fact.Kind == SourceClassKind.Script ? "script" : "python",
        fact.FirstCommit ?? string.Empty,
        fact.LastCommit ?? string.Empty,
        fact.LastDate ?? string.Empty,
    ];

    private static string[] RowOf(SourceFact source)
        => [source.Repository, source.Commit, source.Date, source.RegistryId ?? string.Empty];

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
