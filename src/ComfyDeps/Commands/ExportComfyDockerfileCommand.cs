using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Writes the Dockerfile of serverless workers: the registry's packs over its base image, each at its pin.
/// </summary>
[Cmdlet(VerbsData.Export, "ComfyDockerfile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportComfyDockerfileCommand : ExportCmdlet
{
    /// <summary>
    /// The image to start from instead of the registry's; with its digest, or a warning tells that it is not pinned.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaseImage { get; set; }

    /// <summary>Puts the models into the image; without it they are on the network volume.</summary>
    [Parameter]
    public SwitchParameter IncludeModel { get; set; }

    /// <summary>Takes pins that are not verified as well; the Dockerfile and a warning say so.</summary>
    [Parameter]
    public SwitchParameter AllowUnverified { get; set; }

    /// <inheritdoc/>
    protected override string DefaultFileName => "Dockerfile";

    /// <inheritdoc/>
    protected override string Action => "Write the Dockerfile";

    /// <inheritdoc/>
    protected override bool TakesUnverified => AllowUnverified;

    /// <inheritdoc/>
    protected override Task<string> RenderAsync(
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
        => ExportDockerfile.RenderAsync(options, BaseImage, IncludeModel, reporter, cancellationToken);
}
