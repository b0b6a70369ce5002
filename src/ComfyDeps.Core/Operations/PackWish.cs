using System;
using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>A pack that a registry should have.</summary>
/// <param name="id">Its id, as far as that is known.</param>
internal sealed class PackWish(string id)
{
    /// <summary>Its id: that of the entry where there is one.</summary>
    internal string Id { get; } = id;

    /// <summary>Its id in the Comfy Registry, or null.</summary>
    internal string? RegistryId { get; init; }

    /// <summary>Its repository, or null.</summary>
    internal Uri? Url { get; init; }

    /// <summary>The classes that it is used for.</summary>
    internal SortedSet<string> Classes { get; } = new(StringComparer.Ordinal);

    /// <summary>The versions that workflows recorded, or that an environment has, the preferred one first.</summary>
    internal List<string> Recorded { get; } = [];

    /// <summary>Adds versions that are not there yet.</summary>
    /// <param name="versions">The versions.</param>
    internal void Record(IEnumerable<string?> versions)
    {
        foreach (string? version in versions)
        {
            if (version is not null && !Recorded.Contains(version))
            {
                Recorded.Add(version);
            }
        }
    }
}

/// <summary>A model that a registry should have.</summary>
/// <param name="Name">Folder/file under <c>models/</c>.</param>
/// <param name="Places">The addresses where it may be, the likeliest first.</param>
/// <param name="Sha256">The hash that it must have, or null.</param>
internal sealed record ModelWish(string Name, IReadOnlyList<Uri> Places, string? Sha256);
