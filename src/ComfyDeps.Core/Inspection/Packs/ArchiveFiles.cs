using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Packs;

/// <summary>What became of the files of a registry archive, that <c>.tracking</c> lists.</summary>
/// <param name="Missing">Those that are not there.</param>
/// <param name="Changed">Those that were changed after they were installed.</param>
internal sealed record ArchiveFiles(IReadOnlyList<string> Missing, IReadOnlyList<string> Changed)
{
    /// <summary>
    /// ComfyUI-Manager writes the list right after the files; what is written this much later was changed.
    /// </summary>
    private const long Slack = 2;

    /// <summary>Compares; null when the folder has no such list.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="folder">The pack's folder.</param>
    internal static ArchiveFiles? Read(IEnvironmentFiles files, string folder)
    {
        string path = EnvironmentPath.Join(folder, ".tracking");
        if (files.ReadText(path, FileLimits.List) is not string text)
        {
            return null;
        }

        long installedAt = files.Look(path).ModifiedAt;
        List<string> missing = [];
        List<string> changed = [];
        int count = 0;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = line.TrimEnd('\r').Replace('\\', '/');
            if (name.Length == 0 || name.StartsWith('/') || name.Split('/').Contains(".."))
            {
                continue;
            }

            count++;
            FileFacts facts = files.Look(EnvironmentPath.Join(folder, name.TrimEnd('/')));
            bool isThere = name.EndsWith('/') ? facts.IsFolder : facts.IsFile || facts.IsFolder;
            if (!isThere)
            {
                missing.Add(name);
            }
            else if (facts.IsFile && facts.ModifiedAt > installedAt + Slack)
            {
                changed.Add(name);
            }
        }

        // A copy gives every file the time of the copying: then the times tell nothing.
        return new ArchiveFiles(missing, changed.Count * 2 > count ? [] : changed);
    }
}
