using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Workflows.Script;

/// <summary>
/// Compares what a definition says it needs with what its graph uses, as far as that needs no catalog.
/// </summary>
internal static class NeedWarnings
{
    /// <summary>The differences, each as one sentence.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<DeclaredNeed> needs, IReadOnlyList<WorkflowNode> nodes)
    {
        List<string> warnings = [];
        AddModels(needs, nodes, warnings);
        AddClasses(needs, nodes, warnings);
        return warnings;
    }

    private static void AddModels(
        IReadOnlyList<DeclaredNeed> needs,
        IReadOnlyList<WorkflowNode> nodes,
        List<string> warnings)
    {
        List<DeclaredNeed> models = [.. needs.Where(need => need.Kind == DependencyKind.Model)];
        if (models.Count == 0)
        {
            return;
        }

        HashSet<string> declared = new(models.Select(need => FileName(need.Name)), StringComparer.OrdinalIgnoreCase);
        HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);
        foreach (NodeValue value in nodes.SelectMany(node => node.Values))
        {
            if (value.IsUnknown)
            {
                continue;
            }

            string file = FileName(value.Text);
            if (used.Add(file) && GraphText.IsModelFile(value.Text) && !declared.Contains(file))
            {
                warnings.Add(
                    $"The model '{value.Text}' ({value.Occurrence}) is used and not among the required models.");
            }
        }

        foreach (DeclaredNeed need in models.DistinctBy(need => need.Name))
        {
            if (!used.Contains(FileName(need.Name)))
            {
                warnings.Add($"The required model '{need.Name}' ({need.Occurrence}) is used by no node.");
            }
        }
    }

    private static void AddClasses(
        IReadOnlyList<DeclaredNeed> needs,
        IReadOnlyList<WorkflowNode> nodes,
        List<string> warnings)
    {
        HashSet<string> used = new(
            nodes.Where(node => !node.IsUnknown).Select(node => node.ClassType), StringComparer.Ordinal);
        List<DeclaredNeed> declared = [.. needs.Where(need => need.Kind == DependencyKind.Node)];

        // A list that names no class that is used is one of packs: what it says can only be compared with a catalog.
        if (!declared.Exists(need => used.Contains(need.Name)))
        {
            return;
        }

        foreach (DeclaredNeed need in declared.DistinctBy(need => need.Name))
        {
            if (!used.Contains(need.Name))
            {
                warnings.Add($"The required node '{need.Name}' ({need.Occurrence}) is used nowhere in the workflow.");
            }
        }
    }

    private static string FileName(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
}
