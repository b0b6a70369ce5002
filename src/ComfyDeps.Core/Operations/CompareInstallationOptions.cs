using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What is compared besides the environments that are looked at.</summary>
public sealed class CompareInstallationOptions
{
    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Saved results.</summary>
    public IReadOnlyList<InstalledItem> Saved { get; init; } = [];

    /// <summary>Whether things on which all agree are told too.</summary>
    public bool IncludeEqual { get; init; }
}
