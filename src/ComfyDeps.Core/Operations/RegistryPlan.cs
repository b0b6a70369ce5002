using System;
using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>What an update of a registry, or a decision about it, would change.</summary>
public sealed class RegistryPlan
{
    /// <summary>The changes, packs first, each in the order of the file.</summary>
    public IReadOnlyList<RegistryChange> Changes { get; internal init; } = [];

    /// <summary>The registry's file.</summary>
    public required string Path { get; init; }

    /// <summary>The registry as it was read.</summary>
    internal RegistryFile File { get; init; } = null!;
}

/// <summary>One change of a registry.</summary>
public sealed class RegistryChange
{
    /// <summary>
    /// The entry: a pack's id, or folder/file of a model; <c>decisions</c> or <c>environment</c> for those.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>What changes, from what it was to what it will be.</summary>
    public required string Action { get; init; }

    /// <summary>What the entry is about; null for what is no entry.</summary>
    internal DependencyKind? Kind { get; init; }

    /// <summary>What must be done before the change is written, or null: a file beside the registry.</summary>
    internal Action? Before { get; init; }

    /// <summary>Makes the change.</summary>
    internal Func<RegistryDocument, RegistryDocument> Apply { get; init; } = static document => document;
}
