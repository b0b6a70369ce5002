using System;

namespace ComfyDeps.Sources.GitHub;

/// <summary>A published release.</summary>
/// <param name="Tag">The tag that it is of.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="IsPrerelease">Whether its author calls it a preview.</param>
/// <param name="Url">Its page.</param>
internal sealed record GitHubRelease(string Tag, DateTimeOffset? PublishedAt, bool IsPrerelease, Uri? Url);
