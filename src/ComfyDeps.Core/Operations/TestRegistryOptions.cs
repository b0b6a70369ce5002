using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What of a registry is verified, and how.</summary>
public sealed class TestRegistryOptions
{
    /// <summary>The registry's file; null for the one of the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The entries by their names, with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether nobody may be asked.</summary>
    public bool IsOffline { get; init; }
}
