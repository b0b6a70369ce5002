using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources;
using ComfyDeps.Sources.ComfyRegistry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.GitHub;

namespace ComfyDeps.Operations;

/// <summary>The sources of node packs, over one pipeline, and which of them is asked about a pack.</summary>
internal sealed class NodeSources
{
    /// <summary>Makes the sources.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal NodeSources(HttpPipeline http, ServiceAddresses addresses)
    {
        GitHub = new GitHubTransport(http, addresses);
        GitClient git = new(http, addresses, GitHub);
        Git = new GitSource(git, GitHub);
        Files = new GitFileReader(git);
        Trees = new GitTreeReader(git);
        ComfyRegistry = new ComfyRegistrySource(http, addresses);
    }

    /// <summary>The Comfy Registry.</summary>
    internal ComfyRegistrySource ComfyRegistry { get; }

    /// <summary>Git repositories.</summary>
    internal GitSource Git { get; }

    /// <summary>Single files of git repositories.</summary>
    internal GitFileReader Files { get; }

    /// <summary>Chosen files of commits.</summary>
    internal GitTreeReader Trees { get; }

    /// <summary>What GitHub tells besides git.</summary>
    internal GitHubTransport GitHub { get; }

    /// <summary>What the sources say about one pack: a source that cannot know it is not asked.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<NodeAnswers> FindAsync(
        NodeReference pack,
        FindNodeVersionOptions options,
        CancellationToken cancellationToken)
    {
        // Looking for a repository in the Comfy Registry takes two questions: that is done where git has no answer.
        bool asksGit = options.Source is null or SourceKind.Git && Git.Knows(pack);
        bool asksRegistry = options.Source == SourceKind.ComfyRegistry
            || (options.Source is null && (pack.RegistryId is not null || !asksGit));
        Task<IReadOnlyList<string>> warnings = AboutRepositoryAsync(pack, options, cancellationToken);
        Task<Answer<IReadOnlyList<NodeVersion>>>? registry = asksRegistry
            ? FindInRegistryAsync(pack, cancellationToken)
            : null;

        // The newest good version of the Comfy Registry is the latest one, whatever names git has: then git need not be
        // asked.
        bool hasLatest = options.LatestOnly && asksGit && registry is not null
            && VersionList.HasPublished((await registry.ConfigureAwait(false)).Value);
        Answer<IReadOnlyList<NodeVersion>>? git = asksGit && !hasLatest
            ? await FindInGitAsync(pack, options, cancellationToken).ConfigureAwait(false)
            : null;
        if (git?.Kind == AnswerKind.DoesNotExist && registry is null && options.Source is null)
        {
            registry = FindInRegistryAsync(pack, cancellationToken);
        }

        Answer<IReadOnlyList<NodeVersion>>? published = registry is null ? null : await registry.ConfigureAwait(false);
        string[] told = [.. await warnings.ConfigureAwait(false), .. AboutGit(pack, git, published)];
        return new NodeAnswers(
            [.. new[] { published, git }.OfType<Answer<IReadOnlyList<NodeVersion>>>()], [.. told.Distinct()]);
    }

    private static IEnumerable<string> AboutGit(
        NodeReference pack, Answer<IReadOnlyList<NodeVersion>>? git, Answer<IReadOnlyList<NodeVersion>>? published)
    {
        if (git?.Kind == AnswerKind.DoesNotExist && published?.Value is { Count: > 0 })
        {
            yield return $"{git.Reason} The Comfy Registry still has '{pack.Name}'.";
        }

        // A release has a page of its own; every other version has the address of its repository.
        if (git?.Value?.FirstOrDefault(static one => one.RefType != RefType.Release)?.Url is Uri address
            && Moved(pack, address) is string moved)
        {
            yield return moved;
        }
    }

    /// <summary>The warning that a repository is at another address now; null when it is where it was.</summary>
    private static string? Moved(NodeReference pack, Uri address)
        => RepositoryAddress.Normalize(pack.Url?.AbsoluteUri) is string before
            && RepositoryAddress.Normalize(address.AbsoluteUri) is string now
            && RepositoryAddress.Key(before) != RepositoryAddress.Key(now)
            ? $"The repository of '{pack.Name}' has moved from {before} to {now}."
            : null;

    /// <summary>
    /// What only GitHub's API tells of a repository: it costs a question, and is asked where few packs are.
    /// </summary>
    private async Task<IReadOnlyList<string>> AboutRepositoryAsync(
        NodeReference pack, FindNodeVersionOptions options, CancellationToken cancellationToken)
    {
        if (!options.WithDates
            || options.Source == SourceKind.ComfyRegistry
            || RepositoryAddress.Normalize(pack.Url?.AbsoluteUri) is not string address
            || RepositoryAddress.OwnerAndRepository(address) is null)
        {
            return [];
        }

        GitHubRepository? about = (await GitHub.DescribeAsync(address, cancellationToken).ConfigureAwait(false)).Value;
        string? archived = about?.IsArchived == true
            ? $"The repository of '{pack.Name}' is archived: its owner ended it, and it will not change any more."
            : null;
        return [.. new[] { archived, about is null ? null : Moved(pack, about.Url) }.OfType<string>()];
    }

    /// <summary>By id or repository; a name that is neither may be a class that the catalog does not know.</summary>
    private async Task<Answer<IReadOnlyList<NodeVersion>>> FindInRegistryAsync(
        NodeReference pack,
        CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<NodeVersion>> answer = ComfyRegistry.Knows(pack)
            ? await ComfyRegistry.FindAsync(pack, cancellationToken).ConfigureAwait(false)
            : Answer<IReadOnlyList<NodeVersion>>.Missing($"'{pack.Name}' cannot be an id of the Comfy Registry.", null);
        if (answer.Kind != AnswerKind.DoesNotExist || pack.Url is not null)
        {
            return answer;
        }

        Answer<RegistryPackFact> provider = await ComfyRegistry.PackByClassAsync(pack.Name, cancellationToken)
            .ConfigureAwait(false);
        return provider.Value is RegistryPackFact found
            ? await ComfyRegistry.FindAsync(new NodeReference(found.Id, found.Id, found.Repository), cancellationToken)
                .ConfigureAwait(false)
            : provider.Kind == AnswerKind.DoesNotExist ? answer
            : provider.Without<IReadOnlyList<NodeVersion>>();
    }

    private async Task<Answer<IReadOnlyList<NodeVersion>>> FindInGitAsync(
        NodeReference pack, FindNodeVersionOptions options, CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<NodeVersion>> answer = await Git.FindAsync(pack, cancellationToken).ConfigureAwait(false);
        if (!options.WithDates || !answer.Exists)
        {
            return answer;
        }

        IReadOnlyList<NodeVersion> dated = await Git.EnrichAsync(pack, answer.Value!, cancellationToken)
            .ConfigureAwait(false);
        return answer.Select(_ => dated);
    }
}
