using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Reads chosen files of a commit without copying the repository, in two questions: its folders without any file, then
/// the files.
/// </summary>
/// <param name="git">The client.</param>
internal sealed class GitTreeReader(GitClient git)
{
    private const int DeepestFolder = 32;
    private const int MostFiles = 50_000;
    private const int MostRead = 2_000;

    /// <summary>The files of a commit.</summary>
    /// <param name="address">The repository's address.</param>
    /// <param name="commit">The full commit.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitTree>> FindAsync(string address, string commit, CancellationToken cancellationToken)
    {
        Answer<GitRootFolder> answer = await GitRootFolder
            .FindAsync(git, address, commit, "blob:none", cancellationToken).ConfigureAwait(false);
        if (!answer.Exists)
        {
            return answer.Without<GitTree>();
        }

        (string repository, GitObject root, IReadOnlyDictionary<string, GitObject> objects) = answer.Value!;
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        try
        {
            return Walk(root, string.Empty, 0)
                ? answer.Select(_ => new GitTree(repository, files, objects))
                : Answer<GitTree>.Unknown($"{SafeUrl.Redact(repository)} did not give the folders of {commit}.");
        }
        catch (InvalidDataException e)
        {
            return Answer<GitTree>.Unknown(
                $"The folders of {commit} in {SafeUrl.Redact(repository)} cannot be read: {e.Message}.");
        }

        bool Walk(GitObject folder, string path, int depth)
        {
            foreach ((string name, bool isFolder, string id) in GitFolder.Read(folder.Content, commit.Length / 2))
            {
                if (!isFolder)
                {
                    files[path + name] = id;
                }
                else if (!objects.TryGetValue(id, out GitObject? inner)
                    || depth == DeepestFolder
                    || !Walk(inner, $"{path}{name}/", depth + 1))
                {
                    return false;
                }
            }

            return files.Count <= MostFiles;
        }
    }

    /// <summary>Files by their paths: all of them, or no answer.</summary>
    /// <param name="tree">The commit's files.</param>
    /// <param name="paths">Which of them.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyDictionary<string, byte[]>>> ReadAsync(
        GitTree tree, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        // What the server did not leave out need not be asked for.
        string[] wants =
            [.. paths.Select(path => tree.Files[path]).Distinct().Where(id => !tree.Objects.ContainsKey(id))];
        if (wants.Length > MostRead)
        {
            return Answer<IReadOnlyDictionary<string, byte[]>>.Unknown(
                $"{wants.Length} files of {SafeUrl.Redact(tree.Repository)} are more than are read.");
        }

        Answer<IReadOnlyDictionary<string, GitObject>> answer = wants.Length == 0
            ? Answer<IReadOnlyDictionary<string, GitObject>>.Found(tree.Objects, null)
            : await git.FindObjectsAsync(tree.Repository, wants, null, cancellationToken).ConfigureAwait(false);
        if (!answer.Exists)
        {
            return Answer<IReadOnlyDictionary<string, byte[]>>.Unknown(answer.Reason!, answer.Hint);
        }

        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            string id = tree.Files[path];
            if ((answer.Value!.GetValueOrDefault(id)
                ?? tree.Objects.GetValueOrDefault(id)) is not { Type: GitObjectType.Blob } blob)
            {
                return Answer<IReadOnlyDictionary<string, byte[]>>.Unknown(
                    $"{SafeUrl.Redact(tree.Repository)} did not give '{path}'.");
            }

            contents[path] = blob.Content;
        }

        return answer.Select(_ => (IReadOnlyDictionary<string, byte[]>)contents);
    }
}

/// <summary>The files of a commit.</summary>
/// <param name="Repository">The repository, normalised.</param>
/// <param name="Files">Path and id of each file.</param>
/// <param name="Objects">What the server sent of it.</param>
internal sealed record GitTree(
    string Repository, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, GitObject> Objects);
