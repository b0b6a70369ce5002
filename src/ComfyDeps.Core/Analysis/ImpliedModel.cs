using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>A model that a node class loads though no widget of it names the file.</summary>
internal sealed class ImpliedModel
{
    /// <summary>The file or folder, as it is stored below <see cref="Folder"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The folder under models/.</summary>
    public required string Folder { get; init; }

    /// <summary>Where it can be had, or null.</summary>
    public string? Url { get; init; }

    /// <summary>The input whose text decides whether it is loaded; null when it always is.</summary>
    public string? Input { get; init; }

    /// <summary>The texts of <see cref="Input"/> with which it is loaded.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>
    /// The family of checkpoints with which it is this file (sd15, sdxl); null when that does not matter.
    /// </summary>
    public string? Family { get; init; }
}
