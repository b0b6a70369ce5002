using System.Linq;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Pins the environment that everything is installed into: ComfyUI, the base image, Python and its constraints.
/// </summary>
[Cmdlet(VerbsCommon.Set, "ComfyRegistryEnvironment", SupportsShouldProcess = true)]
[OutputType(typeof(RegistryEntry))]
public sealed class SetComfyRegistryEnvironmentCommand : ComfyDepsCmdlet
{
    /// <summary>ComfyUI: a version such as 0.3.76, a range, a tag, a branch, latest, or a full commit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ComfyUIVersion { get; set; }

    /// <summary>The base image with a tag, which is pinned to its digest.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>The file that pins every Python distribution, beside the registry or below it.</summary>
    [Parameter]
    [Alias("Constraints")]
    [ValidateNotNullOrEmpty]
    public string? ConstraintsPath { get; set; }

    /// <summary>
    /// Makes the constraints file from what ComfyUI and the registry's packs require at their pins, with uv or pip, and
    /// pins it. Without -ConstraintsPath it is constraints.txt beside the registry.
    /// </summary>
    [Parameter]
    public SwitchParameter CompileConstraints { get; set; }

    /// <summary>The Python that -CompileConstraints chooses versions for, as a path or a program's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string PythonPath { get; set; } = "python3";

    /// <summary>Lets -CompileConstraints overwrite a constraints file that this module did not make.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The version of Python, such as 3.12.</summary>
    [Parameter]
    [ValidatePattern(@"^[0-9]{1,3}\.[0-9]{1,3}(\.[0-9]{1,3})?$")]
    public string? PythonVersion { get; set; }

    /// <summary>The operating system.</summary>
    [Parameter]
    [ValidateSet("linux", "windows", "macos")]
    public string? OperatingSystem { get; set; }

    /// <summary>
    /// The registry; without it the one of the current folder, or of a folder above it, or a new one.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RegistryPath { get; set; }

    /// <summary>Gives the entries that were set.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SetRegistryEnvironmentOptions options = new()
        {
            RegistryPath = RegistryPath is null ? null : FilePaths.Single(this, RegistryPath),
            CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            ComfyUIVersion = ComfyUIVersion,
            Image = Image,
            ConstraintsPath = ConstraintsPath is null ? null : FilePaths.Single(this, ConstraintsPath),
            PythonVersion = PythonVersion,
            OperatingSystem = OperatingSystem?.ToLowerInvariant(),
            CompileFor = CompileConstraints ? PythonPath : null,
            Force = Force,
        };
        string?[] given =
        [
            options.ComfyUIVersion,
            options.Image,
            options.ConstraintsPath,
            options.CompileFor,
            options.PythonVersion,
            options.OperatingSystem,
        ];
        if (given.All(static one => one is null)
            || Await((_, stop) => SetRegistryEnvironment.PlanAsync(options, stop)) is not EnvironmentPlan plan)
        {
            return;
        }

        // What is so already needs nobody's consent, and is given like the rest.
        if (plan.Action.Length == 0 || ShouldProcess("environment", plan.Action))
        {
            bool isWanted = PassThru;
            WriteEach(
                (reporter, stop) => RegistryWriteCmdlet.Only(
                    SetRegistryEnvironment.RunAsync(plan, reporter, stop), isWanted));
        }
    }
}
