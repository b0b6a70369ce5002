using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>An address is https and carries no secret; plain http is for this machine alone.</summary>
internal sealed class UrlRule : IRegistryRule
{
    /// <summary>What an address is, in words.</summary>
    internal const string Expected = "an https address without a user name, a space or a fragment";

    private const int Longest = 4096;

    /// <inheritdoc/>
    public string Id => "url";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((RegistryPlace place, PinSource source) in RegistryParts.Sources(document))
        {
            foreach ((string field, string? address) in ((string, string?)[])
                [("downloadUrl", source.DownloadUrl), ("mirror", source.Mirror), ("url", source.Url)])
            {
                if (address is not null && !IsUsable(address))
                {
                    yield return Wrong(place.Then(field));
                }
            }
        }
    }

    /// <summary>An address that is not usable; it is not shown, because there can be a secret in it.</summary>
    /// <param name="place">Where it is.</param>
    internal static RegistryProblem Wrong(RegistryPlace place) => new(place, "expected " + Expected);

    /// <summary>Whether something may be had from an address.</summary>
    /// <param name="address">The address.</param>
    internal static bool IsUsable(string address)
        => address.Length <= Longest
            && address.All(
                static c => c is > ' '
                    and < (char)0x7F
                    and not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}'))
            && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0
            && uri.Host.Length > 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
