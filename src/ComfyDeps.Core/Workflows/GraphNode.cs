using System.Collections.Generic;

namespace ComfyDeps.Workflows;

/// <summary>
/// One node of a UI-format graph as the file has it: a use of a class, of a subgraph or of a group node.
/// </summary>
internal sealed class GraphNode
{
    /// <summary>The node's id in its own graph.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>A class, a subgraph's UUID, or a group node's name with its prefix; null in damaged files.</summary>
    public string? Type { get; set; }

    /// <summary>Whether it is neither muted (2) nor bypassed (4).</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>The pack that was recorded for it, or null.</summary>
    public RecordedPack? Recorded { get; set; }

    /// <summary>The texts of <c>widgets_values</c>.</summary>
    public List<NodeValue>? Values { get; set; }

    /// <summary>The texts of <c>widgets_values_named</c>, which is preferred.</summary>
    public List<NodeValue>? NamedValues { get; set; }

    /// <summary>How many widgets <c>widgets_values</c> holds; -1 when it is no list.</summary>
    public int WidgetCount { get; set; } = -1;

    /// <summary>The inputs that are widgets: their slot and the widget's name, in order.</summary>
    public List<(int Slot, string Name)>? Widgets { get; set; }

    /// <summary>For a subgraph's instance: the inner node and widget behind each of its own widgets.</summary>
    public List<(string Node, string Widget)>? ProxyWidgets { get; set; }

    /// <summary>Model files that it declares.</summary>
    public List<DeclaredModel>? DeclaredModels { get; set; }

    /// <summary>Its values with names where the file gives them.</summary>
    public IReadOnlyList<NodeValue> NamedWhereKnown()
    {
        if (NamedValues is not null)
        {
            return NamedValues;
        }

        if (Values is null || Widgets is null || Widgets.Count != WidgetCount)
        {
            return Values ?? (IReadOnlyList<NodeValue>)[];
        }

        // Since the front end lists every widget as an input, equal counts mean that positions and names agree.
        List<NodeValue> named = new(Values.Count);
        foreach (NodeValue value in Values)
        {
            string widget = Widgets[value.Position].Name;
            named.Add(value with { Name = value.Name is null ? widget : $"{widget}.{value.Name}" });
        }

        return named;
    }
}
