using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>A model file, or what was to be one.</summary>
/// <param name="Root">The folder that it was found in.</param>
/// <param name="RelativePath">Its path there.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Facts">What is known of it without reading it.</param>
internal sealed record ModelFile(ModelRoot Root, string RelativePath, string Path, FileFacts Facts)
{
    /// <summary>Whether the file that a downloader keeps beside what it downloads is there.</summary>
    internal bool HasControlFile { get; init; }

    /// <summary>The file before which ComfyUI does not see this one, or null.</summary>
    internal ModelFile? Winner { get; init; }

    /// <summary>Its place under <c>models/</c>, with the newest name of its folder.</summary>
    internal string Name => Root.Folder.Length == 0 ? RelativePath : $"{Root.Folder}/{RelativePath}";
}
