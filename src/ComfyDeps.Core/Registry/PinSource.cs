namespace ComfyDeps.Registry;

/// <summary>Where something is had from, and exactly which version. Which fields count depends on the kind.</summary>
internal sealed record PinSource
{
    /// <summary>The kind of source.</summary>
    internal required SourceKind Kind { get; init; }

    /// <summary>Comfy Registry: the pack's id.</summary>
    internal string? Id { get; init; }

    /// <summary>Comfy Registry: the exact version.</summary>
    internal string? Version { get; init; }

    /// <summary>Comfy Registry: where the archive of that version is.</summary>
    internal string? DownloadUrl { get; init; }

    /// <summary>Comfy Registry: the SHA-256 of that archive at its first download; null before that.</summary>
    internal string? Sha256 { get; init; }

    /// <summary>Git and Comfy Registry: the repository. Plain addresses: the address.</summary>
    internal string? Url { get; init; }

    /// <summary>Git and Hugging Face: the full commit.</summary>
    internal string? Commit { get; init; }

    /// <summary>Git: the branch or tag that the commit stood for when it was pinned.</summary>
    internal string? Ref { get; init; }

    /// <summary>Hugging Face: the repository, <c>owner/name</c>.</summary>
    internal string? Repository { get; init; }

    /// <summary>
    /// Hugging Face: the path of the file in the repository, or of the folder for a model that is one.
    /// </summary>
    internal string? File { get; init; }

    /// <summary>Civitai: the version of the model.</summary>
    internal long? ModelVersionId { get; init; }

    /// <summary>Civitai: the file of that version.</summary>
    internal long? FileId { get; init; }

    /// <summary>Where to fetch instead; what comes is checked by the same commit or hash.</summary>
    internal string? Mirror { get; init; }
}
