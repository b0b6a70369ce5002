using System.Collections.Generic;

namespace ComfyDeps.Planning;

/// <summary>What a plan is made of, besides the registry.</summary>
internal sealed record PlanRequest
{
    /// <summary>The only entries that are meant, or null for all of them.</summary>
    internal IReadOnlySet<(DependencyKind Kind, string Name)>? Chosen { get; init; }

    /// <summary>What was asked for and is not in the registry: nothing can be installed for it.</summary>
    internal IReadOnlyList<(DependencyKind Kind, string Name)> Absent { get; init; } = [];

    /// <summary>
    /// What is known about the pins now, by kind and name; null where only what the registry stores is known. An entry
    /// without a result then is not verified.
    /// </summary>
    internal IReadOnlyDictionary<(DependencyKind Kind, string Name), VerificationResult>? Results { get; init; }

    /// <summary>Whether what is not verified is taken too.</summary>
    internal bool AllowUnverified { get; init; }

    /// <summary>
    /// The only kind that is meant, or null for both: models alone for the volume of serverless workers, packs alone
    /// for an image without models.
    /// </summary>
    internal DependencyKind? Only { get; init; }

    /// <summary>What the environment holds, or null where nobody looked.</summary>
    internal IReadOnlyList<InstalledItem>? Installed { get; init; }
}
