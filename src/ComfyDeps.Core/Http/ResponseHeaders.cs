using System;
using System.Collections.Generic;

namespace ComfyDeps.Http;

/// <summary>The headers of a response, by name without case.</summary>
internal sealed class ResponseHeaders
{
    /// <summary>No headers.</summary>
    internal static readonly ResponseHeaders Empty = new([]);

    private readonly KeyValuePair<string, string>[] _headers;

    /// <summary>Keeps headers in the order in which they came; a header may stand there more than once.</summary>
    /// <param name="headers">Names and values.</param>
    internal ResponseHeaders(KeyValuePair<string, string>[] headers) => _headers = headers;

    /// <summary>All of them.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> All => _headers;

    /// <summary>The values of a header joined by a comma, or null when it is absent.</summary>
    /// <param name="name">The header.</param>
    internal string? this[string name]
    {
        get
        {
            string? joined = null;
            foreach (KeyValuePair<string, string> header in _headers)
            {
                if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    joined = joined is null ? header.Value : $"{joined}, {header.Value}";
                }
            }

            return joined;
        }
    }
}
