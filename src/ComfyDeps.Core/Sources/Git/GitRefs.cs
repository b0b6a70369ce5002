using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Sources.Git;

/// <summary>The branches and tags of a repository.</summary>
internal sealed class GitRefs
{
    /// <summary>Branches and tags.</summary>
    internal required IReadOnlyList<GitRef> All { get; init; }

    /// <summary>The short name of the default branch; null when the server does not say.</summary>
    internal string? DefaultBranch { get; init; }

    /// <summary>The commit of HEAD; null in an empty repository.</summary>
    internal string? Head { get; init; }

    /// <summary>Where the repository is now, when the address that was asked redirected for good; else null.</summary>
    internal Uri? MovedTo { get; init; }

    /// <summary>Whether nothing was ever committed.</summary>
    internal bool IsEmpty => All.Count == 0 && Head is null;

    /// <summary>The first name that stands for a commit, branches first; null when none does.</summary>
    /// <param name="commit">The full commit, or the object of an annotated tag.</param>
    internal GitRef? FindTip(string commit)
        => All.Where(one => one.Commit == commit || one.TagObject == commit)
            .OrderBy(static one => one.IsBranch ? 0 : 1)
            .FirstOrDefault();

    /// <summary>A branch or tag by its short or whole name; a branch before a tag; null when there is none.</summary>
    /// <param name="name">The name.</param>
    internal GitRef? Find(string name)
        => All.FirstOrDefault(one => one.Name == GitRef.Branches + name)
            ?? All.FirstOrDefault(one => one.Name == GitRef.Tags + name)
            ?? All.FirstOrDefault(one => one.Name == name);
}
