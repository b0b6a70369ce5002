using System;
using System.Collections.Immutable;

namespace ComfyDeps.Registry;

/// <summary>What persons decided; it wins over everything that is found out.</summary>
internal sealed record RegistryDecisions
{
    /// <summary>Node class to the id of the pack that it comes from.</summary>
    internal ImmutableSortedDictionary<string, string> Classes { get; init; }
        = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Model file (folder/file, or its name alone) to the address that it comes from.</summary>
    internal ImmutableSortedDictionary<string, string> Models { get; init; }
        = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
