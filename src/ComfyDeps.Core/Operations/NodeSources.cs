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
        Git = new GitSource(new GitClient(http, addresses, GitHub), GitHub);
        ComfyRegistry = new ComfyRegistrySource(http, addresses);
    }

    /// <summary>The Comfy Registry.</summary>
    internal ComfyRegistrySource ComfyRegistry { get; }

    /// <summary>Git repositories.</summary>
    internal GitSource Git { get; }

    /// <summary>What GitHub tells besides git.</summary>
    internal GitHubTransport GitHub { get; }

    /// <summary>What the sources say about one pack: a source that cannot know it is not asked.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<IReadOnlyList<Answer<IReadOnlyList<NodeVersion>>>> FindAsync(
        NodeReference pack, FindNodeVersionOptions options, CancellationToken cancellationToken)
    {
        // Looking for a repository in the Comfy Registry takes two questions: that is done where git has no answer.
        bool asksGit = options.Source is null or SourceKind.Git && Git.Knows(pack);
        bool asksRegistry = options.Source == SourceKind.ComfyRegistry
            || (options.Source is null && (pack.RegistryId is not null || !asksGit) && ComfyRegistry.Knows(pack));
        Task<Answer<IReadOnlyList<NodeVersion>>>[] asking =
        [
            .. asksRegistry ? [ComfyRegistry.FindAsync(pack, cancellationToken)] : (Task<Answer<IReadOnlyList<NodeVersion>>>[])[],
            .. asksGit ? [FindInGitAsync(pack, options, cancellationToken)] : (Task<Answer<IReadOnlyList<NodeVersion>>>[])[],
        ];
        List<Answer<IReadOnlyList<NodeVersion>>> answers = [.. await Task.WhenAll(asking).ConfigureAwait(false)];
        bool isGoneFromGit = asksGit && !asksRegistry && options.Source is null && answers.All(static one => one.Kind == AnswerKind.DoesNotExist);
        if (isGoneFromGit && ComfyRegistry.Knows(pack))
        {
            answers.Add(await ComfyRegistry.FindAsync(pack, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    private async Task<Answer<IReadOnlyList<NodeVersion>>> FindInGitAsync(
        NodeReference pack, FindNodeVersionOptions options, CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<NodeVersion>> answer = await Git.FindAsync(pack, cancellationToken).ConfigureAwait(false);
        if (!options.WithDates || !answer.Exists)
        {
            return answer;
        }

        IReadOnlyList<NodeVersion> dated = await Git.EnrichAsync(pack, answer.Value!, cancellationToken).ConfigureAwait(false);
        return answer.Select(_ => dated);
    }
}
