using System;
using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>One version of a node pack.</summary>
public sealed class NodeVersion
{
    /// <summary>The pack's id.</summary>
    public required string Pack { get; init; }

    /// <summary>The version as its source names it.</summary>
    public required string Version { get; init; }

    /// <summary>What the name stands for.</summary>
    public RefType RefType { get; init; }

    /// <summary>The full commit, or null when the source has none.</summary>
    public string? Commit { get; init; }

    /// <summary>When it was published, or null when not known.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Who says so.</summary>
    public SourceKind Source { get; init; }

    /// <summary>What the source says about it.</summary>
    public VersionStatus Status { get; init; }

    /// <summary>Whether its authors deprecated it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Whether it is the newest usable one.</summary>
    public bool IsLatest { get; init; }

    /// <summary>Whether it is a preview.</summary>
    public bool IsPrerelease { get; init; }

    /// <summary>Where it can be had.</summary>
    public Uri? Url { get; init; }

    /// <summary>The versions of ComfyUI that it says it works with, as a range; null where it says nothing.</summary>
    public string? SupportedComfyUI { get; init; }

    /// <summary>The operating systems that it says it works on; empty where it says nothing.</summary>
    public IReadOnlyList<string> SupportedOperatingSystems { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Version;
}
