using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Analysis;

/// <summary>Makes small workflows and facts.</summary>
internal static class Workflow
{
    public static WorkflowDocument Of(params WorkflowNode[] nodes) => new()
    {
        Name = "test",
        Path = "/test.json",
        Format = WorkflowFormat.Graph,
        Nodes = nodes,
    };

    /// <summary>A node whose values have names.</summary>
    public static WorkflowNode Node(string classType, params (string Name, string Text)[] values)
        => Node(classType, "1", [.. values.Select(static value => new NodeValue(value.Name, -1, value.Text))]);

    /// <summary>A node whose values have positions only.</summary>
    public static WorkflowNode Widgets(string classType, params string?[] texts)
        => Node(
            classType,
            "1",
            [
                .. texts
                    .Select(static (text, i) => new NodeValue(null, i, text ?? string.Empty))
                    .Where(static v => v.Text != string.Empty),
            ]);

    public static WorkflowNode Node(string classType, string occurrence, IReadOnlyList<NodeValue> values) => new()
    {
        ClassType = classType,
        Occurrence = occurrence,
        Values = values,
    };

    public static WorkflowNode Declares(this WorkflowNode node, params DeclaredModel[] models) => new()
    {
        ClassType = node.ClassType,
        Occurrence = node.Occurrence,
        Values = node.Values,
        DeclaredModels = models,
    };

    public static WorkflowNode At(this WorkflowNode node, string occurrence, bool isActive = true) => new()
    {
        ClassType = node.ClassType,
        Occurrence = occurrence,
        IsActive = isActive,
        Values = node.Values,
        DeclaredModels = node.DeclaredModels,
    };

    /// <summary>Facts about one class; nothing is known of others.</summary>
    public static ILoaderFacts Facts(string classType, LoaderClass loader) => new OneClass(classType, loader);

    public static LoaderInput Input(string name, params string[] folders) => new() { Name = name, Folders = folders };

    private sealed class OneClass(string classType, LoaderClass loader) : ILoaderFacts
    {
        public LoaderClass? Find(string asked) => asked == classType ? loader : null;
    }
}
