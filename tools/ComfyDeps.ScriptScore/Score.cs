using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.ScriptScore;

/// <summary>How one file was read.</summary>
internal sealed record Score(
    Case Case,
    IReadOnlyList<string> MissingClasses,
    IReadOnlyList<string> ExtraClasses,
    IReadOnlyList<string> UnknownClasses,
    IReadOnlyList<string> MissingModels,
    IReadOnlyList<string> ExtraModels,
    IReadOnlyList<string> MissingSlots,
    IReadOnlyList<string> Documents,
    IReadOnlyList<string> Errors,
    TimeSpan Time)
{
    /// <summary>Compares.</summary>
    public static Score Of(Case item, ScriptReadResult result, TimeSpan time)
    {
        List<WorkflowNode> nodes = [.. result.Documents.SelectMany(document => document.Nodes)];
        HashSet<string> classes = [.. nodes.Where(node => !node.IsUnknown).Select(node => node.ClassType)];
        List<(WorkflowNode Node, NodeValue Value)> values =
            [.. nodes.SelectMany(node => node.Values.Select(value => (node, value)))];
        HashSet<string> texts = [.. values.Where(value => !value.Value.IsUnknown).Select(value => value.Value.Text)];
        HashSet<string> models =
        [
            .. texts
                .Where(GraphText.IsModelFile)
                .Where(text => text.Length < 200 && !text.Contains("embedding:", StringComparison.Ordinal)),
        ];
        HashSet<string> unknown =
        [
            .. values
                .Where(value => value.Value.IsUnknown)
                .Select(value => $"{value.Node.ClassType}.{value.Value.Name}"),
        ];
        return new Score(
            item,
            [.. item.Classes.Except(classes).Order(StringComparer.Ordinal)],
            [.. classes.Except(item.Classes).Except(item.MoreClasses).Order(StringComparer.Ordinal)],
            [.. nodes.Where(node => node.IsUnknown).Select(node => node.ClassType).Distinct()],
            [.. item.Models.Except(texts).Order(StringComparer.Ordinal)],
            [.. models.Except(item.Models).Except(item.MoreModels).Order(StringComparer.Ordinal)],
            [.. item.Dynamic.Except(unknown).Order(StringComparer.Ordinal)],
            [.. result.Documents.Select(document => document.Name)],
            [.. result.Errors.Select(error => $"{error.Code}: {error.Message}")],
            time);
    }

    /// <summary>Prints one file: what is wrong with it, or that nothing is.</summary>
    public void Print()
    {
        bool isRight = MissingClasses.Count + ExtraClasses.Count + MissingModels.Count + ExtraModels.Count == 0;
        Console.WriteLine(
            $"{(isRight ? "ok   " : "WRONG")} {Case.Name}  {Time.TotalMilliseconds:F0} ms  ["
                + $"{string.Join(", ", Documents.Take(12))}]");
        Print("classes missing", MissingClasses);
        Print("classes extra", ExtraClasses);
        Print("classes unknown", UnknownClasses);
        Print("models missing", MissingModels);
        Print("models extra", ExtraModels);
        Print("unknown slots missing", MissingSlots);
        Print("errors", Errors);
    }

    /// <summary>Prints the sums.</summary>
    public static void PrintTotals(IReadOnlyCollection<Score> scores)
    {
        Console.WriteLine($"{scores.Count} files; classes: {scores.Sum(s =>
            s.Case.Classes.Count)} known, {scores.Sum(s =>
                s.MissingClasses.Count)} missing, {scores.Sum(s => s.ExtraClasses.Count)} extra; "
            + $"models: {scores.Sum(s =>
                s.Case.Models.Count)} known, {scores.Sum(s =>
                    s.MissingModels.Count)} missing, {scores.Sum(s => s.ExtraModels.Count)} extra; "
            + $"slots of the caller: {scores.Sum(s =>
                s.Case.Dynamic.Count)} known, {scores.Sum(s => s.MissingSlots.Count)} missing");
    }

    private static void Print(string what, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            Console.WriteLine($"        {what}: {string.Join(" | ", items.Take(40))}");
        }
    }
}
