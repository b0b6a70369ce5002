using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Sources.GitHub;
using ComfyDeps.Versioning;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Versions of packs that are git repositories. The git server is asked first, with one question a pack; GitHub's API
/// only when that fails, for a second opinion, and for what git does not know.
/// </summary>
internal sealed class GitSource : IVersionSource
{
    /// <summary>Above so many tags and branches their dates are not asked for.</summary>
    private const int MostDates = 500;

    private readonly GitClient _git;
    private readonly GitHubTransport _gitHub;

    /// <summary>Makes the source.</summary>
    /// <param name="git">Asks git servers.</param>
    /// <param name="gitHub">Asks GitHub's API.</param>
    internal GitSource(GitClient git, GitHubTransport gitHub)
    {
        _git = git;
        _gitHub = gitHub;
    }

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Git;

    /// <inheritdoc/>
    public SourceCapabilities Capabilities
        => SourceCapabilities.Tags
            | SourceCapabilities.Branches
            | SourceCapabilities.Commits
            | SourceCapabilities.Provenance
            | SourceCapabilities.Dates;

    /// <inheritdoc/>
    public bool Knows(NodeReference pack) => AddressOf(pack) is not null;

    /// <inheritdoc/>
    public async Task<Answer<IReadOnlyList<NodeVersion>>> FindAsync(
        NodeReference pack,
        CancellationToken cancellationToken)
        => AddressOf(pack) is string address
            ? (await FindRefsAsync(address, cancellationToken).ConfigureAwait(false))
                .Select<IReadOnlyList<NodeVersion>>(refs => Versions(pack, address, refs))
            : Answer<IReadOnlyList<NodeVersion>>.Unknown(
                $"No repository is known for '{pack.Name}'.", "Name it by its repository.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Answer<NodeVersion>>> CheckAsync(
        IReadOnlyList<NodePin> pins,
        CancellationToken cancellationToken)
        => await Task.WhenAll(pins.Select(pin => CheckAsync(pin, cancellationToken))).ConfigureAwait(false);

    /// <summary>Branches and tags: from the git server, else from GitHub's API.</summary>
    /// <param name="address">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitRefs>> FindRefsAsync(string address, CancellationToken cancellationToken)
    {
        Answer<GitRefs> answer = await _git.FindRefsAsync(address, cancellationToken).ConfigureAwait(false);
        if (answer.Kind != AnswerKind.Undetermined || RepositoryAddress.OwnerAndRepository(address) is null)
        {
            return answer;
        }

        Answer<GitRefs> second = await _gitHub.FindRefsAsync(address, cancellationToken).ConfigureAwait(false);
        return second.Kind == AnswerKind.Undetermined ? answer : second;
    }

    /// <summary>
    /// The versions of one pack with their dates and, on GitHub, with what its releases say: up to three questions
    /// more, for when few packs are asked about. What cannot be had is left out.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <param name="versions">What <see cref="FindAsync"/> found.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<IReadOnlyList<NodeVersion>> EnrichAsync(
        NodeReference pack, IReadOnlyList<NodeVersion> versions, CancellationToken cancellationToken)
    {
        string[] commits = [.. versions.Select(static one => one.Commit).OfType<string>().Distinct()];
        if (AddressOf(pack) is not string address || commits.Length is 0 or > MostDates)
        {
            return versions;
        }

        Task<Answer<IReadOnlyDictionary<string, GitCommit>>> asking = _git.FindCommitsAsync(
            address, commits, cancellationToken);
        Answer<IReadOnlyList<GitHubRelease>>? releases = RepositoryAddress.OwnerAndRepository(address) is null
            ? null
            : await _gitHub.FindReleasesAsync(address, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, GitCommit>? dates = (await asking.ConfigureAwait(false)).Value;
        ILookup<string, GitHubRelease>? byTag = releases?.Value?.ToLookup(
            static one => one.Tag, StringComparer.Ordinal);
        return
        [
            .. from version in versions
               let release = version.RefType == RefType.Tag ? byTag?[version.Version].FirstOrDefault() : null
               let date = version.Commit is string id && dates?.TryGetValue(id, out GitCommit? commit) == true
                   ? commit.Date
                   : null
               select With(version, release, date),
        ];
    }

    private static string? AddressOf(NodeReference pack) => RepositoryAddress.Normalize(pack.Url?.AbsoluteUri);

    private static NodeVersion With(NodeVersion version, GitHubRelease? release, DateTimeOffset? date) => new()
    {
        Pack = version.Pack,
        Version = version.Version,
        RefType = release is null ? version.RefType : RefType.Release,
        Commit = version.Commit,
        PublishedAt = release?.PublishedAt ?? date ?? version.PublishedAt,
        Source = version.Source,
        Status = version.Status,
        IsDeprecated = version.IsDeprecated,
        IsLatest = version.IsLatest,
        IsPrerelease = version.IsPrerelease || release?.IsPrerelease == true,
        Url = release?.Url ?? version.Url,
    };

    private static NodeVersion[] Versions(NodeReference pack, string address, GitRefs refs)
    {
        string home = refs.MovedTo?.AbsoluteUri ?? address;
        return
        [
            .. from one in refs.All
               select new NodeVersion
               {
                   Pack = pack.Name,
                   Version = one.ShortName,
                   RefType = one.IsTag ? RefType.Tag : RefType.Branch,
                   Commit = one.Commit,
                   Source = SourceKind.Git,
                   IsPrerelease = one.IsTag
                       && PackVersion.TryParse(one.ShortName, out PackVersion? version)
                       && !version.IsStable,
                   IsLatest = one.IsBranch && one.ShortName == refs.DefaultBranch,
                   Url = new Uri(home),
               },
        ];
    }

    /// <summary>A commit by its whole id, whoever put it there: for its date.</summary>
    /// <param name="address">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<GitCommit>> FindCommitAsync(string address, string id, CancellationToken cancellationToken)
        => new GitCommitCheck(this, _git, _gitHub).FindCommitAsync(address, id, cancellationToken);

    /// <summary>Whether a commit comes before another one in the history of a repository.</summary>
    /// <param name="address">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="later">The later commit.</param>
    /// <param name="earlier">The earlier one.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitCommit>> LeadsToAsync(
        string address, string later, string earlier, CancellationToken cancellationToken)
        => later == earlier
            ? Answer<GitCommit>.Found(new GitCommit(later, [], null), null)
            : await _git.LeadsToAsync(address, [later], earlier, cancellationToken).ConfigureAwait(false);

    /// <summary>Tells what became of a commit that something is pinned to.</summary>
    /// <param name="address">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<GitPinFact> InspectAsync(string address, string id, CancellationToken cancellationToken)
        => new GitCommitCheck(this, _git, _gitHub).CheckAsync(address, id, cancellationToken);

    private async Task<Answer<NodeVersion>> CheckAsync(NodePin pin, CancellationToken cancellationToken)
    {
        if (AddressOf(pin.Pack) is not string address)
        {
            return Answer<NodeVersion>.Unknown($"No repository is known for '{pin.Pack.Name}'.");
        }

        if (!GitObjectId.IsFull(pin.Commit))
        {
            return Answer<NodeVersion>.Unknown(
                $"'{pin.Commit}' is not a whole commit id.", "Pin all 40 (or 64) hex digits.");
        }

        GitCommitCheck check = new(this, _git, _gitHub);
        GitPinFact fact = await check.CheckAsync(address, pin.Commit!, cancellationToken).ConfigureAwait(false);
        if (fact is { State: GitPinState.Here, Commit: null } && fact.Refs!.FindTip(pin.Commit!) is null)
        {
            // That it is in the history was found without looking at it; its date is in the commit itself.
            Answer<GitCommit> commit = await check.FindCommitAsync(address, pin.Commit!, cancellationToken)
                .ConfigureAwait(false);
            fact = fact with { Commit = commit.Value };
        }

        return fact.ToAnswer(one => Version(pin, address, pin.Commit!, one.Commit?.Date));
    }

    private static NodeVersion Version(NodePin pin, string address, string id, DateTimeOffset? date) => new()
    {
        Pack = pin.Pack.Name,
        Version = id,
        RefType = RefType.Commit,
        Commit = id,
        PublishedAt = date,
        Source = SourceKind.Git,
        Url = new Uri(address),
    };
}
