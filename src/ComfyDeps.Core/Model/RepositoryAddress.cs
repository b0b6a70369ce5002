using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace ComfyDeps;

/// <summary>
/// One way to write the address of a repository, so that two records of one pack can be told to be one.
/// </summary>
internal static class RepositoryAddress
{
    /// <summary>The host whose repositories are named by <c>owner/repo</c> alone.</summary>
    internal const string GitHub = "github.com";

    private const int LongestAddress = 512;

    /// <summary>
    /// Repositories that were handed over and are still named by both addresses in many workflows; the value is the
    /// name that ComfyUI-Manager's lists use.
    /// </summary>
    private static readonly Dictionary<string, string> s_handedOver = new(StringComparer.Ordinal)
    {
        ["github.com/comfy-org/comfyui-manager"] = "github.com/ltdrdata/comfyui-manager",
    };

    /// <summary>
    /// The address as https, without <c>.git</c>, user name and slash at the end; null when it is none. An http address
    /// of this machine stays what it is.
    /// </summary>
    /// <param name="address">An https, http or ssh address, one without scheme, or <c>git@host:path</c>.</param>
    internal static string? Normalize(string? address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.Length > LongestAddress)
        {
            return null;
        }

        string text = address.Trim();
        text = text.StartsWith("git+", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        bool isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        bool isSsh = text.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase);
        text = scheme >= 0 ? text[(scheme + 3)..] : text;
        text = WithoutUser(text, isShort: scheme < 0);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !IsHost(text[..slash]))
        {
            return null;
        }

        string host = text[..slash].ToLowerInvariant();
        host = isSsh ? host.Split(':')[0] : host;
        host = host == "www.github.com" ? GitHub : host;
        string path = text[(slash + 1)..].Split('?', '#')[0].Trim('/');
        path = host == GitHub ? FirstTwo(path) : path;
        path = path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
        bool usable = path.Length > 0 && path.All(IsPathCharacter) && !path.Contains("..", StringComparison.Ordinal);
        return usable ? $"{(isHttp && IsThisMachine(host) ? "http" : "https")}://{host}/{path}" : null;
    }

    /// <summary>What two addresses of one repository have in common: lower case, without scheme.</summary>
    /// <param name="normalized">An address from <see cref="Normalize"/>.</param>
    internal static string Key(string normalized)
    {
        string key = normalized[(normalized.IndexOf("://", StringComparison.Ordinal) + 3)..].ToLowerInvariant();
        return s_handedOver.GetValueOrDefault(key, key);
    }

    /// <summary>
    /// The id of a pack that no registry id is known for: owner/repo, with the host where that is not GitHub.
    /// </summary>
    /// <param name="key">A key from <see cref="Key"/>.</param>
    internal static string IdOf(string key)
        => key.StartsWith(GitHub + "/", StringComparison.Ordinal) ? key[(GitHub.Length + 1)..] : key;

    /// <summary>The <c>owner/repo</c> of a repository on GitHub, or null for one elsewhere.</summary>
    /// <param name="normalized">An address from <see cref="Normalize"/>.</param>
    internal static string? OwnerAndRepository(string normalized)
    {
        const string Start = "https://" + GitHub + "/";
        return normalized.StartsWith(Start, StringComparison.Ordinal)
            && IsOwnerAndRepository(normalized[Start.Length..])
            ? normalized[Start.Length..]
            : null;
    }

    /// <summary>Whether a text is <c>owner/repo</c> as GitHub allows it, and nothing else.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsOwnerAndRepository(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && parts[0].Length is > 0 and <= 39
            && parts[0].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && parts[1].Length is > 0 and <= 100
            && parts[1] is not ("." or "..")
            && parts[1].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }

    /// <summary>The address of a GitHub repository.</summary>
    /// <param name="ownerAndRepository">A text for which <see cref="IsOwnerAndRepository"/> is true.</param>
    internal static string OnGitHub(string ownerAndRepository) => Normalize($"{GitHub}/{ownerAndRepository}")!;

    private static string FirstTwo(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? string.Empty : $"{parts[0]}/{parts[1]}";
    }

    /// <summary>
    /// Drops a user name, with whatever secret follows it; <c>user@host:path</c> becomes <c>host/path</c>.
    /// </summary>
    private static string WithoutUser(string text, bool isShort)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        int at = (slash < 0 ? text : text[..slash]).LastIndexOf('@');
        if (at < 0)
        {
            return text;
        }

        string rest = text[(at + 1)..];
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        return isShort && colon > 0 ? $"{rest[..colon]}/{rest[(colon + 1)..].TrimStart('/')}" : rest;
    }

    private static bool IsHost(string text)
        => (text.Contains('.', StringComparison.Ordinal) || IsThisMachine(text))
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':');

    private static bool IsThisMachine(string host)
    {
        string name = host.Split(':')[0];
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    private static bool IsPathCharacter(char c)
        => c > ' ' && c < 0x7F && c is not ('"' or '\'' or '\\' or '`' or '<' or '>');
}
