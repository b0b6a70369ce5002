using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Sources.Git;

/// <summary>Puts names together as a server lists them: an annotated tag comes with what it stands for.</summary>
internal sealed class RefCollector
{
    private const string Peeled = "^{}";

    private readonly Dictionary<string, GitRef> _refs = new(StringComparer.Ordinal);
    private string? _headTarget;
    private string? _head;

    /// <summary>The default branch, as the server names it.</summary>
    /// <param name="target">The whole name, or null when the server does not say.</param>
    internal void SetHead(string? target) => _headTarget = target ?? _headTarget;

    /// <summary>One listed name. Names that are neither branch, tag nor HEAD are passed over.</summary>
    /// <param name="name">The whole name, perhaps with the mark of a peeled tag.</param>
    /// <param name="id">What it stands for.</param>
    internal void Add(string name, string id)
    {
        if (name == "HEAD")
        {
            _head = id;
            return;
        }

        bool isPeeled = name.EndsWith(Peeled, StringComparison.Ordinal);
        string whole = isPeeled ? name[..^Peeled.Length] : name;
        bool counts = whole.StartsWith(GitRef.Branches, StringComparison.Ordinal)
            || whole.StartsWith(GitRef.Tags, StringComparison.Ordinal);
        if (!counts)
        {
            return;
        }

        _refs[whole] = isPeeled && _refs.TryGetValue(whole, out GitRef? tag)
            ? new GitRef(whole, id, tag.Commit)
            : new GitRef(whole, id, null);
    }

    /// <summary>The names as one.</summary>
    /// <param name="movedTo">Where the repository is now, or null.</param>
    internal GitRefs ToRefs(Uri? movedTo)
    {
        GitRef[] all = [.. _refs.Values.OrderBy(static one => one.Name, StringComparer.Ordinal)];

        // Servers before git 1.8.5 do not say which branch HEAD is: git itself guesses by the commit, main ones first.
        string? target = _headTarget
            ?? all.Where(one => one.IsBranch && one.Commit == _head)
                .OrderBy(static one => one.ShortName is "main" or "master" ? 0 : 1)
                .FirstOrDefault()?.Name;
        return new GitRefs
        {
            All = all,
            Head = _head,
            DefaultBranch = target?.StartsWith(GitRef.Branches, StringComparison.Ordinal) == true
                ? target[GitRef.Branches.Length..]
                : null,
            MovedTo = movedTo,
        };
    }
}
