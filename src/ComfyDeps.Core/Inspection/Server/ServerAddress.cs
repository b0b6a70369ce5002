using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ComfyDeps.Http;

namespace ComfyDeps.Inspection.Server;

/// <summary>Where a running ComfyUI is, and what opens the door in front of it.</summary>
internal sealed class ServerAddress
{
    private ServerAddress(
        Uri uri,
        AuthenticationHeaderValue? authorization,
        IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Uri = uri;
        Authorization = authorization;
        Headers = headers;
    }

    /// <summary>The address, without user name, query and fragment.</summary>
    internal Uri Uri { get; }

    /// <summary>What goes to this server and to no other, or null.</summary>
    internal AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Further headers for this server.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Takes an address as users give it: one with a user name stands for basic authentication.</summary>
    /// <param name="uri">The address.</param>
    /// <param name="credential">User name and password, before those in the address; null for none.</param>
    /// <param name="headers">Headers that a proxy before the server wants; null for none.</param>
    /// <exception cref="ComfyDepsException">It cannot be asked, or what is secret would travel in the
    /// clear.</exception>
    internal static ServerAddress Create(
        Uri uri,
        NetworkCredential? credential = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw Invalid(
                $"'{SafeUrl.Of(uri)}' is no http or https address of a ComfyUI server.",
                uri,
                "Give one such as http://127.0.0.1:8188.");
        }

        Uri bare = new(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
        AuthenticationHeaderValue? authorization = Basic(credential) ?? Basic(uri);
        List<KeyValuePair<string, string>> others = [];
        foreach (KeyValuePair<string, string> header in headers ?? [])
        {
            if (string.Equals(header.Key, "Authorization", StringComparison.OrdinalIgnoreCase)
                && AuthenticationHeaderValue.TryParse(header.Value, out AuthenticationHeaderValue? given))
            {
                authorization ??= given;
            }
            else
            {
                others.Add(header);
            }
        }

        return HostCredentials.IsSafe(bare) || (authorization is null && others.Count == 0)
            ? new ServerAddress(bare, authorization, others)
            : throw Invalid(
                $"What opens '{SafeUrl.Of(bare)}' would travel there in the clear.",
                bare,
                "Use https, or an SSH tunnel that ends on this machine.");
    }

    private static AuthenticationHeaderValue? Basic(NetworkCredential? credential)
        => credential is null ? null : Basic($"{credential.UserName}:{credential.Password}");

    private static AuthenticationHeaderValue? Basic(Uri uri)
        => uri.UserInfo.Length == 0 ? null : Basic(Uri.UnescapeDataString(uri.UserInfo));

    private static AuthenticationHeaderValue Basic(string userAndPassword)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword)));

    private static ComfyDepsException Invalid(string message, Uri uri, string hint)
        => new(ErrorCode.InvalidArgument, message, SafeUrl.Of(uri), hint);
}
