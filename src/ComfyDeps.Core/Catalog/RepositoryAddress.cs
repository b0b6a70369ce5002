using System;
using System.Linq;

namespace ComfyDeps.Catalog;

/// <summary>One way to write the address of a repository, so that two records of one pack can be told to be one.</summary>
internal static class RepositoryAddress
{
    private const string GitHub = "github.com";
    private const int LongestAddress = 512;

    /// <summary>The address as https, without <c>.git</c> and slash at the end; null when it is none.</summary>
    /// <param name="address">An https or ssh address, or one without scheme.</param>
    internal static string? Normalize(string? address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.Length > LongestAddress)
        {
            return null;
        }

        string text = address.Trim();
        if (text.StartsWith("git@", StringComparison.Ordinal))
        {
            text = text[4..].Replace(':', '/');
        }

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        text = scheme >= 0 ? text[(scheme + 3)..] : text;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !IsHost(text[..slash]))
        {
            return null;
        }

        string host = text[..slash].ToLowerInvariant();
        host = host == "www.github.com" ? GitHub : host;
        string path = text[(slash + 1)..].Split('?', '#')[0].Trim('/');
        path = host == GitHub ? FirstTwo(path) : path;
        path = path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
        return path.Length == 0 || !path.All(IsPathCharacter) || path.Contains("..", StringComparison.Ordinal)
            ? null
            : $"https://{host}/{path}";
    }

    /// <summary>What two addresses of one repository have in common: lower case, without scheme.</summary>
    /// <param name="normalized">An address from <see cref="Normalize"/>.</param>
    internal static string Key(string normalized) => normalized["https://".Length..].ToLowerInvariant();

    /// <summary>The id of a pack that no registry id is known for: owner/repo, with the host where that is not GitHub.</summary>
    /// <param name="key">A key from <see cref="Key"/>.</param>
    internal static string IdOf(string key)
        => key.StartsWith(GitHub + "/", StringComparison.Ordinal) ? key[(GitHub.Length + 1)..] : key;

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

    private static bool IsHost(string text)
        => text.Contains('.', StringComparison.Ordinal)
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':');

    private static bool IsPathCharacter(char c) => c > ' ' && c < 0x7F && c is not ('"' or '\'' or '\\' or '`' or '<' or '>');
}
