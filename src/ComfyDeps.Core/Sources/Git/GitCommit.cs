using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Sources.Git;

/// <summary>A commit, as the bytes of its object tell it.</summary>
/// <param name="Id">The whole id.</param>
/// <param name="Parents">The ids of the commits before it.</param>
/// <param name="Date">When it was committed; null when the object does not say it readably.</param>
internal sealed record GitCommit(string Id, IReadOnlyList<string> Parents, DateTimeOffset? Date)
{
    private const long LatestSecond = 253_402_300_799;

    /// <summary>Reads a commit object.</summary>
    /// <param name="id">Its id, which has been checked.</param>
    /// <param name="content">Its content.</param>
    internal static GitCommit Parse(string id, byte[] content)
    {
        List<string> parents = [];
        DateTimeOffset? date = null;
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.Length == 0)
            {
                break;
            }

            if (line.StartsWith("parent ", StringComparison.Ordinal))
            {
                parents.Add(line[7..]);
            }
            else if (line.StartsWith("committer ", StringComparison.Ordinal))
            {
                date = DateOf(line);
            }
        }

        return new GitCommit(id, parents, date);
    }

    private static DateTimeOffset? DateOf(string line)
    {
        string[] words = line.Split(' ');
        return words.Length > 2
            && long.TryParse(words[^2], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= LatestSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }
}
