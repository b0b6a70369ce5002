using System;
using System.Collections.Generic;

namespace ComfyDeps.Rendering.Snapshot;

/// <summary>What ComfyUI-Manager's snapshots hold.</summary>
internal sealed record ManagerSnapshot
{
    /// <summary>The commit of ComfyUI; null where it is not known.</summary>
    internal string? ComfyUi { get; init; }

    /// <summary>Checkouts by the address of their repository.</summary>
    internal SortedDictionary<string, SnapshotCheckout> Git { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Versions of the Comfy Registry by id. One that is disabled is not in a snapshot.</summary>
    internal SortedDictionary<string, string> Registry { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Packs that are a single file: whether each is disabled.</summary>
    internal SortedDictionary<string, bool> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Python distributions: <c>name==version</c> with nothing, or a name with the address that it was installed from.
    /// </summary>
    internal SortedDictionary<string, string> Python { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>One checkout.</summary>
/// <param name="Commit">Its commit as the snapshot says it, which can be <c>unknown</c>.</param>
/// <param name="Disabled">Whether it is disabled.</param>
internal sealed record SnapshotCheckout(string Commit, bool Disabled);
