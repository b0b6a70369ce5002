using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace ComfyDeps.Http;

/// <summary>Decides where a redirect leads, and whether to go there.</summary>
internal static class RedirectTarget
{
    /// <summary>Whether a status is a redirect to another address.</summary>
    /// <param name="status">The status.</param>
    internal static bool IsRedirect(HttpStatusCode status)
        => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>The address that a redirect names, or null when it names none that can be asked.</summary>
    /// <param name="from">The address that redirected.</param>
    /// <param name="location">What it said.</param>
    internal static Uri? Resolve(Uri from, string? location)
    {
        if (string.IsNullOrWhiteSpace(location) || !Uri.TryCreate(from, location.Trim(), out Uri? to))
        {
            return null;
        }

        bool usable = (to.Scheme == Uri.UriSchemeHttps || to.Scheme == Uri.UriSchemeHttp) && to.UserInfo.Length == 0;
        return usable ? to : null;
    }

    /// <summary>Why a redirect must not be followed, or null when it may.</summary>
    /// <param name="from">The address that redirected.</param>
    /// <param name="to">The address that it named.</param>
    internal static string? Danger(Uri from, Uri to)
    {
        if (from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp)
        {
            return $"{SafeUrl.Of(from)} redirects from https to http, which is not followed.";
        }

        // A public host has no business in this machine's own network.
        return IsPrivate(to) && !IsPrivate(from)
            ? $"{SafeUrl.Of(from)} redirects into a private network, which is not followed."
            : null;
    }

    /// <summary>The method after a redirect: kept, except where the service says that a GET gives the answer.</summary>
    /// <param name="status">The redirect.</param>
    /// <param name="method">The method before.</param>
    internal static HttpMethod Method(HttpStatusCode status, HttpMethod method)
        => status == HttpStatusCode.SeeOther && method != HttpMethod.Head ? HttpMethod.Get : method;

    private static bool IsPrivate(Uri uri)
    {
        if (uri.IsLoopback)
        {
            return true;
        }

        if (!IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? address))
        {
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal
                || address.Equals(IPAddress.IPv6Any);
        }

        byte[] b = address.GetAddressBytes();
        return b[0] is 0 or 10 or 127
            || (b[0] == 169 && b[1] == 254)
            || (b[0] == 172 && b[1] is >= 16 and <= 31)
            || (b[0] == 192 && b[1] == 168)
            || (b[0] == 100 && b[1] is >= 64 and <= 127);
    }
}
