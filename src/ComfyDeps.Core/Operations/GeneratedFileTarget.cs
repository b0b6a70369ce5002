namespace ComfyDeps.Operations;

/// <summary>Where a generated file goes, and what may happen to a file that is there.</summary>
public sealed class GeneratedFileTarget
{
    /// <summary>The full path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether a file that this module did not generate may be overwritten.</summary>
    public bool Force { get; init; }

    /// <summary>Whether any file that is there is refused.</summary>
    public bool NoClobber { get; init; }

    /// <summary>Whether the file is a program, which its mode must allow.</summary>
    public bool IsExecutable { get; init; }
}
