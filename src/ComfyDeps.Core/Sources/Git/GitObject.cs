namespace ComfyDeps.Sources.Git;

/// <summary>What kind of object it is, by git's own numbers.</summary>
internal enum GitObjectType
{
    /// <summary>A commit.</summary>
    Commit = 1,

    /// <summary>A folder.</summary>
    Tree = 2,

    /// <summary>A file.</summary>
    Blob = 3,

    /// <summary>An annotated tag.</summary>
    Tag = 4,
}

/// <summary>An object of a repository.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record GitObject(GitObjectType Type, byte[] Content);
