namespace ComfyDeps.Sources.HuggingFace;

/// <summary>A model file and where at the Hub it is said to be.</summary>
/// <param name="Model">The file.</param>
/// <param name="Place">The place.</param>
internal sealed record HubQuestion(ModelReference Model, HuggingFaceAddress Place);
