using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>A request's address taken apart: which repository, which verb, which revision, which path.</summary>
internal sealed class HubAddress
{
    private static readonly string[] s_apiVerbs = ["revision", "tree", "paths-info", "refs", "commits", "auth-check"];
    private static readonly string[] s_fileVerbs = ["resolve", "raw", "blob", "tree"];

    internal bool IsApi { get; private init; }

    internal required string Type { get; init; }

    internal required string RepositoryId { get; init; }

    /// <summary>Empty for the repository itself.</summary>
    internal required string Verb { get; init; }

    internal string? Revision { get; private init; }

    internal string Path { get; private init; } = "";

    /// <summary>Gives null for an address that the Hub does not have.</summary>
    internal static HubAddress? Parse(string rawPath)
    {
        // Segments first, decoding after: an escaped slash belongs to a revision or to a path.
        string[] parts = [.. rawPath.Trim('/').Split('/')];
        if (parts is ["api", "resolve-cache", string type, _, _, _, ..])
        {
            return Build(isApi: true, type, [parts[3], parts[4], "resolve-cache", .. parts[5..]], ["resolve-cache"]);
        }

        return parts switch
        {
            ["api", "models" or "datasets" or "spaces", _, ..] => Build(isApi: true, parts[1], parts[2..], s_apiVerbs),
            ["datasets" or "spaces", _, ..] => Build(isApi: false, parts[0], parts[1..], s_fileVerbs),
            [_, ..] => Build(isApi: false, "models", parts, s_fileVerbs),
            _ => null,
        };
    }

    private static HubAddress? Build(bool isApi, string type, string[] parts, string[] verbs)
    {
        int verb = parts.Length > 2 && verbs.Contains(parts[2])
            ? 2
            : parts.Length > 1 && verbs.Contains(parts[1]) ? 1
            : -1;
        IEnumerable<string> id = (verb < 0 ? parts : parts[..verb]).Select(Uri.UnescapeDataString);
        if (verb < 0 && parts.Length > 2)
        {
            return null;
        }

        return new HubAddress
        {
            IsApi = isApi,
            Type = type,
            RepositoryId = string.Join('/', id),
            Verb = verb < 0 ? "" : parts[verb],
            Revision = verb >= 0 && parts.Length > verb + 1 ? Uri.UnescapeDataString(parts[verb + 1]) : null,
            Path = verb >= 0 && parts.Length > verb + 2
                ? string.Join('/', parts[(verb + 2)..].Select(Uri.UnescapeDataString))
                : "",
        };
    }
}
