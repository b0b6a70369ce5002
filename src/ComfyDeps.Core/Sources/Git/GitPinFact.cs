using System;

namespace ComfyDeps.Sources.Git;

/// <summary>What was found out about a commit that something is pinned to.</summary>
/// <param name="State">The finding.</param>
/// <param name="Refs">The branches and tags of the repository, where they could be had.</param>
/// <param name="Commit">The commit itself, where it was looked at.</param>
/// <param name="AskedAt">When the server was asked.</param>
/// <param name="Reason">Why it is not good, in one sentence; null when it is.</param>
/// <param name="Hint">What the user can do about it, or null.</param>
internal sealed record GitPinFact(
    GitPinState State,
    GitRefs? Refs,
    GitCommit? Commit,
    DateTimeOffset? AskedAt,
    string? Reason = null,
    string? Hint = null)
{
    /// <summary>Whether the finding is an older one, because no newer one could be had.</summary>
    internal bool IsOutdated { get; init; }

    /// <summary>The finding as one of the four answers.</summary>
    /// <typeparam name="T">What the answer is about.</typeparam>
    /// <param name="select">Makes the value of a commit that is good.</param>
    internal Answer<T> ToAnswer<T>(Func<GitPinFact, T> select)
        where T : class
        => State switch
        {
            GitPinState.Here => Answer<T>.Found(select(this), AskedAt),
            GitPinState.Unknown => Answer<T>.Unknown(Reason!, Hint),
            GitPinState.Refused => Answer<T>.Refused(Reason!, AskedAt, Hint),
            _ => Answer<T>.Missing(Reason!, AskedAt, Hint),
        };
}

/// <summary>What became of a commit that something is pinned to.</summary>
internal enum GitPinState
{
    /// <summary>It could not be asked.</summary>
    Unknown,

    /// <summary>It is one of the repository's own.</summary>
    Here,

    /// <summary>There is no such repository for this caller.</summary>
    RepositoryGone,

    /// <summary>The repository does not let this caller in.</summary>
    Refused,

    /// <summary>The repository does not have it.</summary>
    CommitGone,

    /// <summary>It can be had under the repository's name, and no branch or tag there leads to it.</summary>
    Foreign,

    /// <summary>The id is that of a tag's or a file's object and of no commit.</summary>
    NoCommit,
}
