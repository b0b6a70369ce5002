using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>A hash with what the file was when it was computed.</summary>
/// <param name="Size">The file's size then.</param>
/// <param name="ModifiedAt">When it had last changed then, in seconds; with nine digits behind a point where they were
/// known.</param>
/// <param name="Inode">Its number in its file system then.</param>
/// <param name="Sha256">The hash in lower-case hex.</param>
internal sealed record KnownHash(long Size, string ModifiedAt, ulong Inode, string Sha256)
{
    /// <summary>A hash of a file as it is now.</summary>
    /// <param name="facts">The file.</param>
    /// <param name="sha256">The hash.</param>
    internal static KnownHash Of(FileFacts facts, string sha256) => new(facts.Size, Time(facts), facts.Inode, sha256);

    /// <summary>Whether the file is what it was.</summary>
    /// <param name="facts">The file as it is now.</param>
    internal bool Holds(FileFacts facts)
        => facts.IsFile
            && Size == facts.Size
            && Inode == facts.Inode
            && (ModifiedAt == Time(facts) || ModifiedAt == Seconds(facts));

    /// <summary>Reads one line: path, size, time, inode and hash, with tabs between them.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The path and the hash; null for a line that is none.</returns>
    internal static (string Path, KnownHash Hash)? Parse(string line)
    {
        string[] cells = line.TrimEnd('\r').Split('\t');
        return cells.Length == 5
            && cells[0].Length > 0
            && long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && cells[2].Length > 0 && cells[2].All(static c => char.IsAsciiDigit(c) || c == '.')
            && ulong.TryParse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            && cells[4].Length == 64 && cells[4].All(char.IsAsciiHexDigitLower)
                ? (cells[0], new KnownHash(size, cells[2], inode, cells[4]))
                : null;
    }

    /// <summary>Reads every line of a list; of two lines about one path the later counts.</summary>
    /// <param name="text">The list.</param>
    internal static Dictionary<string, KnownHash> ParseAll(string text)
    {
        Dictionary<string, KnownHash> known = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            if (Parse(line) is (string path, KnownHash hash))
            {
                known[path] = hash;
            }
        }

        return known;
    }

    /// <summary>Writes one line.</summary>
    /// <param name="path">The path, which holds neither tab nor line end.</param>
    internal string Line(string path)
        => string.Create(CultureInfo.InvariantCulture, $"{path}\t{Size}\t{ModifiedAt}\t{Inode}\t{Sha256}\n");

    private static string Seconds(FileFacts facts) => facts.ModifiedAt.ToString(CultureInfo.InvariantCulture);

    private static string Time(FileFacts facts)
        => facts.Nanoseconds == 0
            ? Seconds(facts)
            : string.Create(CultureInfo.InvariantCulture, $"{facts.ModifiedAt}.{facts.Nanoseconds:d9}");
}
