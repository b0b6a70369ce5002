using System;
using System.Collections.Generic;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>What the Hub says about one revision of a repository.</summary>
/// <param name="Repository">The repository's name, as the Hub spells it now.</param>
/// <param name="Commit">The full commit that the revision stands for.</param>
/// <param name="IsGated">Whether its owner must grant access.</param>
/// <param name="IsDisabled">Whether the Hub has shut it.</param>
/// <param name="LastModified">When it last changed, or null.</param>
/// <param name="Files">Every file by its path; null when the answer has none.</param>
internal sealed record HubRevisionFact(
    string Repository,
    string Commit,
    bool IsGated,
    bool IsDisabled,
    DateTimeOffset? LastModified,
    IReadOnlyDictionary<string, HubFileFact>? Files);

/// <summary>What the Hub says about one file.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Size">Its size in bytes, or null.</param>
/// <param name="Sha256">The SHA-256 of its content; null for a file that is kept in git itself.</param>
internal sealed record HubFileFact(string Path, long? Size, string? Sha256);
