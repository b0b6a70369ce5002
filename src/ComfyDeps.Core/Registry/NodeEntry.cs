using System.Collections.Immutable;

namespace ComfyDeps.Registry;

/// <summary>A node pack in the registry.</summary>
internal sealed record NodeEntry
{
    /// <summary>The node classes that it is used for, in ordinal order.</summary>
    internal ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>
    /// The name of its folder under <c>custom_nodes/</c>; null means the one that its source gives it.
    /// </summary>
    internal string? Directory { get; init; }

    /// <summary>What the pin follows: <c>latest</c>, a branch or a range; null means that it stays.</summary>
    internal string? Requested { get; init; }

    /// <summary>Where it is had from, and which version of it.</summary>
    internal required PinSource Source { get; init; }

    /// <summary>What asking about the pin gave; null when it was never asked.</summary>
    internal PinVerification? Verification { get; init; }
}
