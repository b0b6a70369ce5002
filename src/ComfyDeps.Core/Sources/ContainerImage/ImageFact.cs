namespace ComfyDeps.Sources.ContainerImage;

/// <summary>What a registry says about an image.</summary>
/// <param name="Digest">The digest of its manifest, or of the list of one for each platform: <c>sha256:</c> and 64 hex
/// digits.</param>
/// <param name="MediaType">What kind of manifest it is.</param>
internal sealed record ImageFact(string Digest, string MediaType);
