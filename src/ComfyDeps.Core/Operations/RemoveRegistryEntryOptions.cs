using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What is taken out of the registry.</summary>
public sealed class RemoveRegistryEntryOptions
{
    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Names of entries, with wildcards, or objects of the pipeline.</summary>
    public IReadOnlyList<object> Entries { get; init; } = [];

    /// <summary>Only entries of these kinds; empty for all.</summary>
    public IReadOnlyCollection<DependencyKind> Kinds { get; init; } = [];

    /// <summary>Node classes and model files about which nothing is decided any more.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];
}
