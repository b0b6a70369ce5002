using System;
using System.Text.Json;

namespace ComfyDeps.Http;

/// <summary>Finds bodies that cannot be what was asked for, so that they are asked for again and never kept.</summary>
internal static class BodyCheck
{
    /// <summary>Says what is wrong with a body that should be one whole JSON value; null when nothing is.</summary>
    /// <param name="response">A response with a good status.</param>
    internal static string? Json(PipelineResponse response)
    {
        if (response.Headers["Content-Type"] is string type
            && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return "a web page came instead of JSON";
        }

        try
        {
            Utf8JsonReader reader = new(response.Body.Span, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
            }

            return reader.BytesConsumed == 0 ? "an empty body came instead of JSON" : null;
        }
        catch (JsonException e)
        {
            return $"the JSON is damaged at line {e.LineNumber + 1}";
        }
    }
}
