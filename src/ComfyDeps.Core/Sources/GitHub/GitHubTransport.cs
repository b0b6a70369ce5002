using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources.Git;
using Octokit;
using Octokit.Internal;

namespace ComfyDeps.Sources.GitHub;

/// <summary>
/// GitHub's API by Octokit: a second way to what git servers say, asked only for what git cannot tell, or when git is
/// throttled. Without a token it answers 60 questions an hour, and none in GraphQL.
/// </summary>
internal sealed class GitHubTransport : IRepositoryControl
{
    private const int PageSize = 100;
    private const int MostPages = 10;
    private const string Json = "application/json";

    private readonly HttpPipeline _http;
    private readonly Uri _address;

    /// <summary>Asks over a pipeline.</summary>
    /// <param name="http">The pipeline.</param>
    /// <param name="addresses">Where the API is.</param>
    internal GitHubTransport(HttpPipeline http, ServiceAddresses addresses)
    {
        _http = http;
        _address = ServiceAddresses.Below(addresses.GitHubApi, "/");
    }

    /// <summary>Whether there is a token: then the API answers thousands of questions an hour.</summary>
    internal bool HasToken => _http.Settings.Credentials.For(_address) is not null;

    /// <inheritdoc/>
    public async Task<AnswerKind> ExistsAsync(string repository, CancellationToken cancellationToken)
        => (await DescribeAsync(repository, cancellationToken).ConfigureAwait(false)).Kind;

    /// <summary>What a repository is now: renamed, archived, blocked or gone.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<GitHubRepository>> DescribeAsync(string repository, CancellationToken cancellationToken)
        => AskAsync(
            repository,
            CachePolicy.Moving,
            static async (client, owner, name) =>
            {
                Repository found = await client.Repository.Get(owner, name).ConfigureAwait(false);
                string address = RepositoryAddress.OnGitHub(found.FullName);
                return new GitHubRepository(
                    found.Id,
                    new Uri(address),
                    found.DefaultBranch,
                    found.Archived,
                    IsDisabled: false,
                    found.Fork,
                    found.PushedAt);
            },
            cancellationToken);

    /// <summary>
    /// Whether repositories are archived, closed or renamed: in one question of GraphQL, which only those with a token
    /// may ask. What is known of one does not depend on the others; what could not be asked is undetermined.
    /// </summary>
    /// <param name="repositories">Addresses from <see cref="RepositoryAddress.Normalize"/>, all on GitHub,
    /// <see cref="GitHubStateQuery.AtOnce"/> at most.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<IReadOnlyList<Answer<GitHubState>>> FindStatesAsync(
        IReadOnlyList<string> repositories, CancellationToken cancellationToken)
    {
        string[] names = [.. repositories.Select(static one => RepositoryAddress.OwnerAndRepository(one)
            ?? throw new ArgumentException($"{one} is not on GitHub.", nameof(repositories)))];
        PipelineHttpClient carrier = new(_http, CachePolicy.Moving, cancellationToken, MayKeep);
        Answer<IReadOnlyList<Answer<GitHubState>>> answer = await CallAsync<IReadOnlyList<Answer<GitHubState>>>(
            $"{names.Length} repositories",
            carrier,
            async connection =>
            {
                await connection.Post<object>(
                    GraphQl,
                    GitHubStateQuery.Write(names),
                    Json,
                    Json,
                    parameters: null,
                    cancellationToken).ConfigureAwait(false);
                return carrier.Answered!.Json(root => GitHubStateQuery.Read(names, root, carrier.AskedAt!.Value));
            }).ConfigureAwait(false);
        return answer.Exists
            ? answer.Value!
            : [
                .. names.Select(
                    _ => Answer<GitHubState>.Unknown(answer.Reason ?? "GitHub was not asked.", answer.Hint)),
            ];

        // An answer that lacks something today must not be all that is known for the next minutes.
        static bool MayKeep(PipelineResponse response) => response.Json(static root => !root.Objects("errors").Any());
    }

    /// <summary>The published releases, newest first as GitHub has them; drafts are not shown to others.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<IReadOnlyList<GitHubRelease>>> FindReleasesAsync(
        string repository,
        CancellationToken cancellationToken)
        => AskAsync<IReadOnlyList<GitHubRelease>>(
            repository,
            CachePolicy.Moving,
            static async (client, owner, name) =>
            {
                IReadOnlyList<Release> found = await client.Repository.Release.GetAll(owner, name, Pages)
                    .ConfigureAwait(false);
                return
                [
                    .. from release in found
                       where !release.Draft
                       select new GitHubRelease(
                           release.TagName, release.PublishedAt, release.Prerelease, AddressOf(release.HtmlUrl)),
                ];
            },
            cancellationToken);

    /// <summary>Tags and branches, for when git itself is throttled.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<GitRefs>> FindRefsAsync(string repository, CancellationToken cancellationToken)
        => AskAsync(
            repository,
            CachePolicy.Moving,
            static async (client, owner, name) =>
            {
                Repository about = await client.Repository.Get(owner, name).ConfigureAwait(false);
                if (about?.FullName is null)
                {
                    // What is asked next goes by its number: of an answer that is none, that would be another
                    // repository's.
                    throw new FormatException("The answer describes no repository.");
                }

                IReadOnlyList<RepositoryTag> tags = await client.Repository.GetAllTags(about.Id, Pages)
                    .ConfigureAwait(false);
                IReadOnlyList<Branch> branches = await client.Repository.Branch.GetAll(about.Id, Pages)
                    .ConfigureAwait(false);
                string moved = RepositoryAddress.OnGitHub(about.FullName);
                bool isRenamed = !about.FullName.Equals($"{owner}/{name}", StringComparison.OrdinalIgnoreCase);
                return new GitRefs
                {
                    All =
                    [
                        .. branches.Select(static one => new GitRef(GitRef.Branches + one.Name, one.Commit.Sha, null)),
                        .. tags.Select(static one => new GitRef(GitRef.Tags + one.Name, one.Commit.Sha, null)),
                    ],
                    DefaultBranch = about.DefaultBranch,
                    Head = branches.FirstOrDefault(one => one.Name == about.DefaultBranch)?.Commit.Sha,
                    MovedTo = isRenamed ? new Uri(moved) : null,
                };
            },
            cancellationToken);

    /// <summary>A commit by its whole id, whoever in the network of forks put it there.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<GitCommit>> FindCommitAsync(string repository, string id, CancellationToken cancellationToken)
        => AskAsync(
            repository,
            CachePolicy.Immutable,
            async (client, owner, name) =>
            {
                Commit found = await client.Git.Commit.Get(owner, name, id).ConfigureAwait(false);
                return new GitCommit(
                    found.Sha, [.. found.Parents.Select(static one => one.Sha)], found.Committer?.Date);
            },
            cancellationToken);

    /// <summary>Whether a branch leads to a commit: its name, when it does.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<string>> LeadsToAsync(
        string repository,
        string branch,
        string id,
        CancellationToken cancellationToken)
    {
        Answer<string> status = await AskAsync(
            repository,
            CachePolicy.Moving,
            async (client, owner, name) => (await client.Repository.Commit
                .Compare(owner, name, branch, id, new ApiOptions { PageSize = 1, PageCount = 1 })
                    .ConfigureAwait(false)).Status,
            cancellationToken).ConfigureAwait(false);
        return status.Value is null or "identical" or "behind"
            ? status.Select(_ => branch)
            : Answer<string>.Missing(
                $"The branch {branch} of {SafeUrl.Redact(repository)} does not lead to {id}.", status.AskedAt);
    }

    /// <summary>
    /// Beside the REST API; on a server of one's own, whose REST API is below <c>/api/v3</c>, one step up.
    /// </summary>
    private Uri GraphQl
        => new(
            _address, _address.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? "../graphql" : "graphql");

    private static ApiOptions Pages => new() { PageSize = PageSize, PageCount = MostPages };

    private static Uri? AddressOf(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : null;

    private async Task<Answer<T>> AskAsync<T>(
        string repository,
        CachePolicy cache,
        Func<IGitHubClient, string, string, Task<T>> ask,
        CancellationToken cancellationToken)
        where T : class
    {
        if (RepositoryAddress.OwnerAndRepository(repository) is not string full)
        {
            return Answer<T>.Unknown($"{SafeUrl.Redact(repository)} is not on GitHub.");
        }

        string[] parts = full.Split('/');
        return await CallAsync(
            full,
            new PipelineHttpClient(_http, cache, cancellationToken),
            connection => ask(new GitHubClient(connection), parts[0], parts[1])).ConfigureAwait(false);
    }

    private async Task<Answer<T>> CallAsync<T>(string about, PipelineHttpClient carrier, Func<Connection, Task<T>> call)
        where T : class
    {
        Connection connection = new(
            new ProductHeaderValue("ComfyDeps"),
            _address,
            new InMemoryCredentialStore(Credentials.Anonymous),
            carrier,
            new SimpleJsonSerializer());
        Answer<T> answer;
        try
        {
            answer = Answer<T>.Found(await call(connection).ConfigureAwait(false), carrier.AskedAt);
        }
        catch (GitHubUnansweredException e)
        {
            return Answer<T>.Unknown(e.Response.Problem!, e.Response.Hint);
        }
        catch (ApiException e)
        {
            answer = carrier.Last?.IsServicesOwn() == false
                ? Answer<T>.Unknown(
                    $"Something before GitHub answered {(int)e.StatusCode} about {about}.",
                    "Look at the proxy, if there is one.")
                : Explain<T>(about, e, carrier.AskedAt);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or ArgumentException
            or NullReferenceException
            or JsonException or System.Runtime.Serialization.SerializationException)
        {
            // Octokit meets a body that is JSON and not what the API promises in one of these ways.
            carrier.Last?.Forget?.Invoke();
            return Answer<T>.Unknown(
                $"GitHub answered something about {about} that cannot be read.", "Try again later.");
        }

        return carrier.Outdated is PipelineResponse problem
            ? answer.AsOutdated(problem.Problem!, problem.Hint)
            : answer;
    }

    private Answer<T> Explain<T>(string repository, ApiException e, DateTimeOffset? askedAt)
        where T : class
    {
        string? hint = HasToken
            ? null
            : $"If it is private, set {EnvironmentVariables.GitHubToken} to a token that may read it.";
        return e.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity => Answer<T>.Missing(
                $"GitHub does not have what was asked for in {repository}, or it is private.", askedAt, hint),
            HttpStatusCode.UnavailableForLegalReasons
                => Answer<T>.Refused($"GitHub blocks {repository} for legal reasons.", askedAt),
            HttpStatusCode.Forbidden => Answer<T>.Refused(
                $"GitHub does not let this caller read {repository}: {SafeUrl.Redact(e.Message)}", askedAt, hint),
            HttpStatusCode.Unauthorized => Answer<T>.Unknown(
                "GitHub does not accept the token.",
                $"Set {EnvironmentVariables.GitHubToken} to a valid token, or remove it."),
            HttpStatusCode.Conflict => Answer<T>.Missing($"The repository {repository} is empty.", askedAt),
            _ => Answer<T>.Unknown($"GitHub answered {(int)e.StatusCode} about {repository}."),
        };
    }
}
