using System;

namespace ComfyDeps.Inspection;

/// <summary>What is wanted of an inspection.</summary>
internal sealed record InspectionOptions
{
    /// <summary>
    /// Whether a model file is hashed where its hash is not known since it last changed; called with its place under
    /// <c>models/</c> (folder/file). Null hashes nothing.
    /// </summary>
    internal Func<string, bool>? Hash { get; init; }

    /// <summary>Whether the headers of model files are looked at.</summary>
    internal bool ReadHeaders { get; init; } = true;

    /// <summary>Whether the interpreter's distributions, and the packs' requirements against them, are looked at.</summary>
    internal bool Python { get; init; } = true;
}
