namespace ComfyDeps.Inspection.Models;

/// <summary>A folder that holds model files of one kind.</summary>
/// <param name="Folder">The kind: the folder under <c>models/</c> by its newest name; empty for what lies beside the
/// kinds.</param>
/// <param name="Path">Where it is.</param>
/// <param name="IsSearched">Whether ComfyUI looks there.</param>
internal sealed record ModelRoot(string Folder, string Path, bool IsSearched = true);
