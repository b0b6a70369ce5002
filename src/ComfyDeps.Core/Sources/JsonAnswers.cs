using System;
using System.Net;
using System.Text.Json;
using ComfyDeps.Http;

namespace ComfyDeps.Sources;

/// <summary>Judges the answers of services that speak JSON.</summary>
internal static class JsonAnswers
{
    /// <summary>Reads the body of a successful answer.</summary>
    /// <typeparam name="T">What it is about.</typeparam>
    /// <param name="response">The answer.</param>
    /// <param name="read">Makes of the JSON what it says; may throw <see cref="JsonException"/>.</param>
    internal static T Json<T>(this PipelineResponse response, Func<JsonElement, T> read)
    {
        using JsonDocument document = JsonDocument.Parse(response.Body);
        return read(document.RootElement);
    }

    /// <summary>
    /// Whether a refusal is the service's own: an empty body or a JSON object. A page in HTML is from something that
    /// stands before the service, and says nothing about what was asked for.
    /// </summary>
    /// <param name="response">The answer.</param>
    internal static bool IsServicesOwn(this PipelineResponse response)
    {
        if (response.Body.IsEmpty)
        {
            return response.Headers["Content-Type"]?.Contains("html", StringComparison.OrdinalIgnoreCase) != true;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(response.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the service itself says that there is no such thing.</summary>
    /// <param name="response">The answer.</param>
    internal static bool IsNotFound(this PipelineResponse response)
        => response.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone && response.IsServicesOwn();

    /// <summary>The answer for a status that says nothing about what was asked for.</summary>
    /// <typeparam name="T">What was asked about.</typeparam>
    /// <param name="response">The answer.</param>
    /// <param name="service">The service's name.</param>
    internal static Answer<T> Unexpected<T>(this PipelineResponse response, string service)
        where T : class
        => Answer<T>.Unknown(
            $"{service} answered {(int)response.Status} to {SafeUrl.Of(response.Uri)}, which says nothing about what "
                + "was asked.",
            "Try again later; look at the address and at the proxy, if there is one.");
}
