using System;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Json;

namespace ComfyDeps.Inspection.Server;

/// <summary>
/// Asks one server, and judges what every answer has in common: the status, who gave it, whether it is JSON.
/// </summary>
internal sealed class ServerQuestions
{
    private const long UsualBody = 32L * 1024 * 1024;

    private readonly HttpPipeline _http;
    private readonly ServerAddress _address;

    /// <summary>Prepares to ask.</summary>
    /// <param name="http">What asks.</param>
    /// <param name="address">Who is asked.</param>
    internal ServerQuestions(HttpPipeline http, ServerAddress address)
    {
        _http = http;
        _address = address;
    }

    /// <summary>The server's name in messages.</summary>
    internal string Name => $"ComfyUI at {SafeUrl.Of(_address.Uri)}";

    /// <summary>
    /// How a server is asked. No token of a service is known there. A proxy gives up on a server after 100 seconds with
    /// 524, which the first list of classes can take: there is time for that, and for asking again.
    /// </summary>
    internal static HttpSettings Settings => new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(110),
        TotalTimeout = TimeSpan.FromMinutes(6),
        FirstDelay = TimeSpan.FromSeconds(1),
        MaximumPerHost = 4,
    };

    /// <summary>Asks for what is at a path.</summary>
    /// <param name="path">The path, escaped, with a slash first.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <param name="maximumBody">The most bytes that are read.</param>
    internal Task<PipelineResponse> GetAsync(
        string path,
        CancellationToken cancellationToken,
        long maximumBody = UsualBody)
        => _http.SendAsync(Request(path, HttpMethod.Get, default, maximumBody), cancellationToken);

    /// <summary>Asks a question that is a JSON object; it changes nothing, so it may be asked again.</summary>
    /// <param name="path">The path, escaped, with a slash first.</param>
    /// <param name="json">The question.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<PipelineResponse> PostAsync(
        string path,
        ReadOnlyMemory<byte> json,
        CancellationToken cancellationToken)
        => _http.SendAsync(Request(path, HttpMethod.Post, json, UsualBody), cancellationToken);

    /// <summary>
    /// Reads the JSON of a good answer; any other answer says nothing, or that this caller is not let in.
    /// </summary>
    /// <typeparam name="T">What the answer is about.</typeparam>
    /// <param name="response">The answer.</param>
    /// <param name="read">Reads the bytes; throws <see cref="JsonException"/> for what the server should not have
    /// said.</param>
    internal Answer<T> Read<T>(PipelineResponse response, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
        => response.Read(r => Refusal<T>(r) ?? Answer<T>.Found(Repaired(r.Body, read), r.AskedAt));

    /// <summary>
    /// Reads JSON that Python wrote: numbers that are none are looked for where JSON without them cannot be read.
    /// </summary>
    private static T Repaired<T>(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(body);
        }
        catch (JsonException)
        {
            byte[] copy = body.ToArray();
            if (!NonFiniteNumbers.Replace(copy))
            {
                throw;
            }

            return read(copy);
        }
    }

    private Answer<T>? Refusal<T>(PipelineResponse response)
        where T : class
    {
        string where = SafeUrl.Of(response.Uri);
        if (response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return Answer<T>.Refused(
                $"{where} answered {(int)response.Status}: it does not let this caller in.",
                response.AskedAt,
                "Give the user name and password, or the headers, that the server or the proxy before it wants.");
        }

        if ((int)response.Status is >= 300 and <= 399)
        {
            return Answer<T>.Unknown(
                $"{where} sends to another address instead of answering.",
                "Something that wants a login may stand before the server: give what it wants, or ask by an SSH "
                    + "tunnel.");
        }

        if (!response.IsSuccess)
        {
            return Answer<T>.Unknown(
                $"{where} answered {(int)response.Status}, which says nothing about what was asked.",
                "See whether this is the address of a ComfyUI, and whether it has started.");
        }

        return response.Headers["Content-Type"]?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
            ? Answer<T>.Unknown(
                $"{where} answered with a web page.",
                "See whether this is the address of a ComfyUI; a login page may stand before it.")
            : null;
    }

    private PipelineRequest Request(string path, HttpMethod method, ReadOnlyMemory<byte> json, long maximumBody)
        => new(ServiceAddresses.Below(_address.Uri, path), method)
        {
            Authorization = _address.Authorization,
            IsAnonymous = _address.Authorization is null,
            Headers = _address.Headers,
            Redirects = RedirectRule.SameHost,
            MaximumBody = maximumBody,
            Body = json,
            ContentType = method == HttpMethod.Post ? "application/json" : null,
        };
}
