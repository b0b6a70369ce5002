using ComfyDeps.Registry;
using IOPath = System.IO.Path;

namespace ComfyDeps.Operations;

/// <summary>What setting the environment would change.</summary>
public sealed record EnvironmentPlan
{
    /// <summary>The registry's file.</summary>
    public required string Path { get; init; }

    /// <summary>What changes, from what it was to what it will be; empty where all of it is so already.</summary>
    public string Action { get; internal init; } = string.Empty;

    /// <summary>What is set.</summary>
    internal SetRegistryEnvironmentOptions Options { get; init; } = null!;

    /// <summary>Whom to ask.</summary>
    internal PinSession Session { get; init; } = null!;

    /// <summary>What the version of ComfyUI stands for; null where it is not set.</summary>
    internal ComfyUiPin? ComfyUi { get; init; }

    /// <summary>What the image's name stands for; null where it is not set.</summary>
    internal ImagePin? Image { get; init; }

    /// <summary>
    /// The constraints file, or the one that is made: beside the registry where no place is given. Null where it is not
    /// set.
    /// </summary>
    internal string? ConstraintsFile => Options.ConstraintsPath ?? (Options.CompileFor is null
        ? null
        : IOPath.Join(IOPath.GetDirectoryName(IOPath.GetFullPath(Path)), "constraints.txt"));

    /// <summary>A registry with the environment as it is set.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="constraints">The pin of the constraints file; null leaves the present one.</param>
    internal RegistryDocument Apply(RegistryDocument document, ConstraintsPin? constraints) => document with
    {
        Environment = document.Environment with
        {
            ComfyUi = ComfyUi ?? document.Environment.ComfyUi,
            Image = Image ?? document.Environment.Image,
            Constraints = constraints ?? document.Environment.Constraints,
            Python = Options.PythonVersion ?? document.Environment.Python,
            OperatingSystem = Options.OperatingSystem ?? document.Environment.OperatingSystem,
        },
    };
}
