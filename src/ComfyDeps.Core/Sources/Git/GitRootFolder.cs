using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>The root folder of a commit.</summary>
/// <param name="Repository">The repository, normalised.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Objects">What the server sent with it.</param>
internal sealed record GitRootFolder(
    string Repository, GitObject Folder, IReadOnlyDictionary<string, GitObject> Objects)
{
    /// <summary>Asks for the root folder of a commit.</summary>
    /// <param name="git">The client.</param>
    /// <param name="address">The repository's address.</param>
    /// <param name="commit">The full commit.</param>
    /// <param name="filter">What the server is to leave out.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal static async Task<Answer<GitRootFolder>> FindAsync(
        GitClient git, string address, string commit, string filter, CancellationToken cancellationToken)
    {
        if (RepositoryAddress.Normalize(address) is not string repository)
        {
            return Answer<GitRootFolder>.Unknown($"'{SafeUrl.Redact(address)}' is not the address of a repository.");
        }

        Answer<IReadOnlyDictionary<string, GitObject>> sent = await git
            .FindObjectsAsync(repository, [commit], filter, cancellationToken).ConfigureAwait(false);
        return !sent.Exists ? sent.Without<GitRootFolder>()
            : GitFolder.RootOf(sent.Value!, commit) is GitObject folder
                ? sent.Select(objects => new GitRootFolder(repository, folder, objects))
                : Answer<GitRootFolder>.Unknown($"{SafeUrl.Redact(repository)} did not give the folder of {commit}.");
    }
}
