using System.Collections.Generic;

namespace ComfyDeps;

/// <summary>One thing on which environments differ.</summary>
public sealed class EnvironmentDifference
{
    /// <summary>What it is about.</summary>
    public required DependencyKind Kind { get; init; }

    /// <summary>The name of it.</summary>
    public required string Name { get; init; }

    /// <summary>What the registry wants, or null.</summary>
    public string? Expected { get; init; }

    /// <summary>What each environment has.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; init; } = new Dictionary<string, string?>();

    /// <summary>The difference in one sentence.</summary>
    public string? Message { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
