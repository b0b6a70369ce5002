using System;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="RegistryEntry"/>.</summary>
public static class RegistryCells
{
    private const int ShownDigits = 10;

    /// <summary>What an entry is pinned to: a version, a commit or a hash; then what it follows.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The cell.</returns>
    public static string Pin(object entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string? version = CellValue.Text(entry, nameof(RegistryEntry.Version));
        string? commit = CellValue.Text(entry, nameof(RegistryEntry.Commit));
        string hash = CellValue.Text(entry, nameof(RegistryEntry.Sha256)) is { Length: > ShownDigits } sha
            ? $"sha256:{sha[..ShownDigits]}"
            : string.Empty;
        bool isImage = CellValue.Text(entry, nameof(RegistryEntry.Kind)) == nameof(DependencyKind.Image)
            && hash.Length > 0;
        string first = commit is not null ? Format.Commit(commit) : isImage ? hash : version ?? hash;
        string pin = version is null || first == version ? first : $"{first} ({version})";
        string follows = CellValue.Text(entry, nameof(RegistryEntry.Requested)) is string requested
            ? $" → {requested}"
            : string.Empty;
        return Format.Text((pin + follows).Trim());
    }
}
