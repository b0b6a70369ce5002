using System;

namespace ComfyDeps.Configuration;

/// <summary>Where the services are. Each has its public address, and a variable to put a mirror in its place.</summary>
internal sealed class ServiceAddresses
{
    /// <summary>The Comfy Registry, without a slash at the end, like all of these.</summary>
    internal Uri ComfyRegistry { get; init; } = new("https://api.comfy.org");

    /// <summary>GitHub's REST API.</summary>
    internal Uri GitHubApi { get; init; } = new("https://api.github.com");

    /// <summary>GitHub's repositories.</summary>
    internal Uri GitHub { get; init; } = new("https://github.com");

    /// <summary>The Hugging Face Hub.</summary>
    internal Uri HuggingFace { get; init; } = new("https://huggingface.co");

    /// <summary>Civitai: the site, whose API is below <c>/api/v1</c>.</summary>
    internal Uri Civitai { get; init; } = new("https://civitai.com");

    /// <summary>The folder with ComfyUI-Manager's lists.</summary>
    internal Uri Manager { get; init; } = new("https://raw.githubusercontent.com/Comfy-Org/ComfyUI-Manager/main");

    /// <summary>The registry for images whose name has no host.</summary>
    internal Uri ImageRegistry { get; init; } = new("https://registry-1.docker.io");

    /// <summary>The addresses as the environment sets them.</summary>
    internal static ServiceAddresses FromEnvironment()
    {
        ServiceAddresses common = new();
        return new ServiceAddresses
        {
            ComfyRegistry = Read(EnvironmentVariables.ComfyRegistryUrl, common.ComfyRegistry),
            GitHubApi = Read(EnvironmentVariables.GitHubApiUrl, common.GitHubApi),
            GitHub = Read(EnvironmentVariables.GitHubUrl, common.GitHub),
            HuggingFace = Read(EnvironmentVariables.HuggingFaceEndpoint, common.HuggingFace),
            Civitai = Read(EnvironmentVariables.CivitaiUrl, common.Civitai),
            Manager = Read(EnvironmentVariables.ManagerUrl, common.Manager),
            ImageRegistry = Read(EnvironmentVariables.ImageRegistryUrl, common.ImageRegistry),
        };
    }

    /// <summary>An address below a base address.</summary>
    /// <param name="baseAddress">One of the addresses above.</param>
    /// <param name="pathAndQuery">What follows it, escaped, starting with a slash.</param>
    internal static Uri Below(Uri baseAddress, string pathAndQuery)
        => new(baseAddress.AbsoluteUri.TrimEnd('/') + pathAndQuery, UriKind.Absolute);

    private static Uri Read(string variable, Uri otherwise)
    {
        if (EnvironmentVariables.Read(variable) is not string text)
        {
            return otherwise;
        }

        bool usable = Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.UserInfo.Length == 0
            && address.Query.Length == 0;
        return usable
            ? address!
            : throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"The variable {variable} does not hold an http or https address.",
                variable,
                "Set it to a base address without query and user name, such as "
                    + $"{otherwise.AbsoluteUri.TrimEnd('/')}, or remove it.");
    }
}
