using System.Collections.Generic;

namespace ComfyDeps.TestServers.GitHub;

/// <summary>What GitHub's API tells about one repository.</summary>
public sealed class GitHubRepositoryData
{
    public required long Id { get; init; }

    /// <summary>Owner and name as they are now.</summary>
    public required string FullName { get; init; }

    public string DefaultBranch { get; init; } = "main";

    public bool IsArchived { get; init; }

    /// <summary>Whether GitHub closed it; the REST API's description does not show it to others.</summary>
    public bool IsDisabled { get; init; }

    public bool IsFork { get; init; }

    /// <summary>Only this token may know of it; null for everybody.</summary>
    public string? Token { get; init; }

    /// <summary>451 or 403 with the reason for which it is blocked; 0 for not blocked.</summary>
    public int BlockedBy { get; init; }

    /// <summary>Tag and commit, in the order in which they are told.</summary>
    public IList<(string Name, string Commit)> Tags { get; } = [];

    public IList<(string Name, string Commit)> Branches { get; } = [];

    public IList<(string Tag, string PublishedAt, bool IsPrerelease)> Releases { get; } = [];

    /// <summary>Commits, with how they stand to the default branch: identical, behind, ahead or diverged.</summary>
    public IDictionary<string, string> Commits { get; } = new Dictionary<string, string>();
}
