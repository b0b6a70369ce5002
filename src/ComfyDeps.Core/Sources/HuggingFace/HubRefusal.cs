using System;
using System.Net;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>
/// What the Hub means when it does not answer the question. A repository that is private to others and one that does
/// not exist are answered alike, by design: both are said to be missing, with the doubt in the reason.
/// </summary>
internal static class HubRefusal
{
    private const string BadToken = "Invalid credentials in Authorization header";

    /// <summary>Whether the Hub says that it does not know the token.</summary>
    /// <param name="response">The answer.</param>
    internal static bool IsBadToken(PipelineResponse response)
        => response.Status == HttpStatusCode.Unauthorized
            && response.Headers["X-Error-Message"]?.Contains(BadToken, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The answer for a status that is not a success.</summary>
    /// <typeparam name="T">What was asked about.</typeparam>
    /// <param name="response">The answer.</param>
    /// <param name="place">What was asked about.</param>
    /// <param name="page">The repository's page, where a licence is accepted.</param>
    internal static Answer<T> Read<T>(PipelineResponse response, HuggingFaceAddress place, Uri page)
        where T : class
    {
        string repository = place.QualifiedRepository;
        string? message = response.Headers["X-Error-Message"];
        switch ((int)response.Status, response.Headers["X-Error-Code"])
        {
            case (404, "RevisionNotFound"):
                return Answer<T>.Missing(
                    $"The Hugging Face repository '{repository}' has no revision '{place.RevisionOrMain}'.",
                    response.AskedAt);
            case (404, "EntryNotFound"):
                return NoFile<T>(place, response.AskedAt);
            case (401 or 403, "GatedRepo"):
                return Gated<T>(response, repository, page);
            case (401 or 404, "RepoNotFound"):
            case (401, null) when !IsBadToken(response) && (message is not null || HasError(response)):
                return NoRepository<T>(repository, response.AskedAt);
            case (403, _) when message?.Contains("disabled", StringComparison.OrdinalIgnoreCase) == true:
                return Answer<T>.Refused(
                    $"Hugging Face has disabled the repository '{repository}'.",
                    response.AskedAt,
                    "Look for the file at another place.");
            case (403, _) when message is not null || HasError(response):
                return Answer<T>.Refused(
                    $"The token in HF_TOKEN may not read the Hugging Face repository '{repository}'.",
                    response.AskedAt,
                    "Use a token that has the right to read it.");
            case (401, _) when IsBadToken(response):
                return Answer<T>.Unknown(
                    "Hugging Face does not accept the token in HF_TOKEN.",
                    "Set HF_TOKEN to a valid token, or remove it for what is public.");
            default:
                return response.Unexpected<T>("Hugging Face");
        }
    }

    /// <summary>The answer that a revision has no such file.</summary>
    /// <typeparam name="T">What was asked about.</typeparam>
    /// <param name="place">The file.</param>
    /// <param name="askedAt">When the Hub said so.</param>
    internal static Answer<T> NoFile<T>(HuggingFaceAddress place, DateTimeOffset? askedAt)
        where T : class
        => Answer<T>.Missing(
            $"The Hugging Face repository '{place.QualifiedRepository}' has no "
                + $"'{place.Path}' at '{place.RevisionOrMain}'.",
            askedAt,
            "Look at the repository's list of files: it may have been renamed.");

    /// <summary>A gated repository is closed to strangers, and to accounts that were not granted access.</summary>
    private static Answer<T> Gated<T>(PipelineResponse response, string repository, Uri page)
        where T : class
        => response.Status == HttpStatusCode.Unauthorized
            ? Answer<T>.Refused(
                $"The Hugging Face repository '{repository}' is gated, and there is no valid token.",
                response.AskedAt,
                $"Accept its licence at {page}, and set HF_TOKEN to a token of that account.")
            : Answer<T>.Refused(
                $"The Hugging Face repository '{repository}' is gated, and access was not granted to this "
                    + "token's account.",
                response.AskedAt,
                $"Ask for access at {page}; where a person approves it, wait until that is done.");

    private static Answer<T> NoRepository<T>(string repository, DateTimeOffset askedAt)
        where T : class
        => Answer<T>.Missing(
            $"The Hugging Face repository '{repository}' does not exist, or it is private and nobody who may read it "
                + "is asking.",
            askedAt,
            "Check the spelling; for a private repository set HF_TOKEN to a token that may read it.");

    private static bool HasError(PipelineResponse response)
        => !response.Body.IsEmpty
            && response.IsServicesOwn()
            && response.Json(static body => body.Filled("error") is not null);
}
