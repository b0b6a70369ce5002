using System;
using System.Collections.Immutable;

namespace ComfyDeps.Registry;

/// <summary>
/// What <c>comfy-registry.json</c> says: everything that is installed anywhere, pinned. Never changed, only replaced.
/// </summary>
internal sealed record RegistryDocument
{
    /// <summary>The version of the format that is read and written.</summary>
    internal const int FormatVersion = 1;

    /// <summary>Where editors find the schema, as the file says it, or null.</summary>
    internal string? Schema { get; init; }

    /// <summary>What persons decided.</summary>
    internal RegistryDecisions Decisions { get; init; } = new();

    /// <summary>The environment that everything is installed into.</summary>
    internal RegistryEnvironment Environment { get; init; } = new();

    /// <summary>The model files by folder/file.</summary>
    internal ImmutableSortedDictionary<string, ModelEntry> Models { get; init; }
        = ImmutableSortedDictionary.Create<string, ModelEntry>(StringComparer.Ordinal);

    /// <summary>The node packs by id.</summary>
    internal ImmutableSortedDictionary<string, NodeEntry> Nodes { get; init; }
        = ImmutableSortedDictionary.Create<string, NodeEntry>(StringComparer.Ordinal);
}
