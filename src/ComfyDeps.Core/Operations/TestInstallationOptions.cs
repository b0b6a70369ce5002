using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What environments are compared with, and how closely.</summary>
public sealed class TestInstallationOptions
{
    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>
    /// Only what these are about: what workflows need, entries, packs, versions; null for everything in the registry.
    /// </summary>
    public IReadOnlyList<object>? Needs { get; init; }

    /// <summary>Whether versions, sizes and headers are enough: no model file is hashed.</summary>
    public bool IsQuick { get; init; }
}
