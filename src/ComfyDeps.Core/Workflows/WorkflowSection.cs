using System.Collections.Generic;

namespace ComfyDeps.Workflows;

/// <summary>One workflow text inside a file: an image carries <c>prompt</c> and <c>workflow</c>.</summary>
/// <param name="Key">What it was found under, or null when the file is nothing else.</param>
/// <param name="Format">Prompt or Graph.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="DeclaredModels">What it declares as a whole.</param>
/// <param name="Warnings">What was odd about it.</param>
internal sealed record WorkflowSection(
    string? Key,
    WorkflowFormat Format,
    IReadOnlyList<WorkflowNode> Nodes,
    IReadOnlyList<DeclaredModel> DeclaredModels,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The section that a UI-format graph makes.</summary>
    public static WorkflowSection FromGraph(string? key, GraphFormat graph)
    {
        (IReadOnlyList<WorkflowNode> nodes, IReadOnlyList<string> warnings) = GraphExpansion.Expand(graph);
        return new WorkflowSection(key, WorkflowFormat.Graph, nodes, graph.DeclaredModels, warnings);
    }
}
