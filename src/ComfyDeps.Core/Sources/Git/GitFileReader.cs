using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>Reads single files of a repository at a commit, without copying the repository: the root folder first, then the file.</summary>
internal sealed class GitFileReader
{
    private readonly GitClient _git;

    /// <summary>A reader over a client.</summary>
    /// <param name="git">The client.</param>
    internal GitFileReader(GitClient git) => _git = git;

    /// <summary>A file in the root folder.</summary>
    /// <param name="address">The repository's address.</param>
    /// <param name="commit">The full commit.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>The file, with no content where the commit is there and has no file of that name.</returns>
    internal async Task<Answer<GitRootFile>> FindAsync(string address, string commit, string name, CancellationToken cancellationToken)
    {
        if (RepositoryAddress.Normalize(address) is not string repository)
        {
            return Answer<GitRootFile>.Unknown($"'{SafeUrl.Redact(address)}' is not the address of a repository.");
        }

        Answer<IReadOnlyDictionary<string, GitObject>> root = await _git
            .FindObjectsAsync(repository, [commit], "tree:1", cancellationToken).ConfigureAwait(false);
        if (!root.Exists)
        {
            return root.Without<GitRootFile>();
        }

        if (RootOf(root.Value!, commit) is not GitObject tree)
        {
            return Answer<GitRootFile>.Unknown($"{SafeUrl.Redact(repository)} did not give the folder of {commit}.");
        }

        if (FileIn(tree.Content, name, commit.Length / 2) is not string id)
        {
            return root.Select(static _ => new GitRootFile(null));
        }

        if (root.Value!.TryGetValue(id, out GitObject? sent))
        {
            // The server left nothing out.
            return root.Select(_ => new GitRootFile(sent.Content));
        }

        Answer<IReadOnlyDictionary<string, GitObject>> file = await _git
            .FindObjectsAsync(repository, [id], null, cancellationToken).ConfigureAwait(false);
        return file.Value?.TryGetValue(id, out GitObject? found) == true && found.Type == GitObjectType.Blob
            ? file.Select(_ => new GitRootFile(found.Content))
            : file.Exists ? Answer<GitRootFile>.Unknown($"{SafeUrl.Redact(repository)} did not give '{name}' of {commit}.")
            : Answer<GitRootFile>.Unknown(file.Reason!, file.Hint);
    }

    private static GitObject? RootOf(IReadOnlyDictionary<string, GitObject> objects, string commit)
    {
        if (!objects.TryGetValue(commit, out GitObject? found) || found.Type != GitObjectType.Commit)
        {
            return null;
        }

        string first = Encoding.UTF8.GetString(found.Content).Split('\n')[0];
        return first.StartsWith("tree ", StringComparison.Ordinal) && objects.TryGetValue(first[5..], out GitObject? tree) ? tree : null;
    }

    /// <summary>The id of a file in a folder: entries are <c>mode name NUL id</c>, the id in bytes.</summary>
    private static string? FileIn(ReadOnlySpan<byte> folder, string name, int idLength)
    {
        while (!folder.IsEmpty)
        {
            int space = folder.IndexOf((byte)' ');
            int end = folder.IndexOf((byte)0);
            if (space < 0 || end < space || end + 1 + idLength > folder.Length)
            {
                return null;
            }

            // 100644 and 100755 are files; links and folders are not.
            bool isFile = folder[..space].StartsWith("100"u8);
            if (isFile && folder[(space + 1)..end].SequenceEqual(Encoding.UTF8.GetBytes(name)))
            {
                return Convert.ToHexString(folder.Slice(end + 1, idLength)).ToLowerInvariant();
            }

            folder = folder[(end + 1 + idLength)..];
        }

        return null;
    }
}

/// <summary>A file in the root folder of a commit.</summary>
/// <param name="Content">Its bytes, or null where the commit has no such file.</param>
internal sealed record GitRootFile(byte[]? Content);
