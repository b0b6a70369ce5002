using System;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="ModelVersion"/>.</summary>
public static class ModelCells
{
    /// <summary>Where a file is: its repository, else its address; and whether its owner must grant access.</summary>
    /// <param name="version">The file.</param>
    /// <returns>The cell.</returns>
    public static string Place(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        string place = version.Repository ?? version.DownloadUrl?.ToString() ?? string.Empty;
        return Format.Text(version.IsGated ? $"{place} (gated)" : place);
    }
}
