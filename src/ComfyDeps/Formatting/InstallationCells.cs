using System;
using System.Collections.Generic;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of what an environment holds.</summary>
public static class InstallationCells
{
    /// <summary>What it is at: a version, else a commit, else for a model the beginning of its hash.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The cell.</returns>
    public static string Version(object item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return CellValue.Text(item, nameof(InstalledItem.Version)) is string version
            ? Format.Text(version)
            : Format.Commit(
                CellValue.Text(item, nameof(InstalledItem.Commit))
                    ?? CellValue.Text(item, nameof(InstalledItem.Sha256)));
    }

    /// <summary>What is to be said of it beside that: what is wrong, where it was had from.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The cell.</returns>
    public static string Note(object item)
    {
        ArgumentNullException.ThrowIfNull(item);
        List<string> notes = [.. CellValue.Texts(item, nameof(InstalledItem.Problems))];
        bool isPack = CellValue.Text(item, nameof(InstalledItem.Kind)) == nameof(DependencyKind.Node);
        if (notes.Count == 0 && isPack && CellValue.Text(item, nameof(InstalledItem.Source)) is string source)
        {
            notes.Add(
                source == nameof(SourceKind.ComfyRegistry)
                    ? "registry"
                    : source == nameof(SourceKind.Git) ? "git"
                    : source);
        }

        return Format.Text(string.Join(", ", notes));
    }
}
