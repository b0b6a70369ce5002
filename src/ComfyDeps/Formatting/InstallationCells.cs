using System;
using System.Collections.Generic;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of what an environment holds.</summary>
public static class InstallationCells
{
    /// <summary>What it is at: a version, else a commit, else for a model the beginning of its hash.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The cell.</returns>
    public static string Version(InstalledItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Version is not null ? Format.Text(item.Version) : Format.Commit(item.Commit ?? item.Sha256);
    }

    /// <summary>What is to be said of it beside that: what is wrong, where it was had from.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The cell.</returns>
    public static string Note(InstalledItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        List<string> notes = [.. item.Problems];
        if (notes.Count == 0 && item.Source is SourceKind source && item.Kind == DependencyKind.Node)
        {
            notes.Add(source == SourceKind.ComfyRegistry ? "registry" : source == SourceKind.Git ? "git" : source.ToString());
        }

        return Format.Text(string.Join(", ", notes));
    }
}
