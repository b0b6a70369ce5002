using System;
using System.Collections.Generic;

namespace ComfyDeps.Inspection;

/// <summary>What is wanted of an inspection.</summary>
internal sealed record InspectionOptions
{
    /// <summary>
    /// Whether a model file is hashed where its hash is not known since it last changed; called with its place under
    /// <c>models/</c> (folder/file). Null hashes nothing, and tells the hashes that are known.
    /// </summary>
    internal Func<string, bool>? Hash { get; init; }

    /// <summary>Whether the headers of model files are looked at.</summary>
    internal bool ReadHeaders { get; init; } = true;

    /// <summary>
    /// Whether the interpreter's distributions, and the packs' requirements against them, are looked at.
    /// </summary>
    internal bool Python { get; init; } = true;

    /// <summary>The lines of a constraints file that the interpreter's distributions are compared with.</summary>
    internal IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>
    /// The id of the pack that a repository (an address from <see cref="RepositoryAddress.Normalize"/>) is known to be,
    /// or null.
    /// </summary>
    internal Func<string, string?>? PackId { get; init; }

    /// <summary>The cache in which computed hashes are kept; null keeps none.</summary>
    internal string? CacheFolder { get; init; }
}
