using System;
using System.Text.RegularExpressions;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>Reads the headers in which the Hub speaks of the next page and of its quota.</summary>
internal static partial class HubPages
{
    private static readonly Uri s_hub = new("https://huggingface.co");

    /// <summary>The next page, at the endpoint in use.</summary>
    /// <param name="link">The header <c>Link</c>, or null.</param>
    /// <param name="endpoint">The endpoint in use.</param>
    /// <param name="next">The page, or null when there is none.</param>
    /// <returns>False when the page is said to be at another host.</returns>
    internal static bool TryNext(string? link, Uri endpoint, out Uri? next)
    {
        Match match = NextPage().Match(link ?? string.Empty);
        if (!match.Success || !Uri.TryCreate(endpoint, match.Groups[1].Value, out next))
        {
            next = null;
            return true;
        }

        // A mirror may name the Hub that it mirrors. No other host is asked.
        string origin = HostCredentials.Origin(next);
        if (origin == HostCredentials.Origin(s_hub))
        {
            next = ServiceAddresses.Below(endpoint, next.PathAndQuery);
            return true;
        }

        return origin == HostCredentials.Origin(endpoint);
    }

    /// <summary>Whether a quota is used up.</summary>
    /// <param name="rateLimit">The header <c>RateLimit</c>, or null.</param>
    internal static bool IsUsedUp(string? rateLimit) => NothingLeft().IsMatch(rateLimit ?? string.Empty);

    [GeneratedRegex(@"<([^<>\s]+)>\s*;[^,<]*\brel=""?next""?")]
    private static partial Regex NextPage();

    [GeneratedRegex(@"""api""\s*;\s*r=0(?:\D|$)")]
    private static partial Regex NothingLeft();
}
