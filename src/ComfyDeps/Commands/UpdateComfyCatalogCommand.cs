using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Makes the catalog anew from ComfyUI-Manager's lists, or adds what node packs' own sources say.</summary>
[Cmdlet(VerbsData.Update, "ComfyCatalog", SupportsShouldProcess = true, DefaultParameterSetName = ListSet)]
[OutputType(typeof(CatalogInfo))]
public sealed class UpdateComfyCatalogCommand : ComfyDepsCmdlet
{
    private const string ListSet = "SourcePath";
    private const string PackSet = "FromSource";

    /// <summary>
    /// A folder with ComfyUI-Manager's lists: its checkout, say. Without it they are fetched from their public address.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = PackSet)]
    [ValidateNotNullOrEmpty]
    public string? SourcePath { get; set; }

    /// <summary>
    /// Checkouts of node packs, or their https git addresses. They are read with git; nothing of them is run.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PackSet)]
    [ValidateNotNullOrEmpty]
    public string[] FromSource { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string current = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        List<string> sources = [];
        foreach (string source in FromSource)
        {
            string path = source.Contains("://", System.StringComparison.Ordinal)
                ? source
                : GetUnresolvedProviderPathFromPSPath(source);
            sources.Add(Directory.Exists(path) ? path : source);
        }

        UpdateCatalogOptions options = new()
        {
            CurrentFolder = current,
            SourcePath = SourcePath is null ? null : GetUnresolvedProviderPathFromPSPath(SourcePath),
            Sources = sources,
        };
        if (ShouldProcess(UpdateCatalog.Destination(current), "Make the catalog anew"))
        {
            WriteEach((reporter, stop) => UpdateCatalog.RunAsync(options, reporter, stop));
        }
    }
}
