using System;

namespace ComfyDeps;

/// <summary>One place where a model file can be had.</summary>
public sealed class ModelVersion
{
    /// <summary>The name that was asked for.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder under models/, as far as is known.</summary>
    public string? Folder { get; init; }

    /// <summary>The repository, or null for a plain address.</summary>
    public string? Repository { get; init; }

    /// <summary>The file's path in the repository, or its name.</summary>
    public required string File { get; init; }

    /// <summary>The full commit, or null where there are none.</summary>
    public string? Commit { get; init; }

    /// <summary>Size in bytes, or null when not known.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 of the content in lower-case hex, or null when not published.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether its owner must grant access.</summary>
    public bool IsGated { get; init; }

    /// <summary>Which service has it.</summary>
    public SourceKind Source { get; init; }

    /// <summary>The address of exactly this version.</summary>
    public Uri? DownloadUrl { get; init; }

    /// <summary>When it last changed, or null when not known.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
