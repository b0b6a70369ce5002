using System;
using System.Collections.Generic;
using System.IO;
using MAB.DotIgnore;

namespace ComfyDeps.Workflows;

/// <summary>
/// What git ignores below one folder: the rules of the .gitignore files from the repository's root down to it, in one
/// list, because a later rule wins over an earlier one and a deeper file over a higher one.
/// </summary>
internal sealed class IgnoreRules
{
    private readonly IgnoreList _rules;
    private readonly IReadOnlyList<string> _lines;

    private IgnoreRules(IReadOnlyList<string> lines)
    {
        _lines = lines;
        _rules = new IgnoreList();
        foreach (string line in lines)
        {
            AddIfUsable(_rules, line);
        }
    }

    /// <summary>No rules.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>Whether a path, relative to the root and with '/' between names, is ignored.</summary>
    public bool IsIgnored(string relativePath, bool isFolder)
        => _lines.Count > 0 && _rules.IsIgnored(relativePath, isFolder);

    /// <summary>These rules and those of the .gitignore file in a folder, if it has one.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <param name="relativeFolder">The same, relative to the root with '/' between names; empty for the root.</param>
    public IgnoreRules Enter(string folder, string relativeFolder)
    {
        string file = Path.Join(folder, ".gitignore");
        if (!File.Exists(file))
        {
            return this;
        }

        List<string> lines = [.. _lines];
        try
        {
            foreach (string line in File.ReadLines(file))
            {
                if (Anchored(line, relativeFolder) is string rule)
                {
                    lines.Add(rule);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its rules more is read, never less.
            return this;
        }

        return new IgnoreRules(lines);
    }

    /// <summary>The rules from the root of the git repository that a folder is in down to above that folder.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <param name="root">The repository's root; the folder itself when it is in none.</param>
    public static IgnoreRules For(string folder, out string root)
    {
        root = Root(folder) ?? folder;
        IgnoreRules rules = None;
        if (folder == root)
        {
            return rules;
        }

        string walked = root;
        string relative = string.Empty;
        foreach (string name in Path.GetRelativePath(root, folder).Split(Path.DirectorySeparatorChar))
        {
            rules = rules.Enter(walked, relative);
            walked = Path.Join(walked, name);
            relative = relative.Length == 0 ? name : $"{relative}/{name}";
        }

        return rules;
    }

    private static string? Root(string folder)
    {
        for (string? above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.Exists(Path.Join(above, ".git")))
            {
                return above;
            }
        }

        return null;
    }

    /// <summary>A rule of a deeper file, written as it would stand in the root's.</summary>
    private static string? Anchored(string line, string relativeFolder)
    {
        string rule = line.TrimEnd();
        if (rule.Length == 0 || rule[0] == '#')
        {
            return null;
        }

        if (relativeFolder.Length == 0)
        {
            return rule;
        }

        bool negated = rule[0] == '!';
        rule = negated ? rule[1..] : rule;
        bool anchored = rule.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        return $"{(negated ? "!" : string.Empty)}/{relativeFolder}/{(anchored ? string.Empty : "**/")}"
            + $"{rule.TrimStart('/')}";
    }

    private static void AddIfUsable(IgnoreList rules, string line)
    {
        try
        {
            rules.AddRule(line);
        }
        catch (ArgumentException)
        {
            // A pattern that is none (an unclosed bracket) matches nothing, as in git.
        }
    }
}
