using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace ComfyDeps.Catalog;

/// <summary>What a list must be before it may take the place of the catalog in use.</summary>
internal static class ListRules
{
    private const int FewestPacks = 10;
    private const double SmallestShare = 0.9;
    private const double CatchAllShare = 0.05;
    private static readonly TimeSpan s_patternTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Throws when a list must not be used.</summary>
    /// <param name="facts">What the list says.</param>
    /// <param name="current">The catalog in use, or null.</param>
    /// <param name="folder">Where the list is.</param>
    internal static void Check(CatalogFacts facts, CatalogFacts? current, string folder)
    {
        Compare("packs", facts.Packs.Count, current?.Packs.Count, folder);
        Compare("class claims", facts.Classes.Count, current?.Classes.Count, folder);
        Compare("classes of ComfyUI itself", facts.Core.Count, current?.Core.Count, folder);
        Compare("model files", facts.Models.Count, current?.Models.Count, folder);
        if (facts.Packs.Count < FewestPacks && current is null)
        {
            throw Invalid(folder, $"it has {facts.Packs.Count} packs only");
        }

        string[] names =
            [.. facts.Classes.Select(static c => c.Name).Concat(facts.Core).Distinct(StringComparer.Ordinal)];
        foreach (ClassFact pattern in facts.Patterns)
        {
            CheckPattern(pattern, names, folder);
        }
    }

    private static void Compare(string what, int count, int? before, string folder)
    {
        if (before is int old && count < old * SmallestShare)
        {
            throw Invalid(folder, $"it has {count} {what}, and the catalog in use has {old}");
        }
    }

    private static void CheckPattern(ClassFact pattern, string[] names, string folder)
    {
        try
        {
            Regex regex = new(
                pattern.Name, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_patternTime);
            int matches = names.Count(name => regex.IsMatch(name));
            if (regex.IsMatch(string.Empty) || matches > names.Length * CatchAllShare)
            {
                throw Invalid(
                    folder, $"the pattern '{pattern.Name}' of {pattern.Repository} catches all ({matches} classes)");
            }
        }
        catch (Exception e) when (e is NotSupportedException or RegexMatchTimeoutException or ArgumentException)
        {
            // Kept as a fact. Look-ups use the simple forms of NamePattern only, so it can do no harm.
        }
    }

    private static ComfyDepsException Invalid(string folder, string reason)
        => new(
            ErrorCode.CatalogSourceInvalid,
            $"The lists in '{folder}' cannot be used: {reason.TrimEnd('.')}.",
            folder,
            "Check where they are from. The catalog stays as it is; delete it first to accept smaller lists.");
}
