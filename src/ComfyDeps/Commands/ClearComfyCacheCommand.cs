using System.Management.Automation;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Drops the answers of services that are kept on this machine.</summary>
[Cmdlet(VerbsCommon.Clear, "ComfyCache", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ClearComfyCacheCommand : ComfyDepsCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ClearCache.Folder is string folder && ShouldProcess(folder, "Drop cached answers"))
        {
            WriteVerbose($"Dropped {ClearCache.Run()} answers in '{folder}'.");
        }
    }
}
