using System;
using System.IO;

namespace ComfyDeps.Configuration;

/// <summary>The places where a registry can be.</summary>
internal static class RegistryLocations
{
    /// <summary>The name of the registry's file.</summary>
    internal const string FileName = "comfy-registry.json";

    private const string Folder = "registry";

    /// <summary>
    /// The registry that belongs to a folder: its own or the one of a folder above it, up to the one that holds
    /// <c>.git</c> or the home folder; then the one that the environment names. Null when there is none.
    /// </summary>
    /// <param name="currentFolder">The folder that the user is in.</param>
    internal static string? Find(string currentFolder)
        => Above(currentFolder)
            ?? (EnvironmentVariables.Read(EnvironmentVariables.Registry) is string named
                ? Path.GetFullPath(named, currentFolder)
                : null);

    /// <summary>
    /// The registry to read: as <see cref="Find"/>, else the one that came with the module; null when there is neither.
    /// </summary>
    /// <param name="currentFolder">The folder that the user is in.</param>
    internal static string? ForReading(string currentFolder)
        => Find(currentFolder) ?? (Shipped is string shipped && File.Exists(shipped) ? shipped : null);

    /// <summary>
    /// The registry to write: as <see cref="Find"/>, else a new one in the current folder. Never the shipped one.
    /// </summary>
    /// <param name="currentFolder">The folder that the user is in.</param>
    internal static string ForWriting(string currentFolder)
        => Find(currentFolder) ?? Path.Join(currentFolder, FileName);

    /// <summary>The registry that came with the module (beside its manifest), or null.</summary>
    internal static string? Shipped
        => CatalogLocations.Shipped is string catalog ? Path.Join(Path.GetDirectoryName(catalog), FileName) : null;

    private static string? Above(string currentFolder)
    {
        string home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile,
            Environment.SpecialFolderOption.DoNotVerify);
        for (string? folder = currentFolder; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            foreach (string candidate in (string[])[Path.Join(folder, Folder, FileName), Path.Join(folder, FileName)])
            {
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }

            // A worktree has a file of that name.
            if (folder == home || Path.Exists(Path.Join(folder, ".git")))
            {
                return null;
            }
        }

        return null;
    }
}
