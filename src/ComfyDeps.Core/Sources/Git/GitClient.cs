using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Asks git servers over their own HTTP protocol. This is done here and not with the git program because the program is
/// not everywhere where PowerShell is, prompts for passwords, takes a process for each repository (200 of them cost
/// more than the questions themselves), keeps no answers, and shows a throttle and a missing repository as one and the
/// same text.
/// </summary>
internal sealed class GitClient
{
    private const string Advertisement = "application/x-git-upload-pack-advertisement";
    private const string PackResult = "application/x-git-upload-pack-result";
    private const string PackRequest = "application/x-git-upload-pack-request";
    private const string Tail = "/info/refs?service=git-upload-pack";
    private const string CommitsAlone = "tree:0";

    /// <summary>
    /// A list of names longer than this has more pull requests than branches and tags: protocol 2 leaves those out.
    /// </summary>
    private const long LargestFirstList = 2 * 1024 * 1024;
    private const long LargestList = 32 * 1024 * 1024;
    private const long LargestPack = 32 * 1024 * 1024;

    /// <summary>
    /// For so long after it gave one repository to anyone, a host that refuses another one is believed.
    /// </summary>
    private static readonly TimeSpan s_sameMinute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastGood = new(StringComparer.Ordinal);
    private readonly HttpPipeline _http;
    private readonly ServiceAddresses _addresses;
    private readonly IRepositoryControl _control;

    /// <summary>Asks over a pipeline.</summary>
    /// <param name="http">The pipeline.</param>
    /// <param name="addresses">Where GitHub is.</param>
    /// <param name="control">Asked when a server's "no" may mean "not now".</param>
    internal GitClient(HttpPipeline http, ServiceAddresses addresses, IRepositoryControl control)
    {
        _http = http;
        _addresses = addresses;
        _control = control;
    }

    /// <summary>
    /// The branches and tags of a repository: one GET where the list is of common size. The first protocol is used
    /// because its list comes with that GET, which GitHub throttles later than the POST that the second one needs.
    /// </summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitRefs>> FindRefsAsync(string repository, CancellationToken cancellationToken)
    {
        PipelineResponse response = await _http.SendAsync(
            Discovery(repository, isSecond: false, LargestFirstList), cancellationToken)
            .ConfigureAwait(false);
        if (response.IsTooLarge)
        {
            return await ListAsync(repository, cancellationToken).ConfigureAwait(false);
        }

        Answer<RefAdvertisement> answer = await JudgeAsync(
            repository,
            response,
            body => RefAdvertisement.Parse(body.Span, MovedTo(response)),
            Advertisement,
            cancellationToken)
            .ConfigureAwait(false);
        if (answer.Value is { Refs: null })
        {
            return await ListAsync(repository, cancellationToken).ConfigureAwait(false);
        }

        return answer.Select(static one => one.Refs!);
    }

    /// <summary>A commit by its whole id, whoever put it there; see <see cref="LeadsToAsync"/>.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="id">The whole id.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitCommit>> FindCommitAsync(
        string repository,
        string id,
        CancellationToken cancellationToken)
    {
        Answer<IReadOnlyDictionary<string, GitCommit>> answer = await FetchAsync(
            repository, [id], null, isShallow: true, CachePolicy.Immutable, cancellationToken).ConfigureAwait(false);
        if (answer.Value?.TryGetValue(id, out GitCommit? commit) == true)
        {
            return answer.Select(_ => commit);
        }

        return answer.Exists
            ? Answer<GitCommit>.Missing(
                $"{id} is an object of {SafeText(repository)} and no commit.",
                answer.AskedAt,
                "Pin a commit, not a tag object or a file.")
            : answer.Without<GitCommit>();
    }

    /// <summary>
    /// Whether one of several commits comes after a commit (or is it): a server gives the objects of forks under every
    /// name of their network, so that being there does not mean belonging there. Asks for what the tips have beyond the
    /// commit: where that includes a child of it, it is in their history.
    /// </summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="tips">The commits of branches and tags.</param>
    /// <param name="id">The commit, which exists.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<GitCommit>> LeadsToAsync(
        string repository, IReadOnlyList<string> tips, string id, CancellationToken cancellationToken)
    {
        Answer<IReadOnlyDictionary<string, GitCommit>> answer = await FetchAsync(
            repository, tips, id, isShallow: false, CachePolicy.Moving, cancellationToken).ConfigureAwait(false);
        GitCommit? child = answer.Value?.Values.FirstOrDefault(commit => commit.Parents.Contains(id));
        if (child is not null)
        {
            return answer.Select(_ => child);
        }

        return answer.Exists
            ? Answer<GitCommit>.Missing($"No branch or tag of {SafeText(repository)} leads to {id}.", answer.AskedAt)
            : answer.Without<GitCommit>();
    }

    /// <summary>Commits by their whole ids, all in one question: for their dates.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="ids">The whole ids; all of them must exist.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<IReadOnlyDictionary<string, GitCommit>>> FindCommitsAsync(
        string repository, IReadOnlyList<string> ids, CancellationToken cancellationToken)
        => FetchAsync(repository, ids, null, isShallow: true, CachePolicy.Immutable, cancellationToken);

    private static string SafeText(string repository) => SafeUrl.Redact(repository);

    /// <summary>The host and which kind of question it was: hosts throttle those apart.</summary>
    private static string KindOf(PipelineResponse response)
        => HostCredentials.Origin(response.Uri)
            + (response.Uri.AbsolutePath.EndsWith("/git-upload-pack", StringComparison.Ordinal) ? " post" : " get");

    /// <summary>
    /// The base address after redirects; null when the address that answered is not that of a repository.
    /// </summary>
    private static Uri? BaseOf(PipelineResponse response)
    {
        string address = response.Uri.AbsoluteUri;
        return address.EndsWith(Tail, StringComparison.Ordinal) ? new Uri(address[..^Tail.Length]) : null;
    }

    private static Uri? MovedTo(PipelineResponse response)
        => response.Redirects.Count > 0
            && response.Redirects.All(static step => step.IsPermanent)
            && BaseOf(response) is Uri moved
            ? new Uri(RepositoryAddress.Normalize(moved.AbsoluteUri) ?? moved.AbsoluteUri)
            : null;

    private PipelineRequest Discovery(string repository, bool isSecond, long maximum)
        => new(new Uri(Served(repository) + Tail))
        {
            Headers = GitHeaders.Of("*/*", isSecond),
            Cache = isSecond ? CachePolicy.Immutable : CachePolicy.Moving,
            MaximumBody = maximum,
            Check = response => GitBody.Defect(response, static body => RefAdvertisement.Parse(body, null)),
            MayKeep = response => GitBody.IsWhole(
                response, Advertisement, static body => RefAdvertisement.Parse(body, null)),
            StaysSlowAfterThrottle = true,
        };

    /// <summary>
    /// The address that is asked: GitHub's own, or what stands in for it, with the ending that it refuses least.
    /// </summary>
    private string Served(string repository)
        => (RepositoryAddress.OwnerAndRepository(repository) is string name
            ? ServiceAddresses.Below(_addresses.GitHub, "/" + name).AbsoluteUri
            : repository) + ".git";

    /// <summary>Protocol 2: what the server can do, then the names that are wanted.</summary>
    private async Task<Answer<GitRefs>> ListAsync(string repository, CancellationToken cancellationToken)
    {
        PipelineResponse first = await _http.SendAsync(
            Discovery(repository, isSecond: true, LargestList), cancellationToken)
            .ConfigureAwait(false);
        Answer<RefAdvertisement> answer = await JudgeAsync(
            repository,
            first,
            body => RefAdvertisement.Parse(body.Span, MovedTo(first)),
            Advertisement,
            cancellationToken)
            .ConfigureAwait(false);
        if (answer.Value is null)
        {
            return answer.Without<GitRefs>();
        }

        if (answer.Value.Refs is not null)
        {
            return answer.Select(static one => one.Refs!);
        }

        PipelineResponse second = await PostAsync(
            BaseOf(first) ?? new Uri(Served(repository)),
            UploadPackCommand.ListRefs(answer.Value),
            CachePolicy.Moving,
            static body => UploadPackCommand.ReadRefs(body, null),
            cancellationToken)
            .ConfigureAwait(false);
        return await JudgeAsync(
            repository,
            second,
            body => UploadPackCommand.ReadRefs(body.Span, MovedTo(first)),
            PackResult,
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Objects by their whole ids.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="wants">The whole ids.</param>
    /// <param name="filter">What is to be left out: <c>tree:1</c> gives of a commit its root folder alone. Null leaves
    /// nothing out.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<IReadOnlyDictionary<string, GitObject>>> FindObjectsAsync(
        string repository, IReadOnlyList<string> wants, string? filter, CancellationToken cancellationToken)
        => FetchAsync(
            repository,
            filter => UploadPackCommand.Fetch(wants, null, isShallow: true, filter),
            filter,
            CachePolicy.Immutable,
            body => PackReader.ReadObjects(UploadPackCommand.ReadPack(body.Span), GitObjectId.IsSha256(wants[0])),
            cancellationToken);

    private Task<Answer<IReadOnlyDictionary<string, GitCommit>>> FetchAsync(
        string repository,
        IReadOnlyList<string> wants,
        string? have,
        bool isShallow,
        CachePolicy cache,
        CancellationToken cancellationToken)
        => FetchAsync(
            repository,
            filter => UploadPackCommand.Fetch(wants, have, isShallow, filter),
            CommitsAlone,
            cache,
            body => PackReader.ReadCommits(UploadPackCommand.ReadPack(body.Span), GitObjectId.IsSha256(wants[0])),
            cancellationToken);

    private async Task<Answer<T>> FetchAsync<T>(
        string repository,
        Func<string?, byte[]> command,
        string? filter,
        CachePolicy cache,
        Func<ReadOnlyMemory<byte>, T> read,
        CancellationToken cancellationToken)
        where T : class
    {
        Uri address = new(Served(repository));
        PipelineResponse response = await AskAsync(address, filter).ConfigureAwait(false);
        if (RedirectTarget.IsRedirect(response.Status))
        {
            // A POST is never redirected: the GET of the discovery tells where the repository is now.
            PipelineResponse first = await _http.SendAsync(
                Discovery(repository, isSecond: false, LargestFirstList), cancellationToken)
                .ConfigureAwait(false);
            address = BaseOf(first) ?? address;
            response = await AskAsync(address, filter).ConfigureAwait(false);
        }

        if (response.IsSuccess && response.Body.IsEmpty && filter is not null)
        {
            // Git ends without a word when it is asked for what it does not do: here, to leave out trees and files.
            response = await AskAsync(address, null).ConfigureAwait(false);
        }

        return await JudgeAsync(repository, response, read, PackResult, cancellationToken).ConfigureAwait(false);

        Task<PipelineResponse> AskAsync(Uri address, string? filter)
            => PostAsync(
                address, command(filter), cache, static body => UploadPackCommand.ReadPack(body), cancellationToken);
    }

    private Task<PipelineResponse> PostAsync(
        Uri address, byte[] command, CachePolicy cache, GitBody.Reader read, CancellationToken cancellationToken)
        => _http.SendAsync(
            new PipelineRequest(new Uri(address.AbsoluteUri + "/git-upload-pack"), HttpMethod.Post)
            {
                Headers = GitHeaders.Of(PackResult, isSecond: true),
                Body = command,
                ContentType = PackRequest,
                Redirects = RedirectRule.None,
                Cache = cache,
                MaximumBody = LargestPack,
                Check = response => GitBody.Defect(response, read),
                MayKeep = response => GitBody.IsWhole(response, PackResult, read),
                StaysSlowAfterThrottle = true,
            },
            cancellationToken);

    /// <summary>
    /// Whether something that shows pages says "not found": a proxy or a portal says so about everything.
    /// </summary>
    private static bool IsPageInstead(PipelineResponse response)
        => response.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone
            && response.Headers["Content-Type"]?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads a response, and tells "not there" from "not now".</summary>
    private async Task<Answer<T>> JudgeAsync<T>(
        string repository,
        PipelineResponse response,
        Func<ReadOnlyMemory<byte>, T> parse,
        string contentType,
        CancellationToken cancellationToken)
        where T : class
    {
        if (response.IsAnswered && contentType == Advertisement && BaseOf(response) is null)
        {
            return Answer<T>.Unknown(
                $"{SafeText(repository)} redirects to {SafeUrl.Of(response.Uri)}, which is no repository.",
                "Open the address in a browser to see where the repository is now.");
        }

        if (response.IsAnswered
            && (response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || IsPageInstead(response)))
        {
            return await RefusedAsync<T>(repository, response, cancellationToken).ConfigureAwait(false);
        }

        Answer<T> answer = response.Read(answered => Judge(repository, answered, parse, contentType));
        if (answer.Exists && !response.IsFromCache)
        {
            _lastGood[KindOf(response)] = response.AskedAt;
        }

        return answer;
    }

    private Answer<T> Judge<T>(
        string repository,
        PipelineResponse response,
        Func<ReadOnlyMemory<byte>, T> parse,
        string contentType)
        where T : class
    {
        string name = SafeText(repository);
        switch (response.Status)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return Answer<T>.Missing(
                    $"There is no repository {name}, or it is private.", response.AskedAt, TokenHint(repository));
            case HttpStatusCode.UnavailableForLegalReasons:
                return Answer<T>.Refused($"The repository {name} is blocked for legal reasons.", response.AskedAt);
            default:
                return Answer<T>.Unknown($"The server of {name} answered {(int)response.Status} ({response.Status}).");
        }

        if (response.Headers["Content-Type"]?.StartsWith(contentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            response.Forget?.Invoke();
            return Answer<T>.Unknown(
                $"What answers at {name} is no git server, or something stands before it.",
                "Open the address in a browser to see what it is.");
        }

        if (response.Body.IsEmpty)
        {
            response.Forget?.Invoke();
            return Answer<T>.Unknown($"The server of {name} ended without an answer.");
        }

        try
        {
            return Answer<T>.Found(parse(response.Body), response.AskedAt);
        }
        catch (GitRemoteException e)
        {
            return Remote<T>(name, response, e);
        }
    }

    private Answer<T> Remote<T>(string name, PipelineResponse response, GitRemoteException e)
        where T : class
    {
        if (e.SaysNotOurs)
        {
            return Answer<T>.Missing($"The repository {name} does not have that commit.", response.AskedAt);
        }

        // An error in an answer that looks good must not be kept as the answer.
        response.Forget?.Invoke();
        if (e.SaysThrottled)
        {
            _http.Throttle(response.Uri);
        }

        return Answer<T>.Unknown(
            $"The server of {name} says: {SafeUrl.Redact(e.Message)}",
            e.SaysThrottled
                ? "Set GITHUB_TOKEN or try again in an hour; asking again at once prolongs the lock."
                : null);
    }

    /// <summary>
    /// A refusal means a missing or private repository only when another witness says so; else the server is
    /// throttling.
    /// </summary>
    private async Task<Answer<T>> RefusedAsync<T>(
        string repository,
        PipelineResponse response,
        CancellationToken cancellationToken)
        where T : class
    {
        string name = SafeText(repository);
        AnswerKind witness = await _control.ExistsAsync(repository, cancellationToken).ConfigureAwait(false);
        if (witness == AnswerKind.Undetermined && RepositoryAddress.OwnerAndRepository(repository) is null
            && _lastGood.TryGetValue(
                KindOf(response), out DateTimeOffset good) && response.AskedAt - good < s_sameMinute)
        {
            // The host answers the same kind of question about other repositories: it means this one.
            witness = AnswerKind.DoesNotExist;
        }

        switch (witness)
        {
            case AnswerKind.DoesNotExist:
                return Answer<T>.Missing(
                    $"There is no repository {name}, or it is private.", response.AskedAt, TokenHint(repository));
            case AnswerKind.Inaccessible:
                return Answer<T>.Refused(
                    $"The repository {name} does not let this caller in.", response.AskedAt, TokenHint(repository));
            case AnswerKind.Undetermined or AnswerKind.Exists when IsPageInstead(response):
                return Answer<T>.Unknown(
                    $"What answers at {name} shows a page, which says nothing about the repository.",
                    "Open the address in a browser; look at the proxy, if there is one.");
            default:
                _http.Throttle(response.Uri);
                return Answer<T>.Unknown(
                    $"The server of {name} refuses ({(int)response.Status}), which can mean that it is asked too much.",
                    TokenHint(repository) ?? "Try again in an hour.");
        }
    }

    private string? TokenHint(string repository)
        => RepositoryAddress.OwnerAndRepository(repository) is not null
            && _http.Settings.Credentials.For(_addresses.GitHub) is null
            ? $"If it is private, or GitHub is throttling, set {EnvironmentVariables.GitHubToken} to a token that "
                + "may read it."
            : null;
}
