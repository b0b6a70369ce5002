using System;
using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>One thing that an environment holds.</summary>
public sealed class InstalledItem
{
    /// <summary>Node, Model, ComfyUI or Python.</summary>
    public required DependencyKind Kind { get; init; }

    /// <summary>The pack's id, the model's folder/file, or the distribution.</summary>
    public required string Name { get; init; }

    /// <summary>The environment: a path, a host or an address.</summary>
    public required string Environment { get; init; }

    /// <summary>Where in the environment it is.</summary>
    public string? Location { get; init; }

    /// <summary>Where it was had from, as far as can be told.</summary>
    public SourceKind? Source { get; init; }

    /// <summary>Its repository, as far as can be told.</summary>
    public Uri? Url { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Its full commit.</summary>
    public string? Commit { get; init; }

    /// <summary>False when it is disabled.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether its files differ from its commit; null when that was not looked at.</summary>
    public bool? Dirty { get; init; }

    /// <summary>For a model, its folder under models/.</summary>
    public string? Folder { get; init; }

    /// <summary>For a model, the file's name.</summary>
    public string? FileName { get; init; }

    /// <summary>Size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 in lower-case hex, when it was computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// What is wrong with it whatever a registry says, each in one word such as <c>LfsPointer</c>;
    /// Test-ComfyInstallation says more.
    /// </summary>
    public IReadOnlyList<string> Problems { get; internal set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
