using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows.Script.Evaluation;

namespace ComfyDeps.Workflows.Script;

/// <summary>
/// Finds the nodes in what a script makes: objects with <c>class_type</c> and <c>inputs</c>, and saved graphs.
/// </summary>
internal sealed partial class GraphNodes
{
    private const int MaxDepth = 60;
    private const int MaxValueDepth = 8;
    private const int MaxVisits = 400_000;
    private readonly HashSet<ObjectValue> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string, string), Found> _nodes = [];
    private readonly Evaluator _evaluator;
    private int _visits;

    /// <summary>Starts with nothing found.</summary>
    public GraphNodes(Evaluator evaluator) => _evaluator = evaluator;

    /// <summary>The nodes, each possible class of each place once, in the order in which they were found.</summary>
    public IReadOnlyList<Found> Nodes => [.. _nodes.Values];

    /// <summary>The files in which the graphs themselves, not their nodes, are written.</summary>
    public HashSet<SourceFile> Files { get; } = [];

    /// <summary>True when at least one class is known.</summary>
    public bool HasKnownClass => _nodes.Values.Any(node => !node.IsUnknown);

    /// <summary>Looks through a value and all it holds.</summary>
    public void Visit(Value value) => Visit(value, 0);

    /// <summary>Looks through a value again that has changed since.</summary>
    public void VisitAgain(Value value)
    {
        _seen.Clear();
        Visit(value, 0);
    }

    private void Visit(Value value, int depth)
    {
        if (depth > MaxDepth || ++_visits > MaxVisits || _nodes.Count >= Budget.MaxNodes)
        {
            return;
        }

        switch (value)
        {
            case UnionValue union:
                foreach (Value option in union.Items)
                {
                    Visit(option, depth + 1);
                }

                break;
            case JsonTextValue json:
                Visit(json.Source, depth + 1);
                break;
            case StringValue text
                when text.Text.Length > 20 && text.Text.Contains("class_type", StringComparison.Ordinal):
                if (new Evaluator.JsonText(_evaluator, text).Read(text.Text) is { } parsed)
                {
                    Visit(parsed, depth + 1);
                }

                break;
            case FunctionValue or ClassValue:
                break;
            case ObjectValue item when _seen.Add(item):
                VisitObject(item, depth);
                break;
            default:
                break;
        }
    }

    private void VisitObject(ObjectValue item, int depth)
    {
        if (AddPromptNode(item))
        {
            return;
        }

        AddSavedGraph(item);
        if (item.Origin.File is { } file && item.Properties.Values.Any(IsNode))
        {
            Files.Add(file);
        }

        foreach (Value member in item.Properties.Values.Concat(item.Elements ?? []).ToList())
        {
            Visit(member, depth + 1);
        }

        if (item.Wild is not null)
        {
            Visit(item.Wild, depth + 1);
        }

        if (item is UnknownValue unknown)
        {
            foreach (UnknownValue child in unknown.Children.Values.Where(
                child => child.Properties.Count > 0 || child.Children.Count > 0 || child.Wild is not null)
                .ToList())
            {
                Visit(child, depth + 1);
            }
        }
    }

    private static bool IsNode(Value value)
        => value is ObjectValue item
            && item.Properties.ContainsKey("class_type")
            && item.Properties.ContainsKey("inputs");

    private bool AddPromptNode(ObjectValue item)
    {
        if (!item.Properties.TryGetValue("class_type", out Value? type))
        {
            return false;
        }

        // Of a node that came from outside only what was changed is known.
        Value? inputs = item.Properties.GetValueOrDefault("inputs")
            ?? (item is UnknownValue changed ? changed.Children.GetValueOrDefault("inputs") ?? changed : null);
        if (inputs is null)
        {
            return false;
        }

        Value? known = Values.Where(inputs, option => option is ObjectValue and not ArrayValue);
        if (known is null)
        {
            return false;
        }

        bool isNode = false;
        foreach (Value option in type.Options)
        {
            if (Add(_evaluator.TriedAs(option) ?? option, item) is { } found)
            {
                isNode = true;
                foreach (Value part in known.Options)
                {
                    if (!ReferenceEquals(part, item))
                    {
                        AddValues(found, (ObjectValue)part);
                    }
                }
            }
        }

        return isNode;
    }

    private Found? Add(Value type, ObjectValue node)
    {
        (string? text, Origin origin, bool isUnknown) = type switch
        {
            StringValue known when known.Text.Trim().Length > 0
                => (known.Text, known.Origin, GraphText.IsPlaceholder(known.Text)),
            UnknownValue { Kind: UnknownKind.Any or UnknownKind.Text } unknown => (unknown.Text, unknown.Origin, true),
            _ => (null, default, false),
        };
        if (text is null)
        {
            return null;
        }

        if (origin.File is null)
        {
            origin = node.Origin;
        }

        (string, string) key = (text, origin.ToString());
        if (!_nodes.TryGetValue(key, out Found? found))
        {
            found = new Found(text, origin, isUnknown);
            _nodes.Add(key, found);
        }

        return found;
    }

    private void AddValues(Found node, ObjectValue inputs)
    {
        foreach ((string name, Value value) in inputs.Properties)
        {
            AddValue(node, name, -1, value, isActive: true, 0);
        }

        if (inputs.Wild is not null)
        {
            AddValue(node, null, -1, inputs.Wild, isActive: true, 0);
        }
    }

    private void AddValue(Found node, string? name, int position, Value value, bool isActive, int depth)
    {
        if (node.Values.Count >= Budget.MaxNodes)
        {
            return;
        }

        foreach (Value option in value.Options)
        {
            switch (option)
            {
                case StringValue { Text.Length: > 0 } text:
                    bool isPlaceholder = GraphText.IsPlaceholder(text.Text);
                    AddText(node, name, position, text.Text, text.Origin, isActive, isPlaceholder);
                    break;
                case NumberValue { Value: >= 0 and < 100 } number
                    when name is not null && IsCount(name) && number.Value == Math.Floor(number.Value):
                    node.Add(new NodeValue(name, position, number.ToString()) { IsActive = isActive, IsNumber = true });
                    break;
                case UnknownValue { Kind: UnknownKind.Any or UnknownKind.Text, Text.Length: > 0 } unknown:
                    AddText(node, name, position, unknown.Text, unknown.Origin, isActive, isUnknown: true);
                    break;
                case ArrayValue array when depth < MaxValueDepth && !IsLink(array):
                    AddItems(node, name, position, array, isActive, depth + 1);
                    break;
                case ObjectValue plain when depth < MaxValueDepth
                    && plain is not (UnknownValue or FunctionValue or ClassValue or ArrayValue):
                    AddMembers(node, name, position, plain, isActive, depth + 1);
                    break;
                default:
                    break;
            }
        }
    }

    private static void AddText(
        Found node, string? name, int position, string text, Origin origin, bool isActive, bool isUnknown)
        => node.Add(new NodeValue(name, position, text)
        {
            IsActive = isActive,
            IsUnknown = isUnknown,
            Occurrence = (origin.File is null ? node.Origin : origin).ToString(),
        });

    private void AddItems(Found node, string? name, int position, ArrayValue array, bool isActive, int depth)
    {
        for (int i = 0; i < array.Items.Count; i++)
        {
            AddValue(node, name is null ? null : $"{name}.{i}", position, array.Items[i], isActive, depth);
        }

        if (array.Wild is not null)
        {
            AddValue(node, name, position, array.Wild, isActive, depth);
        }
    }

    private void AddMembers(Found node, string? name, int position, ObjectValue plain, bool isActive, int depth)
    {
        bool isOn = isActive && !IsOff(plain, "on") && !IsOff(plain, "active");
        foreach ((string key, Value member) in plain.Properties)
        {
            AddValue(node, name is null ? key : $"{name}.{key}", position, member, isOn, depth);
        }
    }

    private static bool IsCount(string name)
        => name.StartsWith("num_", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal);

    private static bool IsOff(ObjectValue value, string name)
        => ReferenceEquals(value.Properties.GetValueOrDefault(name), Value.False);

    /// <summary>A link is the id of a node and the number of its output.</summary>
    private static bool IsLink(ArrayValue array)
        => array.Items.Count == 2 && array.Wild is null
            && Values.Where(
                array.Items[1],
                option => option is not (NumberValue or UnknownValue { Kind: not UnknownKind.Text })) is null;

    /// <summary>A saved graph: <c>nodes</c> with <c>type</c>, the values of the widgets by position.</summary>
    private void AddSavedGraph(ObjectValue item)
    {
        if (!item.Properties.TryGetValue("nodes", out Value? list)
            || !(item.Properties.ContainsKey("links")
                || item.Properties.ContainsKey("last_node_id")
                || item.Properties.ContainsKey("inputNode")))
        {
            return;
        }

        HashSet<string> containers = [.. Containers(item)];
        foreach (ArrayValue nodes in list.Options.ToArray().OfType<ArrayValue>())
        {
            foreach (Value option in nodes.Items.Concat(nodes.Wild is null ? [] : [nodes.Wild])
                .SelectMany(node => node.Options.ToArray()))
            {
                if (option is ObjectValue node and not (ArrayValue or UnknownValue)
                    && node.Properties.TryGetValue("type", out Value? type)
                    && (node.Properties.ContainsKey("id") || node.Properties.ContainsKey("widgets_values")))
                {
                    AddSavedNode(node, type, containers);
                }
            }
        }
    }

    private static IEnumerable<string> Containers(ObjectValue graph)
    {
        if (graph.Properties.GetValueOrDefault("definitions") is ObjectValue definitions
            && definitions.Properties.GetValueOrDefault("subgraphs") is ArrayValue subgraphs)
        {
            foreach (ObjectValue subgraph in subgraphs.Items.OfType<ObjectValue>())
            {
                if (subgraph.Properties.GetValueOrDefault("id") is StringValue id)
                {
                    yield return id.Text;
                }
            }
        }
    }

    private void AddSavedNode(ObjectValue node, Value type, HashSet<string> containers)
    {
        bool isActive = node.Properties.GetValueOrDefault("mode") is not NumberValue { Value: 2 or 4 };
        foreach (Value option in type.Options)
        {
            if (option is StringValue { Text: { } name } && (containers.Contains(name) || GraphText.IsSubgraphId(name)))
            {
                continue;
            }

            if (Add(option, node) is not { } found)
            {
                continue;
            }

            found.IsActive = isActive && (found.IsActive || !found.IsSeen);
            found.IsSeen = true;
            switch (node.Properties.GetValueOrDefault("widgets_values"))
            {
                case ArrayValue widgets:
                    for (int i = 0; i < widgets.Items.Count; i++)
                    {
                        AddValue(found, null, i, widgets.Items[i], isActive: true, 0);
                    }

                    break;
                case ObjectValue named and not UnknownValue:
                    AddValues(found, named);
                    break;
                default:
                    break;
            }
        }
    }
}
