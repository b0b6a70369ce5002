using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ComfyDeps.StagingTool.Packages;

/// <summary>The licences of what is shipped beside the project's own code.</summary>
internal static class Notices
{
    private static readonly string s_line = new('-', 80);

    internal static void Write(IReadOnlyList<Package> packages, string name, string file)
    {
        StringBuilder text = new();
        text.Append(name).Append(" carries the packages below, each under its own licence. Its own is in LICENSE.\n");
        foreach (Package package in packages)
        {
            text.Append('\n').Append(s_line).Append('\n');
            text.Append(package.Id).Append(' ').Append(package.Version).Append('\n');
            foreach (string? line in (string?[])[
                package.Project ?? package.Repository,
                package.Copyright,
                $"Files: {string.Join(", ", package.Files)}",
            ])
            {
                text.Append(line is null ? string.Empty : $"{line}\n");
            }

            text.Append('\n').Append(package.LicenseText).Append('\n');
        }

        // Packages of one origin carry the same notices: each text once.
        foreach (IGrouping<string, Package> notices in packages
            .Where(static p => p.Notices is not null)
            .GroupBy(static p => p.Notices!))
        {
            text.Append('\n').Append(s_line).Append('\n');
            text.Append("Of ").Append(string.Join(", ", notices.Select(static package => package.Id))).Append(":\n\n");
            text.Append(notices.Key).Append('\n');
        }

        File.WriteAllText(file, text.ToString());
    }
}
