using System;
using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>One thing a workflow needs before it can run.</summary>
public sealed class WorkflowDependency
{
    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The full path of the file that the workflow is in.</summary>
    public required string WorkflowPath { get; init; }

    /// <summary>How the workflow was written down.</summary>
    public required WorkflowFormat Format { get; init; }

    /// <summary>Node or Model.</summary>
    public required DependencyKind Kind { get; init; }

    /// <summary>The node class, or the model value as the workflow says it.</summary>
    public required string Name { get; init; }

    /// <summary>What is known about who provides it.</summary>
    public required DependencyStatus Status { get; init; }

    /// <summary>The id of the pack that provides it, or null.</summary>
    public string? Pack { get; init; }

    /// <summary>The repository of that pack, or null.</summary>
    public Uri? PackUrl { get; init; }

    /// <summary>
    /// The version that the workflow recorded: of version numbers the highest, else the commit on most nodes; for a
    /// class that its pack dropped the last commit that has it; null when none.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>Every version that the workflow recorded.</summary>
    public IReadOnlyList<string> RecordedVersions { get; init; } = [];

    /// <summary>What decided who provides it.</summary>
    public ResolutionSource ResolvedBy { get; init; }

    /// <summary>How sure the choice is, from 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>The ids of the other packs that claim the class; for a model, the other addresses.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>For a model, its folder under models/, by its newest name.</summary>
    public string? Folder { get; init; }

    /// <summary>For a model, the file's name without folders.</summary>
    public string? FileName { get; init; }

    /// <summary>For a model, where it can be had, as far as is known.</summary>
    public Uri? SourceUrl { get; init; }

    /// <summary>For a model, the SHA-256 of its content in lower-case hex, as far as is known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>False when every use is muted or bypassed.</summary>
    public bool Required { get; init; } = true;

    /// <summary>True when no widget names it: a class is known to load it.</summary>
    public bool Implied { get; init; }

    /// <summary>Where it is used: node ids, through subgraphs joined by ':'; in scripts file:line:column.</summary>
    public IReadOnlyList<string> Occurrences { get; init; } = [];

    /// <summary>Whether the registry in use has it.</summary>
    public bool InRegistry { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
