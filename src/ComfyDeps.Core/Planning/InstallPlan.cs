using System.Collections.Generic;
using System.Collections.Immutable;

namespace ComfyDeps.Planning;

/// <summary>What an installation does, in order: packs by id, then model files by place.</summary>
internal sealed record InstallPlan
{
    /// <summary>The steps.</summary>
    internal required ImmutableArray<InstallStep> Steps { get; init; }

    /// <summary>What is in it although its pin is not verified: name and reason.</summary>
    internal ImmutableArray<UnverifiedPin> Unverified { get; init; } = [];

    /// <summary>The packs.</summary>
    internal IEnumerable<PackStep> Packs => Steps.OfType<PackStep>();

    /// <summary>The model files.</summary>
    internal IEnumerable<ModelStep> Models => Steps.OfType<ModelStep>();

    /// <summary>What is not installed, because it would not be safe.</summary>
    internal IEnumerable<RefusedStep> Refused => Steps.OfType<RefusedStep>();
}

/// <summary>An entry whose pin is not verified.</summary>
/// <param name="Kind">Node or Model.</param>
/// <param name="Name">The entry.</param>
/// <param name="Reason">What is known about it, in words that are the same each time.</param>
/// <param name="Message">What was told besides, or null.</param>
internal sealed record UnverifiedPin(DependencyKind Kind, string Name, string Reason, string? Message = null)
{
    /// <summary>The reason with what was told.</summary>
    internal string Words => Message is null ? Reason : $"{Reason}: {Message}";
}
