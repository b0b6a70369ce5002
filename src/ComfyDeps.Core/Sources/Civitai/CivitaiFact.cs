using System;
using System.Collections.Generic;

namespace ComfyDeps.Sources.Civitai;

/// <summary>What Civitai says about a version of a model.</summary>
/// <param name="VersionId">The version.</param>
/// <param name="ModelId">The model, or null.</param>
/// <param name="IsArchived">Whether the model is archived: then it has no files any more.</param>
/// <param name="IsEarlyAccess">Whether only those may have it for now to whom its creator gives it.</param>
/// <param name="PublishedAt">When it was published, or null.</param>
/// <param name="Files">Its files.</param>
internal sealed record CivitaiVersionFact(
    long VersionId,
    long? ModelId,
    bool IsArchived,
    bool IsEarlyAccess,
    DateTimeOffset? PublishedAt,
    IReadOnlyList<CivitaiFileFact> Files);

/// <summary>What Civitai says about a file.</summary>
/// <param name="Id">The file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is: Model, VAE, Config and so on; empty when not said.</param>
/// <param name="IsPrimary">Whether a download without further words gives this one.</param>
/// <param name="Size">Its size in bytes; null where it is not told exactly.</param>
/// <param name="Sha256">The SHA-256 of its content in lower-case hex, or null.</param>
/// <param name="Metadata">Its form: format, size, fp and so on.</param>
internal sealed record CivitaiFileFact(
    long Id,
    string Name,
    string Type,
    bool IsPrimary,
    long? Size,
    string? Sha256,
    IReadOnlyDictionary<string, string> Metadata);
