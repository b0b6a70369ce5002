using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Writes one bash script that installs what the registry pins, on a pod or on the volume of serverless workers.
/// </summary>
[Cmdlet(VerbsData.Export, "ComfyInstallScript", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportComfyInstallScriptCommand : ExportCmdlet
{
    /// <summary>
    /// Where the script runs. On the volume of serverless workers it installs models alone: packs are in their image.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(InstallTarget.Pod), nameof(InstallTarget.Serverless))]
    public string Target { get; set; } = nameof(InstallTarget.Pod);

    /// <summary>Takes pins that are not verified as well; the script, its output and a warning say so.</summary>
    [Parameter]
    public SwitchParameter AllowUnverified { get; set; }

    /// <inheritdoc/>
    protected override string DefaultFileName => "install-all-models.sh";

    /// <inheritdoc/>
    protected override string Action => "Write the install script";

    /// <inheritdoc/>
    protected override bool IsExecutable => true;

    /// <inheritdoc/>
    protected override bool TakesUnverified => AllowUnverified;

    /// <inheritdoc/>
    protected override Task<string> RenderAsync(
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
        => ExportInstallScript.RenderAsync(
            options, Enum.Parse<InstallTarget>(Target, ignoreCase: true), reporter, cancellationToken);
}
