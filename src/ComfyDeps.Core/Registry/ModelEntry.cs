using System;
using System.Collections.Immutable;

namespace ComfyDeps.Registry;

/// <summary>A model file, or a folder of files that are one model, in the registry.</summary>
internal sealed record ModelEntry
{
    /// <summary>Further places under <c>models/</c> at which workflows look for the same file.</summary>
    internal ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Whether a licence must be accepted, or a login is needed, to have it.</summary>
    internal bool Gated { get; init; }

    /// <summary>Its SHA-256 in lower-case hex, or null for a folder and for what is not hashed yet.</summary>
    internal string? Sha256 { get; init; }

    /// <summary>Its size in bytes, or null for a folder and where it is not known.</summary>
    internal long? Size { get; init; }

    /// <summary>The files of a folder by relative path; empty for a single file.</summary>
    internal ImmutableSortedDictionary<string, ModelFile> Files { get; init; }
        = ImmutableSortedDictionary.Create<string, ModelFile>(StringComparer.Ordinal);

    /// <summary>What the pin follows: a branch or a tag; null means that it stays.</summary>
    internal string? Requested { get; init; }

    /// <summary>Where it is had from, and which version of it.</summary>
    internal required PinSource Source { get; init; }

    /// <summary>What asking about the pin gave; null when it was never asked.</summary>
    internal PinVerification? Verification { get; init; }
}

/// <summary>One file of a model that is a folder.</summary>
/// <param name="Size">Its size in bytes, or null where it is not known.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex, or null where it is not known.</param>
internal sealed record ModelFile(long? Size, string? Sha256);
