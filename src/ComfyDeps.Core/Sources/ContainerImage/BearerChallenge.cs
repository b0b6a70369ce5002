using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace ComfyDeps.Sources.ContainerImage;

/// <summary>What a registry says about where a token is to be had.</summary>
internal static partial class BearerChallenge
{
    /// <summary>The address to ask for a token; null when the header does not give one that may be asked.</summary>
    /// <param name="header">The header <c>WWW-Authenticate</c>, or null.</param>
    /// <param name="registry">The registry, whose scheme the address must not fall below.</param>
    internal static Uri? TokenAddress(string? header, Uri registry)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Parameter().Matches(header))
        {
            values[match.Groups[1].Value] = match.Groups[2].Value;
        }

        bool isUsable = Uri.TryCreate(values.GetValueOrDefault("realm"), UriKind.Absolute, out Uri? realm)
            && (realm.Scheme == Uri.UriSchemeHttps
                || (realm.Scheme == Uri.UriSchemeHttp && realm.IsLoopback && registry.IsLoopback))
            && realm.UserInfo.Length == 0;
        if (!isUsable)
        {
            return null;
        }

        List<string> query = [];
        foreach (string name in (string[])["service", "scope"])
        {
            if (values.TryGetValue(name, out string? value))
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        UriBuilder address = new(realm!);
        address.Query = string.Join(
            '&', [.. address.Query.Length > 1 ? [address.Query[1..]] : Array.Empty<string>(), .. query]);
        return address.Uri;
    }

    [GeneratedRegex(@"([A-Za-z_]+)=""([^""]*)""")]
    private static partial Regex Parameter();
}
