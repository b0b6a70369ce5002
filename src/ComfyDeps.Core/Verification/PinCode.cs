namespace ComfyDeps.Verification;

/// <summary>
/// The reasons that a result about a pin can have, one word each. Scripts rely on them; <c>docs/registry.md</c>
/// explains them.
/// </summary>
internal static class PinCode
{
    /// <summary>Asked, there, and what it was.</summary>
    internal const string Found = nameof(Found);

    /// <summary>Good; the tag or branch that it stood for stands for another commit now.</summary>
    internal const string RefMoved = nameof(RefMoved);

    /// <summary>Good; the tag or branch that it stood for is gone.</summary>
    internal const string RefGone = nameof(RefGone);

    /// <summary>Good; the repository has another name or place now.</summary>
    internal const string RepositoryMoved = nameof(RepositoryMoved);

    /// <summary>Good at the mirror; upstream is gone.</summary>
    internal const string OnlyMirror = nameof(OnlyMirror);

    /// <summary>Verified by a person.</summary>
    internal const string Manual = nameof(Manual);

    /// <summary>Not asked now; what was found when it was last asked.</summary>
    internal const string Recorded = nameof(Recorded);

    /// <summary>The Comfy Registry does not list that version.</summary>
    internal const string VersionGone = nameof(VersionGone);

    /// <summary>The version was withdrawn.</summary>
    internal const string VersionDeleted = nameof(VersionDeleted);

    /// <summary>There is no such pack.</summary>
    internal const string PackGone = nameof(PackGone);

    /// <summary>The pack was withdrawn.</summary>
    internal const string PackDeleted = nameof(PackDeleted);

    /// <summary>There is no such repository for this caller.</summary>
    internal const string RepositoryGone = nameof(RepositoryGone);

    /// <summary>The repository does not have that commit.</summary>
    internal const string CommitGone = nameof(CommitGone);

    /// <summary>The commit is there, and is none of the repository's own.</summary>
    internal const string CommitForeign = nameof(CommitForeign);

    /// <summary>The id is that of a tag or a file.</summary>
    internal const string NotACommit = nameof(NotACommit);

    /// <summary>The repository or version does not have that file.</summary>
    internal const string FileGone = nameof(FileGone);

    /// <summary>The repository does not have that revision.</summary>
    internal const string RevisionGone = nameof(RevisionGone);

    /// <summary>There is nothing at the address.</summary>
    internal const string UrlGone = nameof(UrlGone);

    /// <summary>There is no such image.</summary>
    internal const string ImageGone = nameof(ImageGone);

    /// <summary>The mirror does not have it.</summary>
    internal const string MirrorGone = nameof(MirrorGone);

    /// <summary>The constraints file is not there.</summary>
    internal const string ConstraintsGone = nameof(ConstraintsGone);

    /// <summary>A licence must be accepted first.</summary>
    internal const string Gated = nameof(Gated);

    /// <summary>The source knows it and does not let this caller have it.</summary>
    internal const string Refused = nameof(Refused);

    /// <summary>It is there with another size.</summary>
    internal const string SizeChanged = nameof(SizeChanged);

    /// <summary>It is there with other content.</summary>
    internal const string HashChanged = nameof(HashChanged);

    /// <summary>The mirror has something else than upstream.</summary>
    internal const string MirrorDiffers = nameof(MirrorDiffers);

    /// <summary>The constraints file says something else than when it was pinned.</summary>
    internal const string ConstraintsChanged = nameof(ConstraintsChanged);

    /// <summary>Its authors advise against it.</summary>
    internal const string Deprecated = nameof(Deprecated);

    /// <summary>The source's own checks reported it.</summary>
    internal const string Flagged = nameof(Flagged);

    /// <summary>Its authors ended it.</summary>
    internal const string Archived = nameof(Archived);

    /// <summary>Another pack took its place.</summary>
    internal const string Replaced = nameof(Replaced);

    /// <summary>An advisory names it.</summary>
    internal const string Advisory = nameof(Advisory);

    /// <summary>The source forbids it.</summary>
    internal const string Banned = nameof(Banned);

    /// <summary>The source has not finished its checks.</summary>
    internal const string Pending = nameof(Pending);

    /// <summary>The source could not be asked.</summary>
    internal const string Unreachable = nameof(Unreachable);

    /// <summary>It was not to be asked, and never was before.</summary>
    internal const string Offline = nameof(Offline);

    /// <summary>It is there, and what it is cannot be compared.</summary>
    internal const string NotComparable = nameof(NotComparable);

    /// <summary>The entry has no exact version or commit.</summary>
    internal const string NoVersion = nameof(NoVersion);

    /// <summary>The entry has no hash.</summary>
    internal const string NoHash = nameof(NoHash);

    /// <summary>The registry has no entry for it.</summary>
    internal const string NoEntry = nameof(NoEntry);

    /// <summary>Nobody is known to provide it.</summary>
    internal const string Unresolved = nameof(Unresolved);

    /// <summary>Several could provide it, and nobody has decided.</summary>
    internal const string Ambiguous = nameof(Ambiguous);
}
