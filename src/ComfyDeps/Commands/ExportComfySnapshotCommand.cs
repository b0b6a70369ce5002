using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Writes a snapshot that ComfyUI-Manager reads: of the registry, or of what is piped in.</summary>
[Cmdlet(VerbsData.Export, "ComfySnapshot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportComfySnapshotCommand : ExportCmdlet
{
    /// <summary>Takes pins that are not verified as well; a warning says so.</summary>
    [Parameter]
    public SwitchParameter AllowUnverified { get; set; }

    /// <inheritdoc/>
    protected override string DefaultFileName => "snapshot.json";

    /// <inheritdoc/>
    protected override string Action => "Write the snapshot";

    /// <inheritdoc/>
    protected override bool TakesUnverified => AllowUnverified;

    /// <inheritdoc/>
    protected override Task<string> RenderAsync(
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
        => ExportSnapshot.RenderAsync(options, reporter, cancellationToken);
}
