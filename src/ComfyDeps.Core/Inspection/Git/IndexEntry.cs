namespace ComfyDeps.Inspection.Git;

/// <summary>One file of git's index.</summary>
/// <param name="Path">Its path in the checkout.</param>
/// <param name="Mode">What it is and whether it may be run, as git writes it.</param>
/// <param name="Size">Its size when git last looked, cut to 32 bits.</param>
/// <param name="ModifiedAt">When it was last changed then, in seconds.</param>
/// <param name="Nanoseconds">The part of that second.</param>
/// <param name="ObjectId">The hash of its content.</param>
/// <param name="IsUnwatched">Whether git is told not to look at it, or not to check it out.</param>
/// <param name="IsUnmerged">Whether it is in the middle of a merge, or added without content.</param>
internal readonly record struct IndexEntry(
    string Path,
    uint Mode,
    uint Size,
    uint ModifiedAt,
    uint Nanoseconds,
    byte[] ObjectId,
    bool IsUnwatched,
    bool IsUnmerged)
{
    private const uint KindMask = 0xF000;

    /// <summary>Whether it is a link.</summary>
    internal bool IsLink => (Mode & KindMask) == 0xA000;

    /// <summary>Whether it is another repository.</summary>
    internal bool IsSubmodule => (Mode & KindMask) == 0xE000;

    /// <summary>Whether it may be run.</summary>
    internal bool IsExecutable => (Mode & 0x40) != 0;
}
