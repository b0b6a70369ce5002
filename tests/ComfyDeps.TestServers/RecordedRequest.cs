using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ComfyDeps.TestServers;

/// <summary>One request that a stand-in got, as it came over the wire.</summary>
public sealed class RecordedRequest
{
    private const int MaximumBody = 4 * 1024 * 1024;

    public required string Method { get; init; }

    /// <summary>Path and query, not decoded.</summary>
    public required string Target { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string Body { get; init; } = "";

    /// <summary>What was answered; 0 while that is not known, or when the connection was broken instead.</summary>
    public int Status { get; internal set; }

    /// <summary>The fault that was served instead of the answer, or null.</summary>
    public string? Fault { get; internal set; }

    public string Path => Target.Split('?', 2)[0];

    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;

    public override string ToString() => $"{Method} {Target}";

    internal static async Task<RecordedRequest> ReadAsync(HttpContext context)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> header in context.Request.Headers)
        {
            headers[header.Key] = header.Value.ToString();
        }

        return new RecordedRequest
        {
            Method = context.Request.Method,
            Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = headers,
            Body = await ReadBodyAsync(context),
        };
    }

    private static async Task<string> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return "";
        }

        MemoryStream copy = new();
        await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        if (copy.Length > MaximumBody)
        {
            throw new InvalidOperationException(
                $"No client of ours sends {copy.Length} bytes to {context.Request.Path}.");
        }

        copy.Position = 0;
        context.Request.Body = copy;
        return Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
    }
}
