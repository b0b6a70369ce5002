using System.Collections.Generic;

namespace ComfyDeps.Workflows;

/// <summary>One workflow, whatever it was written down as. Every later layer sees only this and its nodes.</summary>
internal sealed class WorkflowDocument
{
    /// <summary>The workflow's name: its own, else the file's without extension.</summary>
    public required string Name { get; init; }

    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>How it was written down.</summary>
    public required WorkflowFormat Format { get; init; }

    /// <summary>
    /// The nodes in file order, those inside subgraphs and group nodes included, containers left out.
    /// </summary>
    public required IReadOnlyList<WorkflowNode> Nodes { get; init; }

    /// <summary>Model files that the workflow as a whole declares (<c>models</c> at the root).</summary>
    public IReadOnlyList<DeclaredModel> DeclaredModels { get; init; } = [];

    /// <summary>Needs that a script's definition states beside the graph, to be compared with what it uses.</summary>
    public IReadOnlyList<DeclaredNeed> DeclaredNeeds { get; init; } = [];

    /// <summary>What the reader noticed and the user may want to change.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
