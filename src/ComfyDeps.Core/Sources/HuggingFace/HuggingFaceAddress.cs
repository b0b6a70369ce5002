using System;
using System.Linq;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>A place on Hugging Face: a repository, a revision of it, and a file or folder in it.</summary>
internal sealed record HuggingFaceAddress
{
    private const int LongestPart = 96;
    private const int LongestPath = 1024;

    /// <summary>models, datasets or spaces.</summary>
    internal required string Type { get; init; }

    /// <summary>One or two parts: <c>gpt2</c> or <c>org/name</c>.</summary>
    internal required string Repository { get; init; }

    /// <summary>A branch, a tag, a commit or a pull request's ref; null for the default branch.</summary>
    internal string? Revision { get; init; }

    /// <summary>The path of a file or folder; null for the whole repository.</summary>
    internal string? Path { get; init; }

    /// <summary>Whether the path is a folder's.</summary>
    internal bool IsFolder { get; init; }

    /// <summary>
    /// The repository with its type in front where that is not a model: what it is called in an address.
    /// </summary>
    internal string QualifiedRepository => Type == "models" ? Repository : $"{Type}/{Repository}";

    /// <summary>The revision that is asked for.</summary>
    internal string RevisionOrMain => Revision ?? "main";

    /// <summary>Reads the address of a page, a file or a folder; null for any other.</summary>
    /// <param name="uri">The address, at the Hub or at the endpoint in use.</param>
    /// <param name="endpoint">The endpoint in use.</param>
    internal static HuggingFaceAddress? Parse(Uri uri, Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || !IsHub(uri, endpoint))
        {
            return null;
        }

        // Segments before decoding: an escaped slash belongs to a revision.
        string path = uri.AbsolutePath;
        string root = SameServer(uri, endpoint) ? endpoint.AbsolutePath.TrimEnd('/') : string.Empty;
        path = path.StartsWith(root + "/", StringComparison.Ordinal) ? path[root.Length..] : path;
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string type = parts.Length > 0 && parts[0] is "datasets" or "spaces" ? parts[0] : "models";
        parts = type == "models" ? parts : parts[1..];
        int verb = Array.FindIndex(parts, static part => part is "resolve" or "blob" or "raw" or "tree");
        string[] id = verb < 0 ? parts : parts[..verb];
        if (id.Length is 0 or > 2 || verb > 2 || (type == "models" && id[0] is "api"))
        {
            return null;
        }

        string? revision = verb >= 0 && parts.Length > verb + 1 ? Uri.UnescapeDataString(parts[verb + 1]) : null;
        string? inside = verb >= 0 && parts.Length > verb + 2
            ? string.Join('/', parts[(verb + 2)..].Select(Uri.UnescapeDataString))
            : null;
        bool isFolder = inside is null || parts[verb] == "tree";
        return Create(type, string.Join('/', id), revision, inside, isFolder);
    }

    /// <summary>A place by its parts; null when one of them cannot be what it should.</summary>
    /// <param name="type">models, datasets or spaces.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="revision">The revision, or null.</param>
    /// <param name="path">The path, or null.</param>
    /// <param name="isFolder">Whether the path is a folder's.</param>
    internal static HuggingFaceAddress? Create(
        string type,
        string repository,
        string? revision,
        string? path,
        bool isFolder = false)
        => IsRepository(repository) && IsRevision(revision) && IsPath(path)
            ? new HuggingFaceAddress
            {
                Type = type,
                Repository = repository,
                Revision = revision,
                Path = path,
                IsFolder = isFolder,
            }
            : null;

    /// <summary>Whether a text can name a repository.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsRepository(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length is 1 or 2 && parts.All(static part =>
            part.Length is > 0 and <= LongestPart
            && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            && !part.Contains("..", StringComparison.Ordinal)
            && part[0] != '.');
    }

    private static bool IsRevision(string? revision)
        => revision is null
            || (revision.Length is > 0 and <= 255
                && !revision.Contains("..", StringComparison.Ordinal)
                && revision.All(static c => c > ' ' && c != 0x7F && c is not ('\\' or '?' or '#' or '%')));

    private static bool IsPath(string? path)
        => path is null
            || (path.Length is > 0 and <= LongestPath
                && !path.Any(char.IsControl)
                && path.Split('/').All(static part => part is not ("" or "." or "..")));

    private static bool IsHub(Uri uri, Uri endpoint)
        => SameServer(uri, endpoint)
            || (uri.Scheme is "https" or "http" && uri.IsDefaultPort && uri.Host.ToLowerInvariant()
                is "huggingface.co" or "www.huggingface.co" or "hf.co" or "hf-mirror.com");

    private static bool SameServer(Uri uri, Uri endpoint)
        => Uri.Compare(
            uri,
            endpoint,
            UriComponents.SchemeAndServer,
            UriFormat.UriEscaped,
            StringComparison.OrdinalIgnoreCase) == 0;
}
