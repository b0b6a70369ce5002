using System.Collections.Generic;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Inspection;

/// <summary>Where the parts of an environment are.</summary>
internal sealed record EnvironmentPlace
{
    /// <summary>ComfyUI's folder; null for a volume that has models alone.</summary>
    internal string? ComfyUi { get; init; }

    /// <summary>The <c>custom_nodes</c> folders.</summary>
    internal IReadOnlyList<string> PackFolders { get; init; } = [];

    /// <summary>The <c>models</c> folders that ComfyUI looks in.</summary>
    internal IReadOnlyList<string> ModelFolders { get; init; } = [];

    /// <summary>Folders named <c>models</c> of which ComfyUI knows parts or nothing.</summary>
    internal IReadOnlyList<string> OtherModelFolders { get; init; } = [];

    /// <summary>Further folders that ComfyUI is told of.</summary>
    internal IReadOnlyList<ExtraModelPath> ExtraPaths { get; init; } = [];

    /// <summary>Folders in which the interpreter may be, the likeliest first.</summary>
    internal IReadOnlyList<string> PythonFolders { get; init; } = [];

    /// <summary>The prefixes of the machine's own Python; empty where they are not known.</summary>
    internal IReadOnlyList<string> SystemPrefixes { get; init; } = [];

    /// <summary>The processor in Python's words, or null.</summary>
    internal string? Machine { get; init; }

    /// <summary>What is worth telling about how it was found.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];
}
