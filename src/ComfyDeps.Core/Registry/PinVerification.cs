using System;
using System.Collections.Immutable;

namespace ComfyDeps.Registry;

/// <summary>What asking about a pin gave.</summary>
internal sealed record PinVerification
{
    /// <summary>The verdict; <see cref="VerificationStatus.Manual"/> is a person's.</summary>
    internal required VerificationStatus Status { get; init; }

    /// <summary>When the verdict or the pin last changed, UTC, to the second.</summary>
    internal DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Who verified it by hand, or null.</summary>
    internal string? VerifiedBy { get; init; }

    /// <summary>The reason, beside a pin that is not good.</summary>
    internal string? Message { get; init; }

    /// <summary>The newest few versions, beside a pin that is not good.</summary>
    internal ImmutableArray<string> AvailableVersions { get; init; } = [];
}
