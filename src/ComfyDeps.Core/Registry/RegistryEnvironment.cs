namespace ComfyDeps.Registry;

/// <summary>The environment that packs and models are installed into.</summary>
internal sealed record RegistryEnvironment
{
    /// <summary>ComfyUI itself, or null.</summary>
    internal ComfyUiPin? ComfyUi { get; init; }

    /// <summary>The file that pins every Python distribution, or null.</summary>
    internal ConstraintsPin? Constraints { get; init; }

    /// <summary>The container image, or null.</summary>
    internal ImagePin? Image { get; init; }

    /// <summary>The version of Python, such as <c>3.12</c> or <c>3.12.3</c>, or null.</summary>
    internal string? Python { get; init; }

    /// <summary>The operating system: <c>linux</c>, <c>windows</c> or <c>macos</c>; null means linux.</summary>
    internal string? OperatingSystem { get; init; }
}

/// <summary>A commit of ComfyUI.</summary>
/// <param name="Commit">The full commit.</param>
/// <param name="Version">The version that it was chosen as, or null.</param>
internal sealed record ComfyUiPin(string Commit, string? Version);

/// <summary>A constraints file.</summary>
/// <param name="Path">Its path, relative to the registry's folder, with slashes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex.</param>
internal sealed record ConstraintsPin(string Path, string Sha256);

/// <summary>A container image by its digest.</summary>
/// <param name="Name">Its name, with the registry's host where that is not Docker Hub.</param>
/// <param name="Tag">The tag that the digest stood for, or null.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits; null for one that is not pinned yet.</param>
internal sealed record ImagePin(string Name, string? Tag, string? Digest);
