using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// A second witness for whether a repository exists: git servers say "log in" to hide one, and to throttle.
/// </summary>
internal interface IRepositoryControl
{
    /// <summary>Whether the repository exists, as far as the witness knows.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    Task<AnswerKind> ExistsAsync(string repository, CancellationToken cancellationToken);
}
