using System;

namespace ComfyDeps.Sources.GitHub;

/// <summary>A repository, as GitHub describes it.</summary>
/// <param name="Id">Its number: it stays when the name changes, and another repository under the old name has
/// another.</param>
/// <param name="Url">Its address by the name that it has now.</param>
/// <param name="DefaultBranch">Its default branch.</param>
/// <param name="IsArchived">Whether its owner ended it; it can still be read.</param>
/// <param name="IsDisabled">Whether GitHub closed it.</param>
/// <param name="IsFork">Whether it began as a copy of another one.</param>
/// <param name="PushedAt">When something was last pushed to it.</param>
internal sealed record GitHubRepository(
    long Id, Uri Url, string DefaultBranch, bool IsArchived, bool IsDisabled, bool IsFork, DateTimeOffset? PushedAt);
