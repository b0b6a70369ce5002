using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>Which registry, and which of its entries.</summary>
public sealed class GetRegistryOptions
{
    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Names of entries, with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Kinds of entries; empty for all.</summary>
    public IReadOnlyCollection<DependencyKind> Kinds { get; init; } = [];
}
