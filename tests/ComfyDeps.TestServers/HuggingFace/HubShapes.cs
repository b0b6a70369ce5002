using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>The Hub's objects on the wire.</summary>
internal static class HubShapes
{
    internal static JsonObject Info(HubRepository repository, HubRevision revision, bool withBlobs)
    {
        JsonArray siblings = [];
        foreach (HubFile file in revision.Files)
        {
            JsonObject sibling = new() { ["rfilename"] = file.Path };
            if (withBlobs)
            {
                sibling["blobId"] = file.BlobId;
                sibling["size"] = file.Size;
                if (file.IsLarge)
                {
                    sibling["lfs"] = new JsonObject
                    {
                        ["pointerSize"] = file.PointerText.Length,
                        ["sha256"] = file.Sha256,
                        ["size"] = file.Size,
                    };
                }
            }

            siblings.Add(sibling);
        }

        return new JsonObject
        {
            ["_id"] = HubRepository.CommitOf(repository.Id)[..24],
            ["createdAt"] = "2024-08-01T12:00:00.000Z",
            ["disabled"] = repository.IsDisabled,
            ["gated"] = repository.Gated is null ? false : repository.Gated,
            ["id"] = repository.Id,
            ["lastModified"] = revision.Date,
            ["modelId"] = repository.Id,
            ["private"] = repository.IsPrivate,
            ["sha"] = revision.Commit,
            ["siblings"] = siblings,
            ["tags"] = new JsonArray(),
        };
    }

    internal static JsonObject File(HubFile file, HubRevision revision, bool expand)
    {
        JsonObject item = new()
        {
            ["oid"] = file.BlobId,
            ["path"] = file.Path,
            ["size"] = file.Size,
            ["type"] = "file",
        };
        if (file.IsLarge)
        {
            item["lfs"] = new JsonObject
            {
                ["oid"] = file.Sha256,
                ["pointerSize"] = file.PointerText.Length,
                ["size"] = file.Size,
            };
            item["xetHash"] = file.XetHash;
        }

        return expand ? Expanded(item, revision, file.LastCommit) : item;
    }

    internal static JsonObject Directory(string path, HubRevision revision, bool expand)
    {
        JsonObject item = new()
        {
            ["oid"] = HubFile.BlobIdOf(Encoding.UTF8.GetBytes("tree " + path)),
            ["path"] = path,
            ["size"] = 0,
            ["type"] = "directory",
        };
        return expand ? Expanded(item, revision, lastCommit: null) : item;
    }

    /// <summary>
    /// What is in a folder, in no order that a caller could count on; null when there is no such folder.
    /// </summary>
    internal static IReadOnlyList<JsonObject>? Tree(HubRevision revision, string folder, bool recursive, bool expand)
    {
        string prefix = folder.Length == 0 ? "" : folder + "/";
        HubFile[] below = [.. revision.Files.Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal))];
        if (below.Length == 0 && folder.Length > 0)
        {
            return null;
        }

        IEnumerable<JsonObject> files = below
            .Where(file => recursive || !file.Path[prefix.Length..].Contains('/'))
            .Select(file => File(file, revision, expand));
        IEnumerable<JsonObject> folders = below
            .SelectMany(file => FoldersOf(file.Path, prefix))
            .Where(path => recursive || !path[prefix.Length..].Contains('/'))
            .Distinct()
            .Select(path => Directory(path, revision, expand));
        return [
            .. folders
                .Concat(files)
                .OrderBy(item => Shuffled(item["path"]!.GetValue<string>()), StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> FoldersOf(string path, string prefix)
    {
        for (int slash = path.IndexOf('/', prefix.Length); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static string Shuffled(string path) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)));

    private static JsonObject Expanded(JsonObject item, HubRevision revision, string? lastCommit)
    {
        item["lastCommit"] = new JsonObject
        {
            ["date"] = revision.Date,
            ["id"] = lastCommit ?? revision.Commit,
            ["title"] = revision.Title,
        };
        item["securityFileStatus"] = new JsonObject { ["status"] = "safe" };
        return item;
    }
}
