using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>One place in a workflow that names or implies a model.</summary>
internal sealed class ModelUse
{
    /// <summary>The value as the workflow says it.</summary>
    public required string Name { get; init; }

    /// <summary>The folders that it may be in, the likeliest first; empty when nothing tells.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>How the folders are known.</summary>
    public required FolderEvidence Evidence { get; init; }

    /// <summary>Where it is.</summary>
    public required string Occurrence { get; init; }

    /// <summary>Whether it is neither muted nor bypassed nor switched off.</summary>
    public required bool IsActive { get; init; }

    /// <summary>The file's own name, or null.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether no widget names it.</summary>
    public bool Implied { get; init; }

    /// <summary>Whether its name is known only at run time.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether it is a folder of several files.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Where a public fact or the value itself says that it can be had, or null.</summary>
    public string? Url { get; init; }
}
