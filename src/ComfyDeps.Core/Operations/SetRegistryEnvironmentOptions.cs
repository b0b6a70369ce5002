namespace ComfyDeps.Operations;

/// <summary>What everything is to be installed into. What is null stays as it is.</summary>
public sealed class SetRegistryEnvironmentOptions
{
    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>ComfyUI: a version, a range, a tag, a branch, <c>latest</c> or a full commit.</summary>
    public string? ComfyUIVersion { get; init; }

    /// <summary>The container image, with a tag or a digest.</summary>
    public string? Image { get; init; }

    /// <summary>The full path of the file that pins every Python distribution.</summary>
    public string? ConstraintsPath { get; init; }

    /// <summary>The version of Python.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>linux, windows or macos.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>
    /// The interpreter for which the constraints file is made from what ComfyUI and the packs require; null makes none.
    /// </summary>
    public string? CompileFor { get; init; }

    /// <summary>Whether a constraints file that this module did not make may be overwritten.</summary>
    public bool Force { get; init; }
}
