using System.Collections.Generic;

namespace ComfyDeps.TestServers.Images;

/// <summary>An image of a registry: name and tag, and the manifest that they stand for.</summary>
public sealed class ImageTag
{
    public required string Name { get; init; }

    public required string Tag { get; init; }

    /// <summary>Whether it is a list of one image for each platform.</summary>
    public bool IsIndex { get; init; } = true;

    public IReadOnlyList<string> Platforms { get; init; } = ["amd64", "arm64"];
}
