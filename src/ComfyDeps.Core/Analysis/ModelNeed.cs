using System;
using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>One model that a workflow needs: distinct by name (slashes made '/') and folder.</summary>
internal sealed class ModelNeed
{
    /// <summary>
    /// The value as the workflow says it; when <see cref="IsUnknown"/>, the expression that gives it.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The folder under models/ by its newest name, or null when nothing tells.</summary>
    public string? Folder { get; init; }

    /// <summary>The file's (or the folder model's) own name, or null when it is not known.</summary>
    public string? FileName { get; init; }

    /// <summary>How the folder is known.</summary>
    public required FolderEvidence Evidence { get; init; }

    /// <summary>False when every use is muted, bypassed or switched off.</summary>
    public required bool Required { get; init; }

    /// <summary>True when no widget names it: a class is known to load it.</summary>
    public bool Implied { get; init; }

    /// <summary>True when the value can only be known at run time.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>True when it is a folder of several files, not one file.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Where it is used, in file order.</summary>
    public required IReadOnlyList<string> Occurrences { get; init; }

    /// <summary>
    /// Where the workflow (or, for an implied model, a public fact) says that it can be had, or null.
    /// </summary>
    public Uri? SourceUrl { get; init; }

    /// <summary>
    /// Other addresses that the workflow gives, on hosts that may be taken without a person's decision.
    /// </summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>The addresses that the workflow gives on other hosts: a hint for a person, never taken.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>The SHA-256 that the workflow declares, in lower-case hex, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How sure the folder is, from 0 to 1.</summary>
    public double Confidence => Evidence switch
    {
        FolderEvidence.Loader => 1,
        FolderEvidence.Declared => 0.95,
        FolderEvidence.Path => 0.9,
        FolderEvidence.InputName => 0.8,
        FolderEvidence.ClassName => 0.7,
        _ => 0.3,
    };
}
