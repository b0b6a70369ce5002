namespace ComfyDeps.Inspection.Files;

/// <summary>What is at a path, when links are followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A link that leads to nothing.</summary>
    DanglingLink,

    /// <summary>A device, a pipe or a socket: never opened.</summary>
    Other,
}
