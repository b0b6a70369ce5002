using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ComfyDeps.Catalog;

/// <summary>
/// Reads from a ComfyUI-Manager checkout the list of packs that are not to be used any more; kept are address,
/// successor and why, no descriptions.
/// </summary>
internal static partial class LegacyList
{
    private const long LargestList = 64 * 1024 * 1024;
    private const string Removed = "removed";
    private const string Unsafe = "unsafe";
    private const string Superseded = "superseded";

    /// <summary>Where the list is in a checkout.</summary>
    internal static string PathIn(string folder) => Path.Join(folder, "node_db", "legacy", "custom-node-list.json");

    /// <summary>
    /// Adds what the list says to what is known; what is known already, and packs that are listed as usual, stay.
    /// </summary>
    /// <param name="folder">The checkout.</param>
    /// <param name="packs">The packs that are listed as usual.</param>
    /// <param name="known">What is known of retired packs.</param>
    internal static IReadOnlyList<KnownFact> Add(
        string folder,
        IReadOnlyList<PackFact> packs,
        IReadOnlyList<KnownFact> known)
    {
        FileInfo file = new(PathIn(folder));
        if (!file.Exists || file.Length > LargestList)
        {
            return known;
        }

        HashSet<string> listed = new(
            packs.Select(static pack => RepositoryAddress.Key(pack.Repository)), StringComparer.Ordinal);
        Dictionary<string, KnownFact> facts = new(StringComparer.Ordinal);
        foreach (KnownFact fact in known)
        {
            facts.TryAdd(RepositoryAddress.Key(fact.Name), fact);
        }

        foreach (KnownFact fact in Read(file.FullName))
        {
            string key = RepositoryAddress.Key(fact.Name);
            if (!listed.Contains(key))
            {
                facts.TryAdd(key, fact);
            }
        }

        return [.. facts.Values.OrderBy(static fact => fact.Name, StringComparer.Ordinal)];
    }

    /// <summary>What a fact's evidence says about the pack.</summary>
    internal static PackStatus StatusOf(string evidence)
        => evidence.EndsWith(Removed, StringComparison.Ordinal) ? PackStatus.Deleted
            : evidence.EndsWith(Unsafe, StringComparison.Ordinal) ? PackStatus.Banned
            : PackStatus.Retired;

    private static List<KnownFact> Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            List<KnownFact> facts = [];
            foreach (JsonElement pack in document.RootElement.GetProperty("custom_nodes").EnumerateArray())
            {
                string title = Text(pack, "title");
                if (RepositoryAddress.Normalize(Text(pack, "reference")) is { } repository
                    && Reason(title) is { } reason)
                {
                    facts.Add(
                        new KnownFact(
                            repository,
                            Successor(Text(pack, "description"), repository),
                            $"the list of former packs: {reason}"));
                }
            }

            return facts;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ComfyDepsException(
                ErrorCode.CatalogSourceInvalid,
                $"'{path}' is not the list of former packs that was expected: {e.Message.TrimEnd('.')}.",
                path,
                "Give the folder of a ComfyUI-Manager checkout.",
                e);
        }
    }

    /// <summary>What the words in brackets behind a title mean; null for a pack that is only unfinished.</summary>
    private static string? Reason(string title)
    {
        string words = string
            .Join(' ', Words().Matches(title).Select(static match => match.Groups[1].Value))
            .ToUpperInvariant();
        return words.Contains("SAFE", StringComparison.Ordinal)
            || words.Contains("BANNED", StringComparison.Ordinal) ? Unsafe
            : words.Contains("REMOVED", StringComparison.Ordinal)
                || words.Contains("REVMOED", StringComparison.Ordinal) ? Removed
            : words.Contains("WIP", StringComparison.Ordinal)
                || words.Contains("INCOMPLETE", StringComparison.Ordinal) ? null
            : words.Length > 0 ? words.ToLowerInvariant()
            : Superseded;
    }

    private static string Successor(string description, string repository)
    {
        foreach (Match match in SuccessorAddress().Matches(description))
        {
            string address = match.Groups["after"].Success ? match.Groups["after"].Value : match.Groups["before"].Value;
            if (RepositoryAddress.Normalize(address.TrimEnd('.')) is { } found
                && RepositoryAddress.Key(found) != RepositoryAddress.Key(repository))
            {
                return found;
            }
        }

        return string.Empty;
    }

    private static string Text(JsonElement element, string property)
        => element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    [GeneratedRegex(@"\[([A-Za-z/ ]+)\]?")]
    private static partial Regex Words();

    // "Please use <address> instead"; "moved to a new repository … [a/…](<address>)".
    [GeneratedRegex(
        @"\buse (?<before>https://github\.com/[\w.-]+/[\w.-]+) instead|"
            + @"\b(?:moved to|merged into|replaced by|renamed to|superseded by|new repository at)\b.{0,200}?"
            + @"\(?(?<after>https://github\.com/[\w.-]+/[\w.-]+)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex SuccessorAddress();
}
