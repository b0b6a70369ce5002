namespace ComfyDeps.Inspection.Files;

/// <summary>How much of an environment is read at most: what is looked at may be hostile.</summary>
internal static class FileLimits
{
    /// <summary>A text file such as a list of requirements.</summary>
    internal const int Text = 1 << 20;

    /// <summary>A list of git's references, or of an archive's files.</summary>
    internal const int List = 16 << 20;

    /// <summary>The header of a safetensors file; its readers take no more either.</summary>
    internal const int Header = 100_000_000;

    /// <summary>The files of all model folders.</summary>
    internal const int ModelFiles = 200_000;

    /// <summary>How deep folders are followed.</summary>
    internal const int Depth = 32;
}
