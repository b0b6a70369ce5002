using System;
using System.Collections.Generic;

namespace ComfyDeps.Inspection.Files;

/// <summary>Paths of an environment: with slashes, whatever machine asks.</summary>
internal static class EnvironmentPath
{
    /// <summary>A path below a folder; the path alone where it is absolute.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path.</param>
    internal static string Join(string folder, string path)
        => IsAbsolute(path) || folder.Length == 0 ? path : folder[^1] == '/' ? folder + path : $"{folder}/{path}";

    /// <summary>The last part.</summary>
    /// <param name="path">The path.</param>
    internal static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder that a path is in; the root's is the root.</summary>
    /// <param name="path">The path.</param>
    internal static string Parent(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path[..slash];
    }

    /// <summary>Whether a path starts at a root.</summary>
    /// <param name="path">The path.</param>
    internal static bool IsAbsolute(string path)
        => path.StartsWith('/') || (path.Length > 2 && path[1] == ':' && path[2] == '/' && char.IsAsciiLetter(path[0]));

    /// <summary>Whether a path names another machine, which nothing that is looked at may make this one ask.</summary>
    /// <param name="path">The path.</param>
    internal static bool IsNetwork(string path)
        => path.StartsWith("//", StringComparison.Ordinal) || path.StartsWith("\\\\", StringComparison.Ordinal);

    /// <summary>Takes <c>.</c>, <c>..</c> and empty parts out of a path.</summary>
    /// <param name="path">The path.</param>
    internal static string Normalize(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or ".") && (part != ".." || !IsAbsolute(path)))
            {
                parts.Add(part);
            }
        }

        string joined = string.Join('/', parts);
        return path.StartsWith('/') ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}
