using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Reads single files of a repository at a commit, without copying the repository: the root folder first, then the
/// file.
/// </summary>
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
    internal async Task<Answer<GitRootFile>> FindAsync(
        string address,
        string commit,
        string name,
        CancellationToken cancellationToken)
    {
        Answer<GitRootFolder> root = await GitRootFolder
            .FindAsync(_git, address, commit, "tree:1", cancellationToken).ConfigureAwait(false);
        if (!root.Exists)
        {
            return root.Without<GitRootFile>();
        }

        (string repository, GitObject folder, IReadOnlyDictionary<string, GitObject> objects) = root.Value!;
        string? id;
        try
        {
            id = GitFolder.Read(folder.Content, commit.Length / 2)
                .FirstOrDefault(entry => !entry.IsFolder && entry.Name == name).Id;
        }
        catch (InvalidDataException e)
        {
            return Answer<GitRootFile>.Unknown(
                $"The folder of {commit} in {SafeUrl.Redact(repository)} cannot be read: {e.Message}.");
        }

        return id is null ? root.Select(static _ => new GitRootFile(null))

            // The server left nothing out.
            : objects.TryGetValue(id, out GitObject? sent) ? root.Select(_ => new GitRootFile(sent.Content))
            : await ReadAsync(repository, commit, name, id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Answer<GitRootFile>> ReadAsync(
        string repository, string commit, string name, string id, CancellationToken cancellationToken)
    {
        Answer<IReadOnlyDictionary<string, GitObject>> file = await _git
            .FindObjectsAsync(repository, [id], null, cancellationToken).ConfigureAwait(false);
        return file.Value?.TryGetValue(id, out GitObject? found) == true && found.Type == GitObjectType.Blob
            ? file.Select(_ => new GitRootFile(found.Content))
            : file.Exists ? Answer<GitRootFile>.Unknown(
                $"{SafeUrl.Redact(repository)} did not give '{name}' of {commit}.")
            : Answer<GitRootFile>.Unknown(file.Reason!, file.Hint);
    }
}

/// <summary>A file in the root folder of a commit.</summary>
/// <param name="Content">Its bytes, or null where the commit has no such file.</param>
internal sealed record GitRootFile(byte[]? Content);
