using System;
using System.Collections.Generic;

namespace ComfyDeps.Rendering.Report;

/// <summary>What workflows need, what the registry has of it, and what is known about each pin.</summary>
internal sealed record DependencyReport
{
    /// <summary>The version of the module that made it.</summary>
    internal required string Generator { get; init; }

    /// <summary>The registry, relative to where the report's paths start; null where there is none.</summary>
    internal string? RegistryPath { get; init; }

    /// <summary>The SHA-256 of the registry's bytes.</summary>
    internal string? RegistrySha256 { get; init; }

    /// <summary>The workflows by path and name.</summary>
    internal required IReadOnlyList<ReportWorkflow> Workflows { get; init; }

    /// <summary>The node classes in ordinal order.</summary>
    internal required IReadOnlyList<ReportClass> Classes { get; init; }

    /// <summary>The node packs in ordinal order.</summary>
    internal required IReadOnlyList<ReportItem> Packs { get; init; }

    /// <summary>The model files in ordinal order.</summary>
    internal required IReadOnlyList<ReportItem> Models { get; init; }
}

/// <summary>One workflow.</summary>
/// <param name="Id">A short name that no other workflow of the report has.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">The file that it is in, with slashes, relative where it can be.</param>
/// <param name="Format">How it was written down.</param>
/// <param name="Nodes">The node classes that it needs.</param>
/// <param name="Packs">The packs that it needs.</param>
/// <param name="Models">The models that it needs.</param>
internal sealed record ReportWorkflow(
    string Id,
    string Name,
    string Path,
    WorkflowFormat Format,
    IReadOnlyList<string> Nodes,
    IReadOnlyList<string> Packs,
    IReadOnlyList<string> Models);

/// <summary>One node class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Status">What is known about who provides it; null for one that no workflow was given for.</param>
/// <param name="Pack">The pack that it is taken from, or null.</param>
/// <param name="InRegistry">Whether the registry has that pack, or it needs none.</param>
/// <param name="Alternatives">The other packs that claim it.</param>
/// <param name="Required">False when every use is muted or bypassed.</param>
internal sealed record ReportClass(
    string Name,
    DependencyStatus? Status,
    string? Pack,
    bool InRegistry,
    IReadOnlyList<string> Alternatives,
    bool Required);

/// <summary>One node pack or model file.</summary>
internal sealed record ReportItem
{
    /// <summary>The pack's id, or the model's name.</summary>
    internal required string Name { get; init; }

    /// <summary>The name of its entry in the registry; null when it has none.</summary>
    internal string? Key { get; init; }

    /// <summary>
    /// Where it is had from, as a person looks at it: always http or https; null where that is not known.
    /// </summary>
    internal string? Url { get; init; }

    /// <summary>The kind of source, where the registry has it.</summary>
    internal SourceKind? Source { get; init; }

    /// <summary>The exact version, where its source has versions.</summary>
    internal string? Version { get; init; }

    /// <summary>The full commit, where its source has commits.</summary>
    internal string? Commit { get; init; }

    /// <summary>For a model, its folder under models/, as far as it is known.</summary>
    internal string? Folder { get; init; }

    /// <summary>For a model, its size, of a folder the sum, as far as it is known.</summary>
    internal long? Size { get; init; }

    /// <summary>For a model, its SHA-256.</summary>
    internal string? Sha256 { get; init; }

    /// <summary>What is known about the pin.</summary>
    internal required VerificationStatus Status { get; init; }

    /// <summary>Why it is not good, or null.</summary>
    internal string? Message { get; init; }

    /// <summary>What to do about it, or null.</summary>
    internal string? Hint { get; init; }

    /// <summary>Other versions, beside a pin that is not good.</summary>
    internal IReadOnlyList<string> AvailableVersions { get; init; } = [];

    /// <summary>When the verdict or the pin last changed.</summary>
    internal DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Other places or packs that could be meant.</summary>
    internal IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>The ids of the workflows that need it.</summary>
    internal IReadOnlyList<string> Workflows { get; init; } = [];

    /// <summary>Whether its pin was found to be good, by asking or by a person.</summary>
    internal bool IsVerified => Status is VerificationStatus.Verified or VerificationStatus.Manual;

    /// <summary>Whether the registry has it.</summary>
    internal bool InRegistry => Key is not null;
}
