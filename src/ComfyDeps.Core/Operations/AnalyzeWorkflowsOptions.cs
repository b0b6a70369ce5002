using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What to read, and what to tell of it.</summary>
public sealed class AnalyzeWorkflowsOptions
{
    /// <summary>Whether the folders below a given folder count too.</summary>
    public bool Recurse { get; init; }

    /// <summary>The kinds to tell of; empty for all.</summary>
    public IReadOnlyCollection<DependencyKind> Kinds { get; init; } = [];

    /// <summary>Whether classes of ComfyUI itself are told of too.</summary>
    public bool IncludeCore { get; init; }

    /// <summary>Whether what the workflows recorded about packs does not count.</summary>
    public bool IgnoreRecorded { get; init; }

    /// <summary>The largest text that is read, in bytes; null for the usual limit.</summary>
    public long? MaximumSize { get; init; }

    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in; null looks for no registry.</summary>
    public string? CurrentFolder { get; init; }
}
