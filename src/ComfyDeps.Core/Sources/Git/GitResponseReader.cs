using System;
using System.Collections.Concurrent;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Reads what git servers respond, and tells "not there" from "not now": they refuse alike to hide a repository and to
/// throttle, and what stands before them says "not found" about everything.
/// </summary>
internal sealed class GitResponseReader
{
    /// <summary>
    /// For so long after it gave one repository to anyone, a host that refuses another one is believed.
    /// </summary>
    private static readonly TimeSpan s_sameMinute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastGood = new(StringComparer.Ordinal);
    private readonly HttpPipeline _http;
    private readonly ServiceAddresses _addresses;
    private readonly IRepositoryControl _control;

    /// <summary>Reads the responses of a pipeline.</summary>
    /// <param name="http">The pipeline: it is told when a server throttles.</param>
    /// <param name="addresses">Where GitHub is.</param>
    /// <param name="control">Asked when a server's "no" may mean "not now".</param>
    internal GitResponseReader(HttpPipeline http, ServiceAddresses addresses, IRepositoryControl control)
    {
        _http = http;
        _addresses = addresses;
        _control = control;
    }

    /// <summary>Reads a response.</summary>
    /// <typeparam name="T">What was asked for.</typeparam>
    /// <param name="repository">An address from <see cref="RepositoryAddress.Normalize"/>.</param>
    /// <param name="response">The response.</param>
    /// <param name="parse">Reads the body of a good one.</param>
    /// <param name="contentType">What a git server says that such a body is.</param>
    /// <param name="cancellationToken">Stops the asking of another witness.</param>
    internal async Task<Answer<T>> ReadAsync<T>(
        string repository,
        PipelineResponse response,
        Func<ReadOnlyMemory<byte>, T> parse,
        string contentType,
        CancellationToken cancellationToken)
        where T : class
    {
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
        string name = SafeUrl.Redact(repository);
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
        string name = SafeUrl.Redact(repository);
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

    /// <summary>The host and which kind of question it was: hosts throttle those apart.</summary>
    private static string KindOf(PipelineResponse response)
        => HostCredentials.Origin(response.Uri)
            + (response.Uri.AbsolutePath.EndsWith("/git-upload-pack", StringComparison.Ordinal) ? " post" : " get");

    /// <summary>
    /// Whether something that shows pages says "not found": a proxy or a portal says so about everything.
    /// </summary>
    private static bool IsPageInstead(PipelineResponse response)
        => response.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone
            && response.Headers["Content-Type"]?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;
}
