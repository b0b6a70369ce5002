using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What of a registry is brought up to date, and how far.</summary>
public sealed class UpdateRegistryOptions
{
    /// <summary>The registry's file; null for the one of the current folder, or a new one there.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>
    /// Names of entries with wildcards, and objects of the pipeline; empty for every entry that is there.
    /// </summary>
    public IReadOnlyList<object> Items { get; init; } = [];

    /// <summary>Whether the items are all that is meant, even where there are none.</summary>
    public bool HasItems { get; init; }

    /// <summary>Whether pins that are not good are moved to the newest stable version.</summary>
    public bool Repairs { get; init; }

    /// <summary>Whether good pins are moved too, as far as what they follow lets them.</summary>
    public bool Upgrades { get; init; }

    /// <summary>Whether what several could provide is taken from the likeliest of them.</summary>
    public bool AcceptsAmbiguous { get; init; }

    /// <summary>Whether what no source publishes a hash for is downloaded and hashed.</summary>
    public bool Downloads { get; init; }

    /// <summary>Whether nothing will be written: then nothing is downloaded either.</summary>
    public bool IsTrial { get; init; }
}
