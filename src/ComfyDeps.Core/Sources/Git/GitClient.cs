using System;
using System.Collections.Generic;
using System.Linq;
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

    private readonly HttpPipeline _http;
    private readonly ServiceAddresses _addresses;
    private readonly GitResponseReader _responses;

    /// <summary>Asks over a pipeline.</summary>
    /// <param name="http">The pipeline.</param>
    /// <param name="addresses">Where GitHub is.</param>
    /// <param name="control">Asked when a server's "no" may mean "not now".</param>
    internal GitClient(HttpPipeline http, ServiceAddresses addresses, IRepositoryControl control)
    {
        _http = http;
        _addresses = addresses;
        _responses = new GitResponseReader(http, addresses, control);
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

        Answer<RefAdvertisement> answer = await ReadAdvertisementAsync(repository, response, cancellationToken)
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
                $"{id} is an object of {SafeUrl.Redact(repository)} and no commit.",
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
            ? Answer<GitCommit>.Missing(
                $"No branch or tag of {SafeUrl.Redact(repository)} leads to {id}.", answer.AskedAt)
            : answer.Without<GitCommit>();
    }

    /// <summary>Commits by their whole ids, all in one question: for their dates.</summary>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="ids">The whole ids; all of them must exist.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<IReadOnlyDictionary<string, GitCommit>>> FindCommitsAsync(
        string repository, IReadOnlyList<string> ids, CancellationToken cancellationToken)
        => FetchAsync(repository, ids, null, isShallow: true, CachePolicy.Immutable, cancellationToken);

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

    /// <summary>
    /// What a server offers. Where the address redirects to something else, that says nothing about the repository.
    /// </summary>
    private async Task<Answer<RefAdvertisement>> ReadAdvertisementAsync(
        string repository,
        PipelineResponse response,
        CancellationToken cancellationToken)
    {
        if (response.IsAnswered && BaseOf(response) is null)
        {
            return Answer<RefAdvertisement>.Unknown(
                $"{SafeUrl.Redact(repository)} redirects to {SafeUrl.Of(response.Uri)}, which is no repository.",
                "Open the address in a browser to see where the repository is now.");
        }

        return await _responses.ReadAsync(
            repository,
            response,
            body => RefAdvertisement.Parse(body.Span, MovedTo(response)),
            Advertisement,
            cancellationToken)
            .ConfigureAwait(false);
    }

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
        Answer<RefAdvertisement> answer = await ReadAdvertisementAsync(repository, first, cancellationToken)
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
        return await _responses.ReadAsync(
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

        return await _responses.ReadAsync(repository, response, read, PackResult, cancellationToken)
            .ConfigureAwait(false);

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
}
