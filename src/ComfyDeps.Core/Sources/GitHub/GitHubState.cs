namespace ComfyDeps.Sources.GitHub;

/// <summary>Whether somebody still looks after a repository.</summary>
/// <param name="FullName">Owner and name as they are now: a former name leads to them.</param>
/// <param name="IsArchived">Whether its owner ended it; it can still be read.</param>
/// <param name="IsDisabled">Whether GitHub closed it.</param>
internal sealed record GitHubState(string FullName, bool IsArchived, bool IsDisabled);
