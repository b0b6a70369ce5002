using System;

namespace ComfyDeps.Sources;

/// <summary>What a source can tell.</summary>
[Flags]
internal enum SourceCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Published releases with version numbers.</summary>
    Releases = 1 << 0,

    /// <summary>Tags.</summary>
    Tags = 1 << 1,

    /// <summary>Branches and the default one.</summary>
    Branches = 1 << 2,

    /// <summary>Whether a single commit exists.</summary>
    Commits = 1 << 3,

    /// <summary>Whether a commit belongs to the repository and not only to a fork of it.</summary>
    Provenance = 1 << 4,

    /// <summary>When a version was published.</summary>
    Dates = 1 << 5,

    /// <summary>The size of a file.</summary>
    Sizes = 1 << 6,

    /// <summary>The SHA-256 of a file.</summary>
    Hashes = 1 << 7,

    /// <summary>Many things in one request.</summary>
    Bulk = 1 << 8,
}
