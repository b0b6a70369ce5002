using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>What was found of a model, or why nothing was.</summary>
internal sealed record ModelChoice
{
    /// <summary>The entry; null where nothing could be found.</summary>
    internal ModelEntry? Entry { get; init; }

    /// <summary>How it was found, or why not, in a few words.</summary>
    internal required string Why { get; init; }

    /// <summary>What the user may want to change.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];
}
