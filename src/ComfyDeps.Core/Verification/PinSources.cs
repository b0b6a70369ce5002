using ComfyDeps.Sources;
using ComfyDeps.Sources.ComfyRegistry;
using ComfyDeps.Sources.ContainerImage;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.GitHub;

namespace ComfyDeps.Verification;

/// <summary>Everybody who can be asked about a pin.</summary>
/// <param name="ComfyRegistry">The Comfy Registry.</param>
/// <param name="Git">Git repositories.</param>
/// <param name="GitHub">What GitHub tells besides git.</param>
/// <param name="Models">Where models are.</param>
/// <param name="Images">Registries of container images.</param>
internal sealed record PinSources(
    ComfyRegistrySource ComfyRegistry,
    GitSource Git,
    GitHubTransport GitHub,
    ModelSources Models,
    ContainerImageSource Images);
