using System;

namespace ComfyDeps.Sources.Git;

/// <summary>One name in a repository.</summary>
/// <param name="Name">The whole name, such as refs/tags/v1.0.</param>
/// <param name="Commit">What it stands for; of an annotated tag, the commit and not the tag.</param>
/// <param name="TagObject">The object of an annotated tag, or null.</param>
internal sealed record GitRef(string Name, string Commit, string? TagObject)
{
    internal const string Branches = "refs/heads/";
    internal const string Tags = "refs/tags/";

    /// <summary>Whether it is a branch.</summary>
    internal bool IsBranch => Name.StartsWith(Branches, StringComparison.Ordinal);

    /// <summary>Whether it is a tag.</summary>
    internal bool IsTag => Name.StartsWith(Tags, StringComparison.Ordinal);

    /// <summary>The name without what all branches or tags begin with.</summary>
    internal string ShortName => IsBranch ? Name[Branches.Length..] : IsTag ? Name[Tags.Length..] : Name;
}
