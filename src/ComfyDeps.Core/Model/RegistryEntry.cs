using System;
using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>One entry of the registry.</summary>
public sealed class RegistryEntry
{
    /// <summary>Node, Model, ComfyUI, Python or Image.</summary>
    public required DependencyKind Kind { get; init; }

    /// <summary>The pack's id, or folder/file of a model.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is had from.</summary>
    public SourceKind Source { get; init; }

    /// <summary>Its repository or address.</summary>
    public Uri? Url { get; init; }

    /// <summary>The exact version, where the source has versions.</summary>
    public string? Version { get; init; }

    /// <summary>The full commit, where the source has commits.</summary>
    public string? Commit { get; init; }

    /// <summary>What the pin follows, or null when it stays.</summary>
    public string? Requested { get; init; }

    /// <summary>For a model, its folder under models/.</summary>
    public string? Folder { get; init; }

    /// <summary>For a model, the file's name.</summary>
    public string? FileName { get; init; }

    /// <summary>Size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The node classes that it is used for.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>False for one that a snapshot holds as disabled; entries of a registry are never that.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What asking about the pin gave; Undetermined when it was never asked.</summary>
    public required VerificationStatus VerificationStatus { get; init; }

    /// <summary>When that was found.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
