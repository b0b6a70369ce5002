using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text.Json;

namespace ComfyDeps.Http;

/// <summary>What a service answered, or why there is no answer.</summary>
internal sealed class PipelineResponse
{
    /// <summary>
    /// Whether the service gave its word: any status but 408, 429 and 5xx (501 counts), and a body that was
    /// read whole and can be what was asked for.
    /// When false, <see cref="Problem"/> says why and <see cref="LastKnown"/> may hold an older answer.
    /// </summary>
    internal bool IsAnswered => Problem is null;

    /// <summary>
    /// The status; 0 when nothing came. Also set beside a problem, where the service refused for now.
    /// </summary>
    internal HttpStatusCode Status { get; init; }

    /// <summary>The headers of the answer (of a redirect that was not followed too), by name without case.</summary>
    internal ResponseHeaders Headers { get; init; } = ResponseHeaders.Empty;

    /// <summary>The body, decompressed.</summary>
    internal ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The address that answered, after redirects.</summary>
    internal required Uri Uri { get; init; }

    /// <summary>The redirects that led there, oldest first.</summary>
    internal IReadOnlyList<RedirectStep> Redirects { get; init; } = [];

    /// <summary>When the service was asked: for a cached answer that proved unchanged, when that was found.</summary>
    internal DateTimeOffset AskedAt { get; init; }

    /// <summary>Whether the body comes from the cache.</summary>
    internal bool IsFromCache { get; init; }

    /// <summary>Why there is no answer, in one sentence without secrets; null when there is one.</summary>
    internal string? Problem { get; init; }

    /// <summary>What the user can do about the problem, or null.</summary>
    internal string? Hint { get; init; }

    /// <summary>Whether the service asked to be asked less.</summary>
    internal bool IsThrottled { get; init; }

    /// <summary>Whether the body is longer than the request allows.</summary>
    internal bool IsTooLarge { get; init; }

    /// <summary>Beside a problem: the answer in the cache, older than it may be.</summary>
    internal PipelineResponse? LastKnown { get; init; }

    /// <summary>
    /// Takes the answer out of the cache: called when it proves to be nothing that the service should have said.
    /// </summary>
    internal Action? Forget { get; init; }

    /// <summary>Whether the status is 2xx.</summary>
    internal bool IsSuccess => IsAnswered && (int)Status is >= 200 and <= 299;

    /// <summary>
    /// Turns the response into an answer. No answer becomes undetermined, with the older answer where there is one;
    /// so does a body that <paramref name="read"/> cannot read.
    /// </summary>
    /// <typeparam name="T">What the answer is about.</typeparam>
    /// <param name="read">
    /// Judges status, headers and body. May throw <see cref="JsonException"/>, <see cref="InvalidDataException"/>,
    /// <see cref="FormatException"/> for what the service should not have said.
    /// </param>
    internal Answer<T> Read<T>(Func<PipelineResponse, Answer<T>> read)
        where T : class
    {
        if (!IsAnswered)
        {
            return LastKnown is null
                ? Answer<T>.Unknown(Problem!, Hint)
                : LastKnown.Read(read).AsOutdated(Problem!, Hint);
        }

        try
        {
            return read(this);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or FormatException)
        {
            Forget?.Invoke();
            return Answer<T>.Unknown(
                $"{SafeUrl.Of(Uri)} answered something that cannot be read ({SafeUrl.Redact(e.Message)}).",
                "Try again later; when it stays so, the service or a proxy before it has changed.");
        }
    }
}
