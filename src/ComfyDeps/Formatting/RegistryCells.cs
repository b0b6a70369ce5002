using System;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="RegistryEntry"/>.</summary>
public static class RegistryCells
{
    private const int ShownDigits = 10;

    /// <summary>What an entry is pinned to: a version, a commit or a hash; then what it follows.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The cell.</returns>
    public static string Pin(RegistryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string hash = entry.Sha256 is { Length: > ShownDigits } sha ? $"sha256:{sha[..ShownDigits]}" : string.Empty;
        string pin = entry switch
        {
            { Commit: string commit, Version: string version } => $"{Format.Commit(commit)} ({version})",
            { Commit: string commit } => Format.Commit(commit),
            { Version: string version, Kind: DependencyKind.Image } when hash.Length > 0 => $"{hash} ({version})",
            { Version: string version } => version,
            _ => hash,
        };
        string follows = entry.Requested is string requested ? $" → {requested}" : string.Empty;
        return Format.Text((pin + follows).Trim());
    }
}
