using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Rendering.Report;

/// <summary>
/// The report as one page that needs nothing else: no request leaves it, and without scripts it says the same.
/// </summary>
internal static class HtmlReport
{
    private static readonly string s_style = Resource("report.css");
    private static readonly string s_script = Resource("report.js");

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="mark">The words that generated files have near their top.</param>
    internal static string Render(DependencyReport report, string mark)
    {
        StringBuilder page = new();
        WriteHead(page, $"{mark} {report.Generator}");
        page.Append(CultureInfo.InvariantCulture, $"<p>{Html.Text(ReportWords.Summary(report))}</p>\n");
        if (report.RegistryPath is not null)
        {
            string hash = report.RegistrySha256 is null
                ? string.Empty
                : $" · SHA-256 {Html.Code(report.RegistrySha256)}";
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"faint\">Registry {Html.Code(report.RegistryPath)}{hash}</p>\n");
        }

        if (ReportPicture.Render(report) is { Length: > 0 } picture)
        {
            page.Append("<h2>What needs what</h2>\n<div class=\"scroll\">\n").Append(picture).Append("</div>\n");
        }

        page.Append(
            Table("Node packs", ["Name", "Pin", "Status", "What to know", "#Needed by"], report.Packs.Select(Pack)));
        page.Append(
            Table(
                "Models",
                ["Name", "Folder", "Pin", "#Size", "Status", "What to know", "#Needed by"],
                report.Models.Select(Model)));
        page.Append(
            Table(
                "Node classes", ["Name", "Node pack", "Status", "Other packs with it"], report.Classes.Select(Class)));
        WriteWorkflows(page, report.Workflows);
        return page.Append("<script>").Append(s_script).Append("</script>\n</body>\n</html>\n").ToString();
    }

    private static void WriteHead(StringBuilder page, string generator)
    {
        // Only this script and this style may run, whatever a name in the report tries to be.
        string policy =
            $"default-src 'none'; style-src '{Hash(s_style)}'; script-src '{Hash(s_script)}'; base-uri 'none'; "
                + "form-action 'none'";
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<meta name=\"generator\" content=\"{Html.Text(generator)}\">\n");
        page.Append(
            CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n");
        page.Append(
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>ComfyUI "
                + "dependencies</title>\n");
        page.Append("<style>").Append(s_style).Append("</style>\n</head>\n<body>\n<h1>ComfyUI dependencies</h1>\n");
    }

    private static string Pack(ReportItem item)
        => Cell(Html.Link(item.Name, item.Url))
            + Pin(item)
            + Verdict(item)
            + $"<td class=\"known\">{Known(item)}</td>"
            + Needed(item);

    private static string Model(ReportItem item)
        => Cell(Html.Link(item.Name, item.Url))
            + $"<td class=\"folder\">{Html.Code(item.Folder)}</td>"
            + Pin(item)
            + Number(item.Size ?? -1, ReportWords.Size(item.Size))
            + Verdict(item)
            + $"<td class=\"known\">{Known(item)}</td>"
            + Needed(item);

    private static string Class(ReportClass one)
    {
        (string status, bool isGood) = one switch
        {
            { InRegistry: false } => ("not in the registry", false),
            { Status: DependencyStatus.Ambiguous } => ("ambiguous", false),
            { Pack: null } => ("part of ComfyUI", true),
            _ => ("in the registry", true),
        };
        return Cell(
            Html.Code(one.Name)) + Cell(
                Html.Code(one.Pack)) + $"<td class=\"status {(isGood ? "good" : "bad")}\">{status}</td>"
            + Cell(string.Join(", ", one.Alternatives.Select(Html.Code)));
    }

    private static string Known(ReportItem item)
    {
        IEnumerable<string> parts =
        [
            .. ReportWords.Why(item).Select(Html.Text),
            item.AvailableVersions.Count == 0
                ? string.Empty
                : "Available: " + string.Join(", ", item.AvailableVersions.Select(Html.Code)),
            item.Alternatives.Count == 0
                ? string.Empty
                : "Or: " + string.Join(", ", item.Alternatives.Select(Html.Code)),
        ];
        return string.Join(' ', parts.Where(static part => part.Length > 0));
    }

    private static string Needed(ReportItem item)
        => Number(item.Workflows.Count, item.Workflows.Count.ToString(CultureInfo.InvariantCulture));

    private static string Cell(string html) => $"<td>{html}</td>";

    private static string Pin(ReportItem item) => $"<td class=\"pin\">{Html.Code(ReportWords.Pin(item))}</td>";

    private static string Number(long value, string html)
        => string.Create(CultureInfo.InvariantCulture, $"<td class=\"number\" data-value=\"{value}\">{html}</td>");

    private static string Verdict(ReportItem item)
        => $"<td class=\"status {(item.IsVerified ? "good" : "bad")}\">{ReportWords.Status(item.Status)}</td>";

    /// <summary>A table; a heading that starts with # is one of numbers.</summary>
    private static string Table(string title, string[] headings, IEnumerable<string> rows)
    {
        string[] all = [.. rows];
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"<h2>{title} ({all.Length})</h2>\n");
        if (all.Length == 0)
        {
            return table.Append("<p>None.</p>\n").ToString();
        }

        table.Append("<div class=\"scroll\">\n<table>\n<thead><tr>");
        foreach (string heading in headings)
        {
            table.Append(
                heading[0] == '#'
                    ? $"<th class=\"number\" scope=\"col\">{heading[1..]}</th>"
                    : $"<th scope=\"col\">{heading}</th>");
        }

        table.Append("</tr></thead>\n<tbody>\n");
        foreach (string row in all)
        {
            table.Append("<tr>").Append(row).Append("</tr>\n");
        }

        return table.Append("</tbody>\n</table>\n</div>\n").ToString();
    }

    private static void WriteWorkflows(StringBuilder page, IReadOnlyList<ReportWorkflow> workflows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>Workflows ({workflows.Count})</h2>\n");
        foreach (ReportWorkflow workflow in workflows)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<details><summary>{Html.Code(workflow.Id)} <span class=\"faint\">"
                    + $"{Html.Text(workflow.Path)}</span></summary>\n")
                .Append(CultureInfo.InvariantCulture, $"<p>Node packs: {Names(workflow.Packs)}</p>\n")
                .Append(CultureInfo.InvariantCulture, $"<p>Node classes: {Names(workflow.Nodes)}</p>\n")
                .Append(CultureInfo.InvariantCulture, $"<p>Models: {Names(workflow.Models)}</p></details>\n");
        }
    }

    private static string Names(IReadOnlyList<string> names)
        => names.Count == 0 ? "none" : string.Join(", ", names.Select(Html.Code));

    private static string Hash(string content)
        => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(
            $"ComfyDeps.Rendering.Report.{name}")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return "\n" + reader.ReadToEnd();
    }
}
