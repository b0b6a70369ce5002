using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;
using ComfyDeps.Sources.GitHub;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Tells whether a commit is a repository's own. One question where a branch or tag stands for it; two where the
/// default branch leads to it, which is the common case; more only for what is not good.
/// </summary>
internal sealed class GitCommitCheck
{
    /// <summary>So many branches and tags are looked behind for a commit.</summary>
    private const int MostTips = 1000;

    private readonly GitSource _source;
    private readonly GitClient _git;
    private readonly GitHubTransport _gitHub;

    /// <summary>A check that asks as a source does.</summary>
    /// <param name="source">Gives branches and tags.</param>
    /// <param name="git">Asks git servers.</param>
    /// <param name="gitHub">The second opinion.</param>
    internal GitCommitCheck(GitSource source, GitClient git, GitHubTransport gitHub)
    {
        _source = source;
        _git = git;
        _gitHub = gitHub;
    }

    /// <summary>Checks one commit.</summary>
    /// <param name="address">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<GitPinFact> CheckAsync(string address, string id, CancellationToken cancellationToken)
    {
        Answer<GitRefs> refs = await _source.FindRefsAsync(address, cancellationToken).ConfigureAwait(false);
        if (!refs.Exists)
        {
            return OfRepository(refs);
        }

        if (refs.Value!.FindTip(id) is GitRef tip)
        {
            return tip.TagObject == id
                ? new GitPinFact(
                    GitPinState.NoCommit,
                    refs.Value,
                    null,
                    refs.AskedAt,
                    $"{id} is the object of the tag {tip.ShortName} and no commit.",
                    $"Pin {tip.Commit}, which the tag stands for.")
                : new GitPinFact(GitPinState.Here, refs.Value, null, refs.AskedAt);
        }

        Answer<GitCommit>? child = refs.Value.Head is string head
            ? await _git.LeadsToAsync(address, [head], id, cancellationToken).ConfigureAwait(false)
            : null;
        return child?.Exists == true
            ? new GitPinFact(GitPinState.Here, refs.Value, null, child.AskedAt)
            : await LookBehindAsync(address, id, refs.Value, child, cancellationToken).ConfigureAwait(false);
    }

    private static GitPinFact OfRepository(Answer<GitRefs> refs) => new(
        refs.Kind switch
        {
            AnswerKind.DoesNotExist => GitPinState.RepositoryGone,
            AnswerKind.Inaccessible => GitPinState.Refused,
            _ => GitPinState.Unknown,
        },
        refs.Value,
        null,
        refs.AskedAt,
        refs.Reason,
        refs.Hint)
    {
        IsOutdated = refs.LastKnown is not null,
    };

    /// <summary>What it means that the commit cannot be had.</summary>
    private static GitPinFact OfUnavailableCommit(Answer<GitCommit> commit, GitRefs refs)
    {
        bool isNoCommit = commit.Kind == AnswerKind.DoesNotExist
            && commit.Reason!.Contains(" is an object of ", StringComparison.Ordinal);
        return new GitPinFact(
            commit.Kind switch
            {
                AnswerKind.DoesNotExist => isNoCommit ? GitPinState.NoCommit : GitPinState.CommitGone,
                AnswerKind.Inaccessible => GitPinState.Refused,
                _ => GitPinState.Unknown,
            },
            refs,
            null,
            commit.AskedAt,
            commit.Reason,
            commit.Hint);
    }

    /// <summary>
    /// The default branch does not lead to it, or could not be asked: is it there at all, and does anything lead to it?
    /// </summary>
    private async Task<GitPinFact> LookBehindAsync(
        string address, string id, GitRefs refs, Answer<GitCommit>? child, CancellationToken cancellationToken)
    {
        Answer<GitCommit> commit = await FindCommitAsync(address, id, cancellationToken).ConfigureAwait(false);
        if (!commit.Exists)
        {
            return OfUnavailableCommit(commit, refs);
        }

        Answer<GitCommit> leads = await BelongsAsync(address, refs, commit, child, cancellationToken)
            .ConfigureAwait(false);
        return leads.Kind switch
        {
            AnswerKind.Exists => new GitPinFact(GitPinState.Here, refs, commit.Value, commit.AskedAt),
            AnswerKind.DoesNotExist => new GitPinFact(
                GitPinState.Foreign,
                refs,
                commit.Value,
                leads.AskedAt,
                $"{id} can be had from {SafeUrl.Redact(address)}, and no branch or tag there leads to it: it is from "
                    + "a fork, or was taken back.",
                "Look at the commit before you trust it; better, pin one of the repository's own."),
            _ => new GitPinFact(
                GitPinState.Unknown,
                refs,
                commit.Value,
                null,
                $"{id} can be had from {SafeUrl.Redact(address)}; whether it is the repository's own could not be "
                    + $"asked ({leads.Reason})",
                leads.Hint),
        };
    }

    /// <summary>All other branches and tags; then, on GitHub, its own word on the default branch.</summary>
    private async Task<Answer<GitCommit>> BelongsAsync(
        string address,
        GitRefs refs,
        Answer<GitCommit> commit,
        Answer<GitCommit>? child,
        CancellationToken cancellationToken)
    {
        string id = commit.Value!.Id;
        string[] others =
            [.. refs.All.Select(static one => one.Commit).Where(one => one != refs.Head).Distinct().Take(MostTips)];
        bool isDone = child is { Kind: not AnswerKind.DoesNotExist } || others.Length == 0;
        Answer<GitCommit> leads = isDone
            ? child ?? Answer<GitCommit>.Missing("The repository has no commits.", null)
            : await _git.LeadsToAsync(address, others, id, cancellationToken).ConfigureAwait(false);
        if (leads.Kind == AnswerKind.Undetermined
            && refs.DefaultBranch is string branch
            && RepositoryAddress.OwnerAndRepository(address) is not null)
        {
            Answer<string> second = await _gitHub.LeadsToAsync(address, branch, id, cancellationToken)
                .ConfigureAwait(false);
            leads = second.Exists ? commit : leads;
        }

        return leads;
    }

    /// <summary>A commit by its whole id, whoever put it there: from the git server, else from GitHub's API.</summary>
    /// <param name="address">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitCommit>> FindCommitAsync(
        string address,
        string id,
        CancellationToken cancellationToken)
    {
        Answer<GitCommit> answer = await _git.FindCommitAsync(address, id, cancellationToken).ConfigureAwait(false);
        if (answer.Kind != AnswerKind.Undetermined || RepositoryAddress.OwnerAndRepository(address) is null)
        {
            return answer;
        }

        Answer<GitCommit> second = await _gitHub.FindCommitAsync(address, id, cancellationToken).ConfigureAwait(false);
        return second.Kind == AnswerKind.Undetermined ? answer : second;
    }
}
