using System.Collections.Generic;

namespace ComfyDeps.Workflows;

/// <summary>One use of a node class.</summary>
internal sealed class WorkflowNode
{
    /// <summary>
    /// The node's <c>class_type</c>; when <see cref="IsUnknown"/>, the expression that gives it at run time.
    /// </summary>
    public required string ClassType { get; init; }

    /// <summary>Where it is: node ids joined by ':' through subgraphs; in scripts file:line:column.</summary>
    public required string Occurrence { get; init; }

    /// <summary>False when it, or a subgraph around it, is muted or bypassed.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>True when the class can only be known at run time.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The pack that the workflow recorded for it, or null.</summary>
    public RecordedPack? Recorded { get; init; }

    /// <summary>The text values of its inputs and widgets.</summary>
    public IReadOnlyList<NodeValue> Values { get; init; } = [];

    /// <summary>Model files that the node declares (<c>properties.models</c>).</summary>
    public IReadOnlyList<DeclaredModel> DeclaredModels { get; init; } = [];

    /// <summary>The same node at another place.</summary>
    /// <param name="occurrence">The place.</param>
    public WorkflowNode At(string occurrence) => new()
    {
        ClassType = ClassType,
        Occurrence = occurrence,
        IsActive = IsActive,
        IsUnknown = IsUnknown,
        Recorded = Recorded,
        Values = Values,
        DeclaredModels = DeclaredModels,
    };
}
