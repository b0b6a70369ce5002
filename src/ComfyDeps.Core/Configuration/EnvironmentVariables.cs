using System;

namespace ComfyDeps.Configuration;

/// <summary>Every environment variable that the module reads, named once.</summary>
internal static class EnvironmentVariables
{
    /// <summary>A GitHub token: more requests an hour, and private repositories. Sent to GitHub alone.</summary>
    internal const string GitHubToken = "GITHUB_TOKEN";

    /// <summary>A Hugging Face token: gated and private repositories. Sent to the Hub alone.</summary>
    internal const string HuggingFaceToken = "HF_TOKEN";

    /// <summary>The address of the Hub or of a mirror of it.</summary>
    internal const string HuggingFaceEndpoint = "HF_ENDPOINT";

    /// <summary>A Civitai API key: files that ask for a login. Sent to Civitai alone.</summary>
    internal const string CivitaiToken = "CIVITAI_API_TOKEN";

    /// <summary>The registry file to use where no nearer one is found.</summary>
    internal const string Registry = "COMFYDEPS_REGISTRY";

    /// <summary>The folder of the catalog to use before all others.</summary>
    internal const string Catalog = "COMFYDEPS_CATALOG";

    /// <summary>The folder for cached answers.</summary>
    internal const string Cache = "COMFYDEPS_CACHE";

    /// <summary>Anything but empty, 0, false, no and off: ask no service, use the cache alone.</summary>
    internal const string Offline = "COMFYDEPS_OFFLINE";

    /// <summary>The base address of the Comfy Registry.</summary>
    internal const string ComfyRegistryUrl = "COMFYDEPS_COMFY_REGISTRY_URL";

    /// <summary>The base address of GitHub's REST API.</summary>
    internal const string GitHubApiUrl = "COMFYDEPS_GITHUB_API_URL";

    /// <summary>The base address of GitHub's repositories.</summary>
    internal const string GitHubUrl = "COMFYDEPS_GITHUB_URL";

    /// <summary>The base address of Civitai.</summary>
    internal const string CivitaiUrl = "COMFYDEPS_CIVITAI_URL";

    /// <summary>The address of the folder that holds ComfyUI-Manager's lists.</summary>
    internal const string ManagerUrl = "COMFYDEPS_MANAGER_URL";

    /// <summary>The base address of the registry for container images without a host of their own.</summary>
    internal const string ImageRegistryUrl = "COMFYDEPS_IMAGE_REGISTRY_URL";

    /// <summary>Set to anything: no colour.</summary>
    internal const string NoColor = "NO_COLOR";

    /// <summary>The value of a variable without white space around it, or null when it is absent or blank.</summary>
    /// <param name="name">One of the names above.</param>
    internal static string? Read(string name)
        => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Whether a variable is set to something that means yes.</summary>
    /// <param name="name">One of the names above.</param>
    internal static bool IsOn(string name)
        => Read(name) is string value
            && value.ToUpperInvariant() is not ("0" or "FALSE" or "NO" or "OFF");
}
