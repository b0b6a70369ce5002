using System;

namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>What the Comfy Registry says about a pack.</summary>
/// <param name="Id">Its id, as the service spells it.</param>
/// <param name="Repository">Its repository, or null.</param>
/// <param name="Status">Whether it is still to be used.</param>
/// <param name="LatestVersion">The newest active version in the service's eyes, or null.</param>
/// <param name="Stars">Stars on GitHub, or null.</param>
internal sealed record RegistryPackFact(
    string Id,
    Uri? Repository,
    PackStatus Status,
    string? LatestVersion,
    int? Stars);
