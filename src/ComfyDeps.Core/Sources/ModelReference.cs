using System;

namespace ComfyDeps.Sources;

/// <summary>A model file, as far as it is known when a source is asked about it.</summary>
internal sealed record ModelReference
{
    /// <summary>The name that the user, the workflow or the registry gives it.</summary>
    internal required string Name { get; init; }

    /// <summary>Its folder under models/, or null.</summary>
    internal string? Folder { get; init; }

    /// <summary>
    /// Its address, where it is known by one: a page or a file at Hugging Face or Civitai, or a plain address.
    /// </summary>
    internal Uri? Url { get; init; }

    /// <summary>Its Hugging Face repository, or null.</summary>
    internal string? Repository { get; init; }

    /// <summary>Its path in that repository, or null.</summary>
    internal string? File { get; init; }

    /// <summary>The revision that is asked about: a branch, a tag or a commit; null for the default branch.</summary>
    internal string? Revision { get; init; }

    /// <summary>The SHA-256 that it must have, in lower-case hex, or null.</summary>
    internal string? Sha256 { get; init; }

    /// <summary>Its version at Civitai, or null.</summary>
    internal long? CivitaiVersionId { get; init; }

    /// <summary>Its file at Civitai, or null.</summary>
    internal long? CivitaiFileId { get; init; }
}
