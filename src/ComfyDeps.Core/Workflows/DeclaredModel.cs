namespace ComfyDeps.Workflows;

/// <summary>A model file that a workflow declares, as written: not to be trusted unchecked.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Url">Where it can be had, or null.</param>
/// <param name="Directory">Its folder under models/, or null.</param>
/// <param name="Hash">The hash of its content, or null.</param>
/// <param name="HashType">Which hash that is, or null.</param>
internal sealed record DeclaredModel(string Name, string? Url, string? Directory, string? Hash, string? HashType);
