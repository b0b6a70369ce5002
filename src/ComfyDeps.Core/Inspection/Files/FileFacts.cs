namespace ComfyDeps.Inspection.Files;

/// <summary>What is known of one path without reading it.</summary>
/// <param name="Kind">What is there, when links are followed.</param>
/// <param name="Size">The size of a file in bytes.</param>
/// <param name="ModifiedAt">When its content last changed, in seconds since 1970.</param>
/// <param name="Nanoseconds">The part of that second; 0 where it is not known.</param>
/// <param name="Inode">Its number in its file system; 0 where it is not known.</param>
/// <param name="Device">The number of that file system; 0 where it is not known.</param>
/// <param name="IsLink">Whether the path itself is a link.</param>
/// <param name="IsExecutable">Whether its owner may run it.</param>
internal readonly record struct FileFacts(
    FileKind Kind,
    long Size = 0,
    long ModifiedAt = 0,
    int Nanoseconds = 0,
    ulong Inode = 0,
    ulong Device = 0,
    bool IsLink = false,
    bool IsExecutable = false)
{
    /// <summary>Whether a file is there.</summary>
    internal bool IsFile => Kind == FileKind.File;

    /// <summary>Whether a folder is there.</summary>
    internal bool IsFolder => Kind == FileKind.Folder;
}
