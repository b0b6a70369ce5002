using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ComfyDeps.Rendering.Report;

/// <summary>The report for pull requests: first what somebody has to look at, then everything.</summary>
internal static class MarkdownReport
{
    private const string Special = "\\`*_[]<>|&~!";

    /// <summary>What a forge makes a mention or a reference of, wherever it stands in text.</summary>
    private const string Mentions = "@#";

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="mark">The words that generated files have near their top.</param>
    internal static string Render(DependencyReport report, string mark)
    {
        StringBuilder text = new();
        Line(text, $"<!-- {mark} {report.Generator} -->");
        Line(text, "# ComfyUI dependencies");
        Line(text);
        Line(text, ReportWords.Summary(report));
        if (report.RegistryPath is not null)
        {
            Line(text);
            Line(
                text,
                $"Registry: {Code(report.RegistryPath)}"
                    + (report.RegistrySha256 is null ? string.Empty : $", SHA-256 {Code(report.RegistrySha256)}"));
        }

        WriteAttention(text, report);
        WriteItems(text, "Node packs", report.Packs);
        WriteItems(text, "Models", report.Models);
        WriteWorkflows(text, report.Workflows);
        return text.ToString();
    }

    private static void WriteAttention(StringBuilder text, DependencyReport report)
    {
        List<string> lines =
        [
            .. report.Classes.Where(static one => one.Status == DependencyStatus.Unresolved && one.Pack is null)
                .Select(static one => $"- node class {Code(one.Name)}: nobody is known to provide it"),
            .. report.Classes.Where(static one => one.Status == DependencyStatus.Ambiguous)
                .Select(static one => $"- node class {Code(one.Name)}: ambiguous{Of(one.Pack)}{Or(one.Alternatives)}"),
            .. report.Packs.Where(static one => !one.IsVerified)
                .Select(static one => $"- node pack {Code(one.Name)}: {Judgement(one)}"),
            .. report.Models.Where(static one => !one.IsVerified)
                .Select(static one => $"- model {Code(one.Name)}: {Judgement(one)}{Or(one.Alternatives)}"),
        ];
        Line(text);
        Line(text, "## To look at");
        Line(text);
        Line(
            text,
            lines.Count == 0
                ? "Nothing: everything is in the registry, pinned and verified."
                : string.Join('\n', lines));
    }

    private static string Judgement(ReportItem item)
    {
        string available = item.AvailableVersions.Count == 0
            ? string.Empty
            : $" Available: {string.Join(", ", item.AvailableVersions.Select(Code))}.";
        string why = string.Join(' ', ReportWords.Why(item).Select(Escape));
        return $"**{ReportWords.Status(item.Status)}**. {why}{available}".TrimEnd();
    }

    private static string Of(string? pack) => pack is null ? string.Empty : $", taken from {Code(pack)}";

    private static string Or(IReadOnlyList<string> alternatives)
        => alternatives.Count == 0 ? string.Empty : $"; or {string.Join(", ", alternatives.Select(Code))}";

    private static void WriteItems(StringBuilder text, string title, IReadOnlyList<ReportItem> items)
    {
        Line(text);
        Line(text, $"## {title} ({items.Count.ToString(CultureInfo.InvariantCulture)})");
        Line(text);
        if (items.Count == 0)
        {
            Line(text, "None.");
            return;
        }

        bool isModels = items.Any(static item => item.Folder is not null);
        Line(
            text,
            isModels ? "| name | folder | pin | size | status | needed by |" : "| name | pin | status | needed by |");
        Line(text, isModels ? "|---|---|---|---:|---|---:|" : "|---|---|---|---:|");
        foreach (ReportItem item in items)
        {
            string middle = isModels
                ? $"{Cell(item.Folder ?? "?")} | {Pin(item)} | {ReportWords.Size(item.Size)}"
                : Pin(item);
            string count = item.Workflows.Count.ToString(CultureInfo.InvariantCulture);
            Line(text, $"| {Cell(item.Name)} | {middle} | {ReportWords.Status(item.Status)} | {count} |");
        }
    }

    private static string Pin(ReportItem item) => ReportWords.Pin(item) is { Length: > 0 } pin ? Cell(pin) : "–";

    private static void WriteWorkflows(StringBuilder text, IReadOnlyList<ReportWorkflow> workflows)
    {
        if (workflows.Count == 0)
        {
            return;
        }

        Line(text);
        Line(text, $"## Workflows ({workflows.Count.ToString(CultureInfo.InvariantCulture)})");
        foreach (ReportWorkflow workflow in workflows)
        {
            Line(text);
            Line(text, "<details>");
            Line(text, $"<summary>{Html.Code(workflow.Id)}</summary>");
            Line(text);
            Line(text, $"- file: {Code(workflow.Path)}");
            Line(text, $"- node packs: {Codes(workflow.Packs)}");
            Line(text, $"- node classes: {Codes(workflow.Nodes)}");
            Line(text, $"- models: {Codes(workflow.Models)}");
            Line(text);
            Line(text, "</details>");
        }
    }

    private static string Codes(IReadOnlyList<string> names)
        => names.Count == 0 ? "none" : string.Join(", ", names.Select(Code));

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    /// <summary>A name in a table, which takes a bar for its own even in code.</summary>
    private static string Cell(string name) => Code(name).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>
    /// A name that stays a name: in a code span whose ends are longer than any run of backticks in it.
    /// </summary>
    private static string Code(string name)
    {
        string shown = VisibleText.Of(name);
        int longest = 0;
        int run = 0;
        foreach (char c in shown)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', longest + 1);
        string pad = longest > 0 || shown.Length == 0 || shown.StartsWith(' ') || shown.EndsWith(' ')
            ? " "
            : string.Empty;
        return $"{fence}{pad}{shown}{pad}{fence}";
    }

    /// <summary>Text in which nothing means anything to Markdown, or mentions anybody.</summary>
    private static string Escape(string? text)
    {
        StringBuilder escaped = new();
        foreach (char c in VisibleText.Of(text))
        {
            _ = Special.Contains(
                c, StringComparison.Ordinal) ? escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)c};")
                : Mentions.Contains(c, StringComparison.Ordinal) ? escaped.Append(c).Append("<!-- -->")
                : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
