using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ComfyDeps.Rendering.Report;

/// <summary>
/// What needs what, as a picture: workflows on the left, packs and models on the right, a line for each need.
/// </summary>
internal static class ReportPicture
{
    private const int Width = 1000;
    private const int Row = 22;
    private const int Top = 34;
    private const int LeftEnd = 330;
    private const int RightStart = 660;
    private const int LongestName = 46;

    /// <summary>Draws the picture; nothing where no workflow was given.</summary>
    /// <param name="report">The report.</param>
    internal static string Render(DependencyReport report)
    {
        if (report.Workflows.Count == 0)
        {
            return string.Empty;
        }

        ReportItem[] packs = [.. report.Packs.Where(static item => item.Workflows.Count > 0)];
        ReportItem[] models = [.. report.Models.Where(static item => item.Workflows.Count > 0)];
        int modelsTop = Top + (packs.Length * Row) + (packs.Length > 0 ? Top : 0);
        int rightEnd = modelsTop + (models.Length * Row);
        int leftEnd = Top + (report.Workflows.Count * Row);
        int height = Math.Max(leftEnd, rightEnd) + 12;

        // The shorter column stands in the middle of the longer one, so that lines stay short.
        int leftTop = Top + (Math.Max(0, rightEnd - leftEnd) / 2);
        Dictionary<string, int> lefts = report.Workflows.Select((workflow, i) => (workflow.Id, Y: leftTop + (i * Row)))
            .ToDictionary(static pair => pair.Id, static pair => pair.Y, StringComparer.Ordinal);
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" "
                + $"aria-label=\"{Html.Text(ReportWords.Summary(report))}\">\n");
        StringBuilder lines = new();
        StringBuilder names = new();
        Heading(names, LeftEnd, leftTop, "end", "Workflows");
        for (int i = 0; i < report.Workflows.Count; i++)
        {
            ReportWorkflow workflow = report.Workflows[i];
            Name(names, new Label(LeftEnd, leftTop + (i * Row), "end", "w", $"w{i}", workflow.Id, workflow.Path));
        }

        Dictionary<string, int> numbers = report.Workflows.Select(static (workflow, i) => (workflow.Id, i))
            .ToDictionary(static pair => pair.Id, static pair => pair.i, StringComparer.Ordinal);
        Column(new Right(packs, Top, "Node packs", "p"), lefts, numbers, lines, names);
        Column(new Right(models, modelsTop, "Models", "m"), lefts, numbers, lines, names);
        svg.Append("<g class=\"lines\">\n").Append(lines).Append("</g>\n").Append(names);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Column(
        Right column,
        Dictionary<string, int> lefts,
        Dictionary<string, int> numbers,
        StringBuilder lines,
        StringBuilder names)
    {
        if (column.Items.Count == 0)
        {
            return;
        }

        Heading(names, RightStart, column.Top, "start", column.Title);
        for (int i = 0; i < column.Items.Count; i++)
        {
            ReportItem item = column.Items[i];
            string id = string.Create(CultureInfo.InvariantCulture, $"{column.Prefix}{i}");
            int y = column.Top + (i * Row);
            string kind = item.IsVerified ? "good" : "bad";
            Name(names, new Label(RightStart, y, "start", kind, id, item.Name, ReportWords.Status(item.Status)));
            foreach (string workflow in item.Workflows)
            {
                Line(lines, lefts[workflow], y, kind, numbers[workflow], id);
            }
        }
    }

    private static void Heading(StringBuilder svg, int x, int top, string anchor, string title)
        => svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"heading\" x=\"{x}\" y=\"{top - 16}\" text-anchor=\"{anchor}\">{title}</text>\n");

    private static void Name(StringBuilder svg, Label label)
    {
        string shown = label.Text.Length <= LongestName
            ? label.Text
            : string.Concat(label.Text.AsSpan(0, LongestName - 1), "…");

        // A sign says it too, for those who do not see colours: a dot is good, a triangle is not.
        int x = label.X;
        string sign = label.Kind == "bad"
            ? string.Create(CultureInfo.InvariantCulture, $"<path d=\"M{x - 5} {label.Y + 4}l5 -9l5 9z\"/>")
            : string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{label.Y}\" r=\"4\"/>");
        int textX = label.Anchor == "end" ? x - 12 : x + 12;
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g class=\"{label.Kind}\" data-id=\"{label.Id}\"><title>{Html.Text(label.Text)} – "
                + $"{Html.Text(label.Detail)}</title>{sign}")
            .Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{textX}\" y=\"{label.Y + 4}\" text-anchor=\"{label.Anchor}\">"
                    + $"{Html.Text(shown)}</text></g>\n");
    }

    private static void Line(StringBuilder svg, int from, int to, string kind, int workflow, string item)
    {
        const int Middle = (LeftEnd + RightStart) / 2;
        svg.Append(
            CultureInfo.InvariantCulture, $"<path class=\"{kind}\" data-from=\"w{workflow}\" data-to=\"{item}\" ")
            .Append(
                CultureInfo.InvariantCulture,
                $"d=\"M{LeftEnd + 6} {from}C{Middle} {from} {Middle} {to} {RightStart - 8} {to}\"/>\n");
    }

    private sealed record Label(int X, int Y, string Anchor, string Kind, string Id, string Text, string Detail);

    private sealed record Right(IReadOnlyList<ReportItem> Items, int Top, string Title, string Prefix);
}
