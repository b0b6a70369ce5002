namespace ComfyDeps.Sources;

/// <summary>One exact version of a node pack, to be checked.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Version">The exact version in the Comfy Registry, or null.</param>
/// <param name="Commit">The full commit in the repository, or null.</param>
internal sealed record NodePin(NodeReference Pack, string? Version, string? Commit);
