using System;
using System.Collections.Concurrent;
using System.IO;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>Finds out where a path really leads, links followed, and whether that is inside a folder.</summary>
internal sealed class RealPaths
{
    private const int MaxLinks = 40;
    private readonly ConcurrentDictionary<string, string?> _folders = new(StringComparer.Ordinal);

    /// <summary>
    /// The path without links, <c>.</c> and <c>..</c>; null when it does not exist or its links go round.
    /// </summary>
    public string? Resolve(string path) => Resolve(Path.GetFullPath(path), 0);

    /// <summary>
    /// The real path of a file or folder below a real folder; null when it is outside or in node_modules.
    /// </summary>
    public string? ResolveInside(string path, string realRoot)
    {
        string? real = Resolve(path);
        return real is not null && IsInside(real, realRoot) && !IsForeign(real, realRoot) ? real : null;
    }

    /// <summary>True when a real path is a real folder or below it.</summary>
    public static bool IsInside(string real, string realRoot)
    {
        string root = Path.TrimEndingDirectorySeparator(realRoot);
        return real.Equals(root, StringComparison.Ordinal)
            || (real.StartsWith(root, StringComparison.Ordinal)
                && (Path.EndsInDirectorySeparator(root) || real[root.Length] == Path.DirectorySeparatorChar));
    }

    private static bool IsForeign(string real, string realRoot)
    {
        foreach (string part in real[Math.Min(realRoot.Length, real.Length)..].Split(Path.DirectorySeparatorChar))
        {
            if (part is "node_modules" or ".git")
            {
                return true;
            }
        }

        return false;
    }

    private string? Resolve(string full, int links)
    {
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        string? realParent = _folders.GetOrAdd(
            parent, static (folder, state) => state.Self.Resolve(folder, state.Links), (Self: this, Links: links));
        if (realParent is null)
        {
            return null;
        }

        string path = Path.Join(realParent, Path.GetFileName(full));
        try
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (info.LinkTarget is not { } target)
            {
                return info.Exists ? path : null;
            }

            return links >= MaxLinks ? null : Resolve(Path.GetFullPath(target, realParent), links + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
