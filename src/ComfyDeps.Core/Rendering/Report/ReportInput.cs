using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Rendering.Report;

/// <summary>What a report is made of.</summary>
internal sealed record ReportInput
{
    /// <summary>The registry.</summary>
    internal required RegistryDocument Registry { get; init; }

    /// <summary>What was piped in; null for the whole registry.</summary>
    internal IReadOnlyList<object>? Items { get; init; }

    /// <summary>What asking gave, which goes before what the registry has stored.</summary>
    internal IReadOnlyList<VerificationResult> Results { get; init; } = [];

    /// <summary>The folder that the report's paths are relative to.</summary>
    internal required string Root { get; init; }

    /// <summary>The registry's file as the report names it, or null.</summary>
    internal string? RegistryPath { get; init; }

    /// <summary>The SHA-256 of the registry's bytes, or null.</summary>
    internal string? RegistrySha256 { get; init; }
}
