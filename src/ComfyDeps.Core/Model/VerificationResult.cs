using System;
using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>What was expected, what was found, and what to do about it.</summary>
public sealed class VerificationResult
{
    /// <summary>What the result is about.</summary>
    public required DependencyKind Kind { get; init; }

    /// <summary>The name of it.</summary>
    public required string Name { get; init; }

    /// <summary>The environment, or null for a result about the registry.</summary>
    public string? Environment { get; init; }

    /// <summary>What should be.</summary>
    public string? Expected { get; init; }

    /// <summary>What is.</summary>
    public string? Actual { get; init; }

    /// <summary>The verdict.</summary>
    public required VerificationStatus Status { get; init; }

    /// <summary>The reason in one word that scripts can rely on.</summary>
    public string? Code { get; init; }

    /// <summary>The reason in one sentence.</summary>
    public string? Message { get; init; }

    /// <summary>What to do next.</summary>
    public string? Hint { get; init; }

    /// <summary>The newest few versions, beside a pin that is not good.</summary>
    public IReadOnlyList<string> AvailableVersions { get; init; } = [];

    /// <summary>When this was found.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>True for Verified only.</summary>
    public bool IsOk => Status == VerificationStatus.Verified;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
