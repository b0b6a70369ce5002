using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Catalog.Source;

/// <summary>A commit and what it changed.</summary>
/// <param name="Id">The commit.</param>
/// <param name="Date">Its date as yyyy-MM-dd.</param>
/// <param name="Changes">Path and new blob; a null blob means that the file is gone.</param>
internal sealed record GitCommit(string Id, string Date, IReadOnlyList<(string Path, string? Blob)> Changes);

/// <summary>The history of a repository's main line, of those files only that can name node classes.</summary>
internal sealed class GitHistory
{
    private const int MostCommits = 6000;
    private const int LargestBlob = 768 * 1024;
    private const string Nothing = "0000000000000000000000000000000000000000";

    private static readonly string[] s_files = ["*.py", "*.js", "*.mjs", "node_list.json", "pyproject.toml"];

    private readonly GitProgram _git;

    /// <summary>The history of a repository.</summary>
    /// <param name="git">Git over it.</param>
    internal GitHistory(GitProgram git) => _git = git;

    /// <summary>The commits, oldest first.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task<List<GitCommit>> CommitsAsync(CancellationToken cancellationToken)
    {
        string text = await _git.ReadAsync(
            [
                "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames",
                "-z", "--no-show-signature", "--no-mailmap",
                "--no-ext-diff", "--no-textconv", "--no-color", "--format=%x01%H%x00%cI",
                $"--max-count={MostCommits}", "HEAD", "--",
                .. s_files,
            ],
            cancellationToken).ConfigureAwait(false);
        List<GitCommit> commits = Parse(text);
        commits.Reverse();
        return commits;
    }

    /// <summary>
    /// Hands the text of each blob over, those left out that are too large to be a module that names nodes.
    /// </summary>
    /// <param name="blobs">The blobs.</param>
    /// <param name="use">Takes a blob and its text.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task ReadAsync(
        IEnumerable<string> blobs,
        Action<string, string> use,
        CancellationToken cancellationToken)
    {
        foreach (string[] batch in blobs.Chunk(500))
        {
            using MemoryStream sizes = new();
            string names = string.Join('\n', batch) + "\n";
            await _git.FeedAsync(["cat-file", "--batch-check"], names, sizes, cancellationToken).ConfigureAwait(false);
            string[] small =
            [
                .. Encoding.ASCII.GetString(sizes.ToArray()).Split('\n')
                    .Select(static line => line.Split(' '))
                    .Where(
                        static f => f.Length == 3
                            && f[1] == "blob"
                            && int.TryParse(f[2], out int size)
                            && size <= LargestBlob)
                    .Select(static f => f[0]),
            ];
            using MemoryStream contents = new();
            await _git.FeedAsync(["cat-file", "--batch"], string.Join('\n', small) + "\n", contents, cancellationToken)
                .ConfigureAwait(false);
            Split(contents.GetBuffer().AsSpan(0, (int)contents.Length), use);
        }
    }

    private static List<GitCommit> Parse(string text)
    {
        List<GitCommit> commits = [];
        List<(string, string?)> changes = [];
        string[] parts = text.Split('\0');
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i].TrimStart('\n');
            if (part.StartsWith('\u0001') && i + 1 < parts.Length)
            {
                string day = parts[++i].Length >= 10 ? parts[i][..10] : string.Empty;
                changes = [];
                commits.Add(new GitCommit(part[1..], day, changes));
            }
            else if (part.StartsWith(':') && i + 1 < parts.Length)
            {
                string[] fields = part.Split(' ');
                string path = parts[++i];
                // Links and submodules have other modes; they are not read.
                bool file = fields.Length >= 5 && fields[1].StartsWith("100", StringComparison.Ordinal);
                changes.Add((path, file && fields[3] != Nothing ? fields[3] : null));
            }
        }

        return commits;
    }

    private static void Split(ReadOnlySpan<byte> contents, Action<string, string> use)
    {
        while (contents.IndexOf((byte)'\n') is int end and >= 0)
        {
            string[] header = Encoding.ASCII.GetString(contents[..end]).Split(' ');
            contents = contents[(end + 1)..];
            if (header.Length == 3
                && int.TryParse(header[2], CultureInfo.InvariantCulture, out int size)
                && size < contents.Length)
            {
                use(header[0], Encoding.UTF8.GetString(contents[..size]));
                contents = contents[(size + 1)..];
            }
        }
    }
}
