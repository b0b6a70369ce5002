using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Workflows;

/// <summary>
/// Turns a graph with subgraphs and group nodes into the flat list of the nodes that run, each with the path to it.
/// </summary>
internal sealed class GraphExpansion
{
    /// <summary>
    /// A hostile file can nest definitions so that the number of nodes doubles at each level; no real one comes near.
    /// </summary>
    private const int MostNodes = 200_000;

    private readonly GraphFormat _graph;
    private readonly List<WorkflowNode> _nodes = [];
    private readonly HashSet<string> _unknownContainers = new(StringComparer.Ordinal);
    private readonly HashSet<Subgraph> _open = [];
    private bool _full;

    private GraphExpansion(GraphFormat graph) => _graph = graph;

    /// <summary>The flat nodes of a graph, in file order, and what was odd about it.</summary>
    /// <param name="graph">What the file has.</param>
    public static (IReadOnlyList<WorkflowNode> Nodes, IReadOnlyList<string> Warnings) Expand(GraphFormat graph)
    {
        GraphExpansion expansion = new(graph);
        expansion.Add(graph.Nodes ?? [], prefix: string.Empty, isActive: true, overrides: null);
        List<string> warnings = [.. expansion._unknownContainers.Select(static type =>
            $"Node type '{type}' is a subgraph or group node that the file uses and does not define.")];
        if (expansion._full)
        {
            warnings.Add($"The graph unfolds to more than {MostNodes} nodes; the rest was left out.");
        }

        return (expansion._nodes, warnings);
    }

    private void Add(
        List<GraphNode> nodes,
        string prefix,
        bool isActive,
        IReadOnlyDictionary<(string Node, string Widget), string>? overrides)
    {
        foreach (GraphNode node in nodes)
        {
            if (node.Type is not string type)
            {
                continue;
            }

            if (_nodes.Count >= MostNodes)
            {
                _full = true;
                return;
            }

            if (Definition(type) is Subgraph definition)
            {
                Enter(node, definition, prefix, isActive && node.IsActive, overrides);
            }
            else if (IsContainer(type))
            {
                _unknownContainers.Add(type);
            }
            else
            {
                _nodes.Add(new WorkflowNode
                {
                    ClassType = type,
                    Occurrence = prefix + node.Id,
                    IsActive = isActive && node.IsActive,
                    Recorded = node.Recorded,
                    Values = Values(node, overrides),
                    DeclaredModels = node.DeclaredModels ?? (IReadOnlyList<DeclaredModel>)[],
                });
            }
        }
    }

    private void Enter(
        GraphNode instance,
        Subgraph definition,
        string prefix,
        bool isActive,
        IReadOnlyDictionary<(string Node, string Widget), string>? outer)
    {
        if (!_open.Add(definition))
        {
            // A definition inside itself cannot be unfolded; its nodes are already counted once.
            return;
        }

        Add(definition.Nodes, $"{prefix}{instance.Id}:", isActive, Overrides(instance, definition, outer));
        _open.Remove(definition);
    }

    private Subgraph? Definition(string type)
        => _graph.Definitions.GetValueOrDefault(GroupNodes.Key(type) ?? type);

    /// <summary>A UUID is never a node class, and neither is a group node's name.</summary>
    private static bool IsContainer(string type)
        => GroupNodes.Key(type) is not null || (type.Length == 36 && Guid.TryParseExact(type, "D", out _));

    private static IReadOnlyList<NodeValue> Values(
        GraphNode node,
        IReadOnlyDictionary<(string Node, string Widget), string>? overrides)
    {
        IReadOnlyList<NodeValue> values = node.NamedWhereKnown();
        if (overrides is null)
        {
            return values;
        }

        List<NodeValue> changed = [.. values];
        foreach (((string id, string widget), string text) in overrides)
        {
            if (id == node.Id)
            {
                changed.RemoveAll(value => value.Name == widget);
                changed.Add(new NodeValue(widget, Position(node, widget), text));
            }
        }

        return changed;
    }

    private static int Position(GraphNode node, string widget)
        => node.Widgets?.Count == node.WidgetCount ? node.Widgets.FindIndex(known => known.Name == widget) : -1;

    /// <summary>What an instance's own widgets set inside: they win over what the inner nodes say.</summary>
    private static Dictionary<(string Node, string Widget), string>? Overrides(
        GraphNode instance,
        Subgraph definition,
        IReadOnlyDictionary<(string Node, string Widget), string>? outer)
    {
        Dictionary<(string Node, string Widget), string>? overrides = null;
        foreach ((string node, string widget, string text) in Promoted(instance, outer))
        {
            if (node is not ("-1" or ""))
            {
                (overrides ??= [])[(node, widget)] = text;
                continue;
            }

            int slot = definition.Inputs.IndexOf(widget);
            foreach ((int _, string target, int targetSlot) in definition.InputLinks.Where(link => link.Slot == slot))
            {
                GraphNode? inner = definition.Nodes.Find(candidate => candidate.Id == target);
                if (inner?.Widgets?.Find(known => known.Slot == targetSlot).Name is string name)
                {
                    (overrides ??= [])[(target, name)] = text;
                }
            }
        }

        return overrides;
    }

    private static IEnumerable<(string Node, string Widget, string Text)> Promoted(
        GraphNode instance,
        IReadOnlyDictionary<(string Node, string Widget), string>? outer)
    {
        foreach (NodeValue value in instance.Values ?? [])
        {
            if (value.Position < 0 || value.Name is not null || value.IsNumber)
            {
                continue;
            }

            if (instance.ProxyWidgets is not null)
            {
                if (value.Position < instance.ProxyWidgets.Count)
                {
                    (string node, string widget) = instance.ProxyWidgets[value.Position];
                    yield return (node, widget, value.Text);
                }
            }
            else if (instance.Widgets is not null && value.Position < instance.Widgets.Count)
            {
                yield return ("-1", instance.Widgets[value.Position].Name, value.Text);
            }
        }

        foreach (((string id, string widget), string text) in outer ?? new Dictionary<(string, string), string>())
        {
            if (id == instance.Id)
            {
                yield return ("-1", widget, text);
            }
        }
    }
}
