using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Git;

/// <summary>
/// Reads what a checkout is from its files: packed references, a further work tree, a submodule and a shallow clone
/// too. No program is run, and nothing in the repository is obeyed.
/// </summary>
internal static class GitReader
{
    private const int LongestChain = 5;
    private const int SmallFile = 4096;

    /// <summary>The checkout in a folder; null when the folder is none.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="folder">The folder.</param>
    internal static GitCheckout? Read(IEnvironmentFiles files, string folder)
    {
        string git = EnvironmentPath.Join(folder, ".git");
        FileFacts facts = files.Look(git);
        string? gitFolder = facts.Kind switch
        {
            FileKind.Folder => git,
            FileKind.File => Named(files, folder, git),
            _ => null,
        };
        if (gitFolder is null)
        {
            return facts.Kind == FileKind.None
                ? null
                : new GitCheckout { Folder = folder, GitFolder = git, CommonFolder = git };
        }

        string common = files.ReadText(
            EnvironmentPath.Join(gitFolder, "commondir"), SmallFile)?.Trim() is { Length: > 0 } named
            && !EnvironmentPath.IsNetwork(named)
                ? EnvironmentPath.Normalize(EnvironmentPath.Join(gitFolder, named.Replace('\\', '/')))
                : gitFolder;
        Dictionary<string, string> settings = GitConfig.Parse(
            files.ReadText(EnvironmentPath.Join(common, "config")) ?? string.Empty);
        (string? commit, string? branch) = Head(files, gitFolder, common);
        return new GitCheckout
        {
            Folder = folder,
            GitFolder = gitFolder,
            CommonFolder = common,
            Commit = commit,
            Branch = branch,
            Remote = Remote(settings, branch),
            RegistryId = files.ReadText(
                EnvironmentPath.Join(common, ".cnr-id"), SmallFile)?.Trim() is { Length: > 0 } id
                ? id
                : null,
            Settings = settings,
            HasUnknownReferences = settings.ContainsKey("extensions.refstorage"),
        };
    }

    /// <summary>Whether a text is a full commit.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsCommit(string? text) => text is { Length: 40 or 64 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The folder that a <c>.git</c> file names.</summary>
    private static string? Named(IEnvironmentFiles files, string folder, string git)
    {
        const string Start = "gitdir:";
        string? text = files.ReadText(git, SmallFile)?.Trim();
        if (text is null || !text.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        string named = text[Start.Length..].Trim().Replace('\\', '/');
        return named.Length == 0 || EnvironmentPath.IsNetwork(named) || named.Contains('\n', StringComparison.Ordinal)
            ? null
            : EnvironmentPath.Normalize(EnvironmentPath.Join(folder, named));
    }

    private static (string? Commit, string? Branch) Head(IEnvironmentFiles files, string gitFolder, string common)
    {
        const string Start = "ref:";
        const string Heads = "refs/heads/";
        string? text = files.ReadText(EnvironmentPath.Join(gitFolder, "HEAD"), SmallFile)?.Trim();
        string? branch = null;
        for (int i = 0; i < LongestChain && text is not null; i++)
        {
            if (!text.StartsWith(Start, StringComparison.Ordinal))
            {
                return (IsCommit(text) ? text : null, branch);
            }

            string name = text[Start.Length..].Trim();
            if (!IsReference(name))
            {
                return (null, branch);
            }

            branch ??= name.StartsWith(Heads, StringComparison.Ordinal) ? name[Heads.Length..] : name;
            text = files.ReadText(EnvironmentPath.Join(gitFolder, name), SmallFile)?.Trim()
                ?? (common == gitFolder ? null : files.ReadText(EnvironmentPath.Join(common, name), SmallFile)?.Trim())
                ?? Packed(files, common, name);
        }

        return (null, branch);
    }

    private static bool IsReference(string name)
        => name.StartsWith("refs/", StringComparison.Ordinal)
            && !name.Contains("..", StringComparison.Ordinal)
            && !name.Contains("//", StringComparison.Ordinal)
            && !name.Contains('\\', StringComparison.Ordinal)
            && !name.Any(char.IsControl);

    private static string? Packed(IEnvironmentFiles files, string common, string name)
    {
        string text = files.ReadText(EnvironmentPath.Join(common, "packed-refs"), FileLimits.List) ?? string.Empty;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int space = line.IndexOf(' ');
            if (space > 0 && line[(space + 1)..].SequenceEqual(name))
            {
                return line[..space].ToString();
            }
        }

        return null;
    }

    /// <summary>The remote that the branch follows, else <c>origin</c>, else the first by name.</summary>
    private static string? Remote(Dictionary<string, string> settings, string? branch)
    {
        string name = branch is not null && settings.TryGetValue($"branch.{branch}.remote", out string? followed)
            ? followed
            : "origin";
        return settings.TryGetValue($"remote.{name}.url", out string? address)
            || settings.TryGetValue("remote.origin.url", out address)
            ? address
            : settings.Where(
                static s => s.Key.StartsWith("remote.", StringComparison.Ordinal)
                    && s.Key.EndsWith(".url", StringComparison.Ordinal))
                .OrderBy(static s => s.Key, StringComparer.Ordinal)
                .Select(static s => s.Value)
                .FirstOrDefault();
    }
}
