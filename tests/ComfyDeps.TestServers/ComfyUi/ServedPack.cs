namespace ComfyDeps.TestServers.ComfyUi;

/// <summary>A pack as ComfyUI-Manager sees it in <c>custom_nodes</c>.</summary>
public sealed class ServedPack
{
    public required string Folder { get; init; }

    /// <summary>A release, a commit, <c>nightly</c> or <c>unknown</c>.</summary>
    public required string Version { get; set; }

    /// <summary>The id in the registry; empty for what is not from there.</summary>
    public string RegistryId { get; init; } = "";

    /// <summary>Owner and name of the repository; null for what is not from git.</summary>
    public string? Repository { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>The version that was loaded when the server started; null when it is the one above.</summary>
    public string? LoadedVersion { get; init; }

    /// <summary>Why it could not be imported; null when it was.</summary>
    public string? ImportFailure { get; init; }
}
