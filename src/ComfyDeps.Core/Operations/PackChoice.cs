using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>The version of a pack that was chosen, or why none could be.</summary>
internal sealed record PackChoice
{
    /// <summary>What to pin; without version and commit where nothing could be chosen.</summary>
    internal required PinSource Source { get; init; }

    /// <summary>
    /// The pack's id in the registry: in lower case, that of the Comfy Registry where it is known there; null for the
    /// one it has.
    /// </summary>
    internal string? Id { get; init; }

    /// <summary>What the pin follows, or null.</summary>
    internal string? Requested { get; init; }

    /// <summary>How it was chosen, or why nothing could be, in a few words.</summary>
    internal required string Why { get; init; }

    /// <summary>What the user may want to change.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it is a pin.</summary>
    internal bool IsPin => Source.Version is not null || Source.Commit is not null;
}
