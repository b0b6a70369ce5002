using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Operations.Constraints;

/// <summary>
/// The requirements of a list that another's repository holds. Only requirements are taken from it: an option (an
/// index, another file, an editable folder) would let a pack decide where everybody's distributions come from.
/// </summary>
internal static class RequirementLines
{
    /// <summary>The requirements of a list, one a line, without comments.</summary>
    /// <param name="text">The list.</param>
    /// <param name="left">Takes the lines that are left out.</param>
    internal static IReadOnlyList<string> Of(string text, ICollection<string> left)
    {
        List<string> taken = [];
        foreach (string line in Joined(text))
        {
            int comment = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
            string requirement = (comment < 0 ? line : line[..comment]).Trim();
            if (requirement.Length == 0)
            {
                continue;
            }

            // A folder or file of the pack, by its path, is not there where the list alone is.
            bool isTaken = char.IsAsciiLetterOrDigit(requirement[0])
                && !requirement.Any(char.IsControl)
                && !IsPath(requirement);
            (isTaken ? taken : left).Add(requirement);
        }

        return taken;
    }

    private static bool IsPath(string requirement)
    {
        string name = requirement.Split(' ', '[', '=', '<', '>', '!', '~', ';', '@')[0];
        return name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal)
            ? !requirement.Contains("://", StringComparison.Ordinal)
            : name.EndsWith(".whl", StringComparison.Ordinal);
    }

    /// <summary>The lines, with those that a backslash continues made one.</summary>
    private static IEnumerable<string> Joined(string text)
    {
        string before = string.Empty;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.EndsWith('\\'))
            {
                before += line[..^1];
                continue;
            }

            yield return before + line;
            before = string.Empty;
        }

        yield return before;
    }
}
