using System.Collections.Generic;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>The headers of a question in git's own protocol.</summary>
internal static class GitHeaders
{
    private const string UserAgent = "git/2.0";

    /// <summary>The headers.</summary>
    /// <param name="accept">What may answer.</param>
    /// <param name="isSecond">Whether it is protocol 2.</param>
    internal static List<KeyValuePair<string, string>> Of(string accept, bool isSecond)
    {
        List<KeyValuePair<string, string>> headers =
        [
            KeyValuePair.Create("User-Agent", $"{UserAgent} ({HttpSettings.UserAgent})"),
            KeyValuePair.Create("Accept", accept),
        ];
        if (isSecond)
        {
            headers.Add(KeyValuePair.Create("Git-Protocol", "version=2"));
        }

        return headers;
    }
}
