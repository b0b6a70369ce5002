using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using ComfyDeps.Workflows.Script.Evaluation;

namespace ComfyDeps.Workflows.Script;

/// <summary>A workflow as it was found, before those that are one and the same are put together.</summary>
internal sealed class WorkflowDraft(string name, Definition? definition, int offset, GraphNodes nodes)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The definition that it belongs to, or null.</summary>
    public Definition? Definition { get; set; } = definition;

    /// <summary>Where it is in the file.</summary>
    public int Offset { get; } = offset;

    /// <summary>Its nodes.</summary>
    public GraphNodes Nodes { get; } = nodes;

    /// <summary>True when it is reached by an export.</summary>
    public bool IsExport { get; init; }

    /// <summary>True when it stands for a definition alone.</summary>
    public bool IsDefinition { get; init; }

    /// <summary>Others that turned out to be the same workflow.</summary>
    public List<WorkflowDraft> Absorbed { get; } = [];

    /// <summary>The places and classes of its nodes.</summary>
    public HashSet<(string, string)> Places
        => field ??= [.. Nodes.Nodes.Select(node => (node.Type, node.Origin.ToString()))];
}

/// <summary>An object that describes a workflow: it has an id or name, and a graph, a builder or needs.</summary>
/// <param name="Source">The object.</param>
/// <param name="Name">Its id, else its name.</param>
/// <param name="Needs">What it says that it needs.</param>
internal sealed partial record Definition(ObjectValue Source, string Name, IReadOnlyList<DeclaredNeed> Needs)
{
    private const int MaxDepth = 4;

    /// <summary>The definition that an object is, or null.</summary>
    public static Definition? Of(ObjectValue plain)
    {
        if (plain is ArrayValue or UnknownValue or FunctionValue or ClassValue
            || plain.Properties.ContainsKey("class_type"))
        {
            return null;
        }

        string? name = Text(plain, "id") ?? Text(plain, "name") ?? Text(plain, "key");
        if (name is null || !plain.Properties.Values.Any(IsContent))
        {
            return null;
        }

        List<DeclaredNeed> needs = [];
        foreach ((string key, Value value) in plain.Properties)
        {
            if (NeedOf(key) is { } kind)
            {
                AddNeeds(needs, kind, value, 0);
            }
        }

        return new Definition(plain, name, needs);
    }

    /// <summary>True when a property lists needs.</summary>
    public static bool IsNeed(string key) => NeedOf(key) is not null;

    private static bool IsContent(Value value) => value is ObjectValue and not UnknownValue
        || value is StringValue { Text: { } text } && text.Contains("class_type", StringComparison.Ordinal);

    private static string? Text(ObjectValue plain, string name)
        => plain.Properties.GetValueOrDefault(name) is StringValue { Text: { } text }
            && text.Trim().Length is > 0 and < 200
            && !GraphText.IsSubgraphId(text.Trim())
            ? text.Trim()
            : null;

    private static DependencyKind? NeedOf(string key)
    {
        Match match = NeedKey().Match(key);
        return !match.Success ? null
            : match.Groups[1].Value.StartsWith(
                "model", StringComparison.OrdinalIgnoreCase) ? DependencyKind.Model : DependencyKind.Node;
    }

    private static void AddNeeds(List<DeclaredNeed> needs, DependencyKind kind, Value value, int depth)
    {
        if (depth > MaxDepth || needs.Count > Budget.MaxSet)
        {
            return;
        }

        foreach (Value option in value.Options.ToArray())
        {
            switch (option)
            {
                case StringValue text:
                    // One text may name several files.
                    foreach (string part in text.Text.Split(
                        ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    {
                        needs.Add(new DeclaredNeed(kind, part, text.Origin.ToString()));
                    }

                    break;
                case ArrayValue array:
                    array.Items.ForEach(item => AddNeeds(needs, kind, item, depth + 1));
                    break;
                case ObjectValue plain and not UnknownValue:
                    string[] names = ["filename", "fileName", "file", "name", "class_type", "pack"];
                    Value? named = names
                        .Select(name => plain.Properties.GetValueOrDefault(name))
                        .FirstOrDefault(found => found is not null);
                    foreach (Value member in depth > 0 && named is not null
                        ? [named]
                        : plain.Properties.Values.ToList())
                    {
                        AddNeeds(needs, kind, member, depth + 1);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    [GeneratedRegex(
        "^(?:required|requires|needed|needs)_?"
            + "(models?|nodes?|customnodes?|custom_nodes?|nodepacks?|node_packs?|packs?|nodetypes?)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex NeedKey();
}
