using System;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Rendering;

namespace ComfyDeps.Operations;

/// <summary>Makes the bash script that installs what a registry pins.</summary>
public static class ExportInstallScript
{
    /// <summary>Makes the text of the script. Nothing is made before every pin in it is verified.</summary>
    /// <param name="options">What was given.</param>
    /// <param name="target">Where the script runs.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>All of the script.</returns>
    public static async Task<string> RenderAsync(
        ExportOptions options,
        InstallTarget target,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        bool modelsOnly = target == InstallTarget.Serverless;
        ExportPlan export = await ExportPlan.MakeAsync(
            options, modelsOnly ? DependencyKind.Model : null, reporter, cancellationToken).ConfigureAwait(false);
        InstallScript script = new()
        {
            Plan = export.Plan,
            Target = target,
            RegistrySha256 = export.Registry.Sha256 ?? "",
            Version = ModuleVersion.Text,
            Constraints = modelsOnly ? null : export.ReadConstraints(),
        };
        return InstallScriptRenderer.Render(script);
    }
}
