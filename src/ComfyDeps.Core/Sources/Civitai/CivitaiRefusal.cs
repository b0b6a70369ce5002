using System;
using System.Net;
using System.Text.Json;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Civitai;

/// <summary>
/// What Civitai means when it refuses. One status stands for a login that is needed and for files that their creator
/// gives to nobody: its message tells them apart.
/// </summary>
internal static class CivitaiRefusal
{
    /// <summary>Whether an answer is a refusal of Civitai's own.</summary>
    /// <param name="response">The answer.</param>
    internal static bool Is(PipelineResponse response)
        => response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && response.IsServicesOwn();

    /// <summary>The answer for a refusal.</summary>
    /// <typeparam name="T">What was asked about.</typeparam>
    /// <param name="response">The refusal.</param>
    /// <param name="what">What was asked about, in words.</param>
    internal static Answer<T> Read<T>(PipelineResponse response, string what)
        where T : class
    {
        string said = response.Body.IsEmpty
            ? string.Empty
            : response.Json(
                static body => body.ValueKind == JsonValueKind.Object
                    ? $"{body.Filled("error")} {body.Filled("message")}"
                    : string.Empty);
        bool Says(string text) => said.Contains(text, StringComparison.OrdinalIgnoreCase);
        return Says("disabled downloads")
            ? Answer<T>.Refused(
                $"The creator of {what} gives it to nobody at Civitai.",
                response.AskedAt,
                "Look for the file at another place, or ask its creator.")
            : Says("early access")
                ? Answer<T>.Refused(
                    $"What Civitai has of {what} is in early access.",
                    response.AskedAt,
                    $"Wait until that ends, or set {EnvironmentVariables.CivitaiToken} to a key of an account that "
                        + "has bought it.")
                : Answer<T>.Refused(
                    $"Civitai does not tell this caller about {what}.",
                    response.AskedAt,
                    $"Set {EnvironmentVariables.CivitaiToken} to a key of an account that may see it.");
    }
}
