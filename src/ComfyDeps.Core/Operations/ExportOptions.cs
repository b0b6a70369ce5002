using System;
using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What every export is given.</summary>
public sealed record ExportOptions
{
    /// <summary>The full path of the file that is generated.</summary>
    public required string Path { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The full path of the registry that was named, or null for the one that belongs to the folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>
    /// What was piped in, or null when nothing was: then the whole registry is meant. An empty list is nothing of it.
    /// </summary>
    public IReadOnlyList<object>? Inputs { get; init; }

    /// <summary>How old a stored verification may be to count.</summary>
    public required TimeSpan MaximumAge { get; init; }

    /// <summary>Whether no source is asked and what is stored counts, however old.</summary>
    public bool Offline { get; init; }

    /// <summary>Whether pins that are not verified are taken too, visibly.</summary>
    public bool AllowUnverified { get; init; }
}
