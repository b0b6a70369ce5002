namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>What the Comfy Registry says about one version of a bulk question.</summary>
/// <param name="PackId">The id that was asked for.</param>
/// <param name="Version">The version that was asked for.</param>
/// <param name="Status">success, not_found or error.</param>
/// <param name="Fact">The version, where there is one.</param>
internal sealed record RegistryBulkFact(string PackId, string Version, string Status, RegistryVersionFact? Fact);
