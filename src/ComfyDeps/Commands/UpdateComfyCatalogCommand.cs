using System.Management.Automation;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Makes the catalog anew from ComfyUI-Manager's lists.</summary>
[Cmdlet(VerbsData.Update, "ComfyCatalog", SupportsShouldProcess = true)]
[OutputType(typeof(CatalogInfo))]
public sealed class UpdateComfyCatalogCommand : ComfyDepsCmdlet
{
    /// <summary>A folder with ComfyUI-Manager's lists: its checkout, say.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string SourcePath { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string current = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        UpdateCatalogOptions options = new()
        {
            CurrentFolder = current,
            SourcePath = GetUnresolvedProviderPathFromPSPath(SourcePath),
        };
        if (ShouldProcess(UpdateCatalog.Destination(current), "Make the catalog anew"))
        {
            WriteEach((reporter, stop) => UpdateCatalog.RunAsync(options, reporter, stop));
        }
    }
}
