using System;

namespace ComfyDeps.Sources;

/// <summary>A node pack, as far as it is known when a source is asked about it.</summary>
/// <param name="Name">The pack's id.</param>
/// <param name="RegistryId">Its id in the Comfy Registry, or null when that is not known.</param>
/// <param name="Url">Its repository, or null when that is not known.</param>
internal sealed record NodeReference(string Name, string? RegistryId, Uri? Url);
