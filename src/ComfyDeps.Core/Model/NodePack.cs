using System;
using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>A node pack: a repository or Comfy Registry package that provides node classes.</summary>
public sealed class NodePack
{
    /// <summary>The pack's id: its Comfy Registry id where that is known, else owner/repo in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>Its id in the Comfy Registry, or null when that is not known.</summary>
    public string? RegistryId { get; init; }

    /// <summary>ComfyUI-Manager's own key for it, or null.</summary>
    public string? ManagerId { get; init; }

    /// <summary>Its repository.</summary>
    public Uri? Url { get; init; }

    /// <summary>Stars on GitHub, or null when not known.</summary>
    public int? Stars { get; init; }

    /// <summary>When its repository last changed, or null when not known.</summary>
    public DateTimeOffset? LastUpdate { get; init; }

    /// <summary>The node classes that it is known to provide.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What part of it matched the question.</summary>
    public PackMatch MatchedBy { get; init; }

    /// <summary>Whether it is still to be used.</summary>
    public PackStatus Status { get; init; }

    /// <summary>The repository that took its place, or null.</summary>
    public Uri? SuccessorUrl { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
