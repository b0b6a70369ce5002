using System.Collections.Generic;

namespace ComfyDeps.Workflows;

/// <summary>The definition of a subgraph or a group node.</summary>
internal sealed class Subgraph
{
    /// <summary>Its UUID; null for a group node.</summary>
    public string? Id { get; set; }

    /// <summary>The nodes inside.</summary>
    public List<GraphNode> Nodes { get; } = [];

    /// <summary>The names of its inputs, in order of their slots.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Where its inputs lead: its own slot, then the inner node and that node's slot.</summary>
    public List<(int Slot, string TargetNode, int TargetSlot)> InputLinks { get; } = [];
}
