using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ComfyDeps.Workflows;

/// <summary>Finds the files below folders that may hold workflows, in ordinal order, each file once.</summary>
/// <param name="reporter">Hears what is passed over.</param>
internal sealed class FolderScan(IReporter reporter)
{
    /// <summary>Folders that hold other people's code or build output, whether or not git ignores them.</summary>
    private static readonly HashSet<string> s_passedOver = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git", "node_modules", "bower_components", "__pycache__", ".venv", "venv",
        ".next", ".nuxt", ".turbo", ".cache",
        "site-packages",
    };

    /// <summary>
    /// Folders that are build output where they stand beside a project file, and may be anything elsewhere.
    /// </summary>
    private static readonly HashSet<string> s_buildOutput = new(StringComparer.OrdinalIgnoreCase)
    {
        "bin", "obj", "dist", "build", "out", "target", "artifacts", "coverage",
    };

    private static readonly string[] s_projectFiles =
        ["package.json", "Cargo.toml", "pyproject.toml", "pom.xml", "tsconfig.json", "Makefile"];

    /// <summary>
    /// The folders whose own files were given, each with the names that git ignores there. What is remembered is small
    /// beside the names of all files, so that the memory does not grow with them.
    /// </summary>
    private readonly Dictionary<string, HashSet<string>> _visited = new(StringComparer.Ordinal);

    /// <summary>Whether a file was given already.</summary>
    /// <param name="file">Its full path.</param>
    public bool HasGiven(string file)
        => Path.GetDirectoryName(file) is string folder
            && _visited.TryGetValue(folder, out HashSet<string>? ignored)
            && WorkflowFileNames.MayHoldWorkflow(file)
            && !ignored.Contains(Path.GetFileName(file));

    /// <summary>The files that were not given before.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <param name="recurse">Whether the folders below count too.</param>
    public IEnumerable<string> Files(string folder, bool recurse)
    {
        IgnoreRules rules = IgnoreRules.For(folder, out string root);
        string relative = folder == root ? string.Empty : Slashed(Path.GetRelativePath(root, folder));
        return Files(new DirectoryInfo(folder), relative, rules, recurse);
    }

    private IEnumerable<string> Files(DirectoryInfo folder, string relative, IgnoreRules outer, bool recurse)
    {
        FileSystemInfo[] entries = Entries(folder);
        HashSet<string> ignored = new(StringComparer.Ordinal);
        bool isNew = _visited.TryAdd(Path.TrimEndingDirectorySeparator(folder.FullName), ignored);
        IgnoreRules rules = outer.Enter(folder.FullName, relative);
        bool isProject = entries.Any(static entry => entry is FileInfo
            && (s_projectFiles.Contains(entry.Name) || entry.Extension is ".csproj" or ".sln"));
        foreach (FileSystemInfo entry in entries)
        {
            string path = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if (entry is DirectoryInfo inner)
            {
                if (recurse && IsEntered(inner, path, rules, isProject))
                {
                    foreach (string file in Files(inner, path, rules, recurse))
                    {
                        yield return file;
                    }
                }
            }
            else if (isNew && WorkflowFileNames.MayHoldWorkflow(entry.Name))
            {
                if (rules.IsIgnored(path, isFolder: false))
                {
                    reporter.Detail($"Passed over '{entry.FullName}': git ignores it.");
                    ignored.Add(entry.Name);
                }
                else
                {
                    yield return entry.FullName;
                }
            }
        }
    }

    private bool IsEntered(DirectoryInfo folder, string path, IgnoreRules rules, bool besideProject)
    {
        // A link to a folder can lead out of the tree or round in a circle.
        string? reason = folder.LinkTarget is not null ? "it is a link"
            : s_passedOver.Contains(folder.Name) || (besideProject && s_buildOutput.Contains(folder.Name))
                ? "its name says that it holds no sources"
            : rules.IsIgnored(path, isFolder: true) ? "git ignores it"
            : null;
        if (reason is not null)
        {
            reporter.Detail($"Passed over '{folder.FullName}': {reason}.");
        }

        return reason is null;
    }

    private FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            FileSystemInfo[] entries = folder.GetFileSystemInfos();
            Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (UnauthorizedAccessException e)
        {
            reporter.Error(new ComfyDepsException(
                ErrorCode.FileAccessDenied,
                $"'{folder.FullName}' may not be read.",
                folder.FullName,
                "Check its permissions.",
                e));
        }
        catch (IOException e)
        {
            reporter.Error(new ComfyDepsException(
                ErrorCode.FileUnreadable,
                $"'{folder.FullName}' could not be read: {e.Message}",
                folder.FullName,
                null,
                e));
        }

        return [];
    }

    private static string Slashed(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
}
