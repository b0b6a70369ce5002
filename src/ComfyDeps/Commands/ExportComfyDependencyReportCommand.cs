using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Writes what workflows need, what the registry has of it, and what is known about each pin.</summary>
[Cmdlet(VerbsData.Export, "ComfyDependencyReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportComfyDependencyReportCommand : ExportCmdlet
{
    /// <summary>
    /// How it is written; without it the name of the file tells: .md, .html, and Json for all others.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(ReportFormat.Json), nameof(ReportFormat.Markdown), nameof(ReportFormat.Html))]
    public string? Format { get; set; }

    /// <inheritdoc/>
    protected override string DefaultFileName => Chosen switch
    {
        ReportFormat.Markdown => "dependencies.md",
        ReportFormat.Html => "dependencies.html",
        _ => "dependencies.json",
    };

    /// <inheritdoc/>
    protected override string Action => "Write the dependency report";

    private ReportFormat Chosen
        => Format is not null ? Enum.Parse<ReportFormat>(Format, ignoreCase: true)
            : Path is null ? ReportFormat.Json
            : Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? ReportFormat.Markdown
            : Path.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
                || Path.EndsWith(".htm", StringComparison.OrdinalIgnoreCase) ? ReportFormat.Html
            : ReportFormat.Json;

    /// <inheritdoc/>
    protected override Task<string> RenderAsync(
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
        => ExportDependencyReport.RenderAsync(options, Chosen, reporter, cancellationToken);
}
