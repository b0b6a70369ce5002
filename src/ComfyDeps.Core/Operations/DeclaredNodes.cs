using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Workflows;

namespace ComfyDeps.Operations;

/// <summary>Compares the node classes and packs that a script says it needs with those that its graph uses.</summary>
internal static class DeclaredNodes
{
    /// <summary>Adds a warning for each difference. Classes of ComfyUI itself need not be declared.</summary>
    /// <param name="document">The workflow.</param>
    /// <param name="needs">Its classes.</param>
    /// <param name="answers">Who provides each of them.</param>
    /// <param name="warnings">What to add to.</param>
    public static void Compare(
        WorkflowDocument document,
        IReadOnlyList<NodeNeed> needs,
        IReadOnlyList<ClassAnswer> answers,
        List<string> warnings)
    {
        if (document.DeclaredNeeds.Count == 0)
        {
            return;
        }

        DeclaredNeed[] declared = [.. document.DeclaredNeeds.Where(static need => need.Kind == DependencyKind.Node)];
        if (declared.Length == 0)
        {
            return;
        }

        HashSet<string> names = new(declared.Select(static need => need.Name), StringComparer.Ordinal);
        HashSet<string> usedPacks = WarnOfUndeclared(document, needs.Zip(answers), names, warnings);

        // A list that names a class that is used is one of classes, and was compared without a catalog.
        if (needs.Any(need => names.Contains(need.ClassType)))
        {
            return;
        }

        foreach (DeclaredNeed need in declared.DistinctBy(static need => need.Name))
        {
            if (!usedPacks.Contains(PackName(need.Name)))
            {
                warnings.Add($"{document.Name}: the required node pack '{need.Name}' ({need.Occurrence}) "
                    + "provides no class of the workflow.");
            }
        }
    }

    /// <summary>Warns of the classes that are used and that neither their own nor their pack's name declares.</summary>
    /// <returns>All names of the packs that are used.</returns>
    private static HashSet<string> WarnOfUndeclared(
        WorkflowDocument document,
        IEnumerable<(NodeNeed Need, ClassAnswer Answer)> uses,
        HashSet<string> names,
        List<string> warnings)
    {
        HashSet<string> packs = new(names.Select(PackName), StringComparer.OrdinalIgnoreCase);
        HashSet<string> usedPacks = new(StringComparer.OrdinalIgnoreCase);
        foreach ((NodeNeed need, ClassAnswer answer) in uses)
        {
            if (answer.Status is DependencyStatus.Core or DependencyStatus.Frontend)
            {
                continue;
            }

            string[] own = [.. NamesOf(answer)];
            usedPacks.UnionWith(own);
            if (!names.Contains(need.ClassType) && !own.Any(packs.Contains))
            {
                string pack = answer.Pack is null ? string.Empty : $" of {answer.Pack}";
                warnings.Add($"{document.Name}: '{need.ClassType}'{pack} ({need.Occurrences[0]}) "
                    + "is used and not among the required nodes.");
            }
        }

        return usedPacks;
    }

    private static IEnumerable<string> NamesOf(ClassAnswer answer)
    {
        if (answer.Pack is { } id)
        {
            yield return id;
            yield return id[(id.LastIndexOf('/') + 1)..];
        }

        if (answer.PackUrl?.AbsoluteUri is { } address)
        {
            yield return address;
            yield return PackName(address);
        }
    }

    /// <summary>A pack's name without its address; a version behind <c>@</c> is not part of it.</summary>
    private static string PackName(string name)
    {
        string text = RepositoryAddress.Normalize(name) ?? name;
        text = text[(text.LastIndexOf('/') + 1)..];
        int version = text.IndexOf('@', StringComparison.Ordinal);
        return version > 0 ? text[..version] : text;
    }
}
