using System;
using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>
/// What a person decides about entries of the registry. What is null stays as it is; an empty text takes away.
/// </summary>
public sealed class SetRegistryEntryOptions
{
    /// <summary>The registry's file, or null for the one that belongs to the current folder.</summary>
    public string? RegistryPath { get; init; }

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Node classes that come from <see cref="Pack"/>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The pack that they come from: an id, owner/repo, or an address.</summary>
    public string? Pack { get; init; }

    /// <summary>A model file, folder/file or its name alone, that comes from <see cref="Uri"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Where it comes from.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The names of the entries that are changed, with wildcards, or entries.</summary>
    public IReadOnlyList<object> Entries { get; init; } = [];

    /// <summary>The exact version, or full commit, to pin.</summary>
    public string? Version { get; init; }

    /// <summary>What the pin follows.</summary>
    public string? Requested { get; init; }

    /// <summary>The pack's folder under custom_nodes/.</summary>
    public string? Directory { get; init; }

    /// <summary>Where to fetch instead.</summary>
    public string? Mirror { get; init; }

    /// <summary>Further places under models/ at which workflows look for the file; null leaves them.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>The SHA-256 that a model file must have.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size that a model file must have.</summary>
    public long? Size { get; init; }

    /// <summary>Who verified the pin by hand.</summary>
    public string? VerifiedBy { get; init; }

    /// <summary>Why that is good.</summary>
    public string? Reason { get; init; }
}
