using System.Collections.Generic;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>One node class that a workflow uses.</summary>
internal sealed class NodeNeed
{
    /// <summary>The class; when <see cref="IsUnknown"/>, the expression that gives it at run time.</summary>
    public required string ClassType { get; init; }

    /// <summary>True when the class can only be known at run time.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>False when every use is muted or bypassed.</summary>
    public required bool Required { get; init; }

    /// <summary>Where it is used, in file order.</summary>
    public required IReadOnlyList<string> Occurrences { get; init; }

    /// <summary>
    /// What the workflow recorded about its pack: each different record once, in the order of their first use.
    /// </summary>
    public IReadOnlyList<RecordedUse> Recorded { get; init; } = [];
}

/// <summary>How often a workflow recorded one pack and version for a class.</summary>
/// <param name="Pack">What it recorded.</param>
/// <param name="Count">On how many nodes of the class.</param>
/// <param name="Last">The index of the last of these nodes among all the nodes of the file: later records break
/// ties.</param>
internal sealed record RecordedUse(RecordedPack Pack, int Count, int Last);
