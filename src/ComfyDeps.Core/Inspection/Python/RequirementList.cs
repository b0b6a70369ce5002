using System;
using System.Collections.Generic;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Python;

/// <summary>Reads a <c>requirements.txt</c> and those that it includes.</summary>
internal sealed class RequirementList
{
    private const int MostFiles = 16;

    private readonly IEnvironmentFiles _files;
    private readonly string _folder;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<Requirement> _requirements = [];
    private readonly List<string> _unread = [];

    private RequirementList(IEnvironmentFiles files, string folder)
    {
        _files = files;
        _folder = folder;
    }

    /// <summary>Reads a list.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="folder">The folder of the pack: what lies outside it is not read.</param>
    /// <param name="name">The list's name there.</param>
    /// <returns>What is required, and the lines that say nothing that can be checked; null when there is no
    /// list.</returns>
    internal static (IReadOnlyList<Requirement> Requirements, IReadOnlyList<string> Unread)? Read(
        IEnvironmentFiles files,
        string folder,
        string name)
    {
        RequirementList list = new(files, folder);
        return list.ReadFile(EnvironmentPath.Join(folder, name)) ? (list._requirements, list._unread) : null;
    }

    /// <summary>Reads lines that stand for themselves: constraints, or a project's dependencies.</summary>
    /// <param name="lines">The lines.</param>
    internal static IReadOnlyList<Requirement> Parse(IEnumerable<string> lines)
    {
        List<Requirement> requirements = [];
        foreach (string line in lines)
        {
            if (Requirement.Parse(WithoutComment(line)) is Requirement requirement)
            {
                requirements.Add(requirement);
            }
        }

        return requirements;
    }

    private bool ReadFile(string path)
    {
        if (_read.Count >= MostFiles || !_read.Add(path) || _files.ReadText(path) is not string text)
        {
            return false;
        }

        string joined = text
            .Replace("\\\r\n", " ", StringComparison.Ordinal)
            .Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (ReadOnlySpan<char> raw in joined.AsSpan().EnumerateLines())
        {
            string line = WithoutComment(raw.ToString());
            if (line.Length > 0)
            {
                ReadLine(path, line);
            }
        }

        return true;
    }

    private void ReadLine(string path, string line)
    {
        if (line.StartsWith('-'))
        {
            string[] parts = line.Split([' ', '='], 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && parts[0] is "-r" or "--requirement")
            {
                string other = EnvironmentPath.Normalize(
                    EnvironmentPath.Join(EnvironmentPath.Parent(path), parts[1].Replace('\\', '/')));
                if (other.StartsWith(_folder + "/", StringComparison.Ordinal) && ReadFile(other))
                {
                    return;
                }

                _unread.Add(line);
            }
            else if (parts.Length == 2 && parts[0] is "-e" or "--editable")
            {
                Add(parts[1]);
            }

            return;
        }

        int option = line.IndexOf(" --", StringComparison.Ordinal);
        Add(option < 0 ? line : line[..option]);
    }

    private void Add(string line)
    {
        if (Requirement.Parse(line) is Requirement requirement)
        {
            _requirements.Add(requirement);
        }
        else
        {
            _unread.Add(line);
        }
    }

    private static string WithoutComment(string line)
    {
        int comment = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
        comment = comment < 0 ? line.IndexOf("\t#", StringComparison.Ordinal) : comment;
        return (comment < 0 ? line : line[..comment]).Trim();
    }
}
