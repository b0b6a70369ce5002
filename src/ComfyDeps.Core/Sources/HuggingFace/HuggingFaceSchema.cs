using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>
/// Reads the Hub's answers. What is tolerated, field by field:
/// <list type="table">
/// <item><term>sha</term><description>Required, 40 lower-case hex digits: the commit. No other id is ever taken for
/// one.</description></item>
/// <item><term>id, modelId</term><description>Either; absent: what was asked for.</description></item>
/// <item><term>gated</term><description>false, "auto" or "manual"; absent: no.</description></item>
/// <item><term>disabled</term><description>Absent: no.</description></item>
/// <item><term>lastModified</term><description>May be absent.</description></item>
/// <item><term>siblings</term><description>Absent: the list is asked for elsewhere. Unordered.</description></item>
/// <item><term>lfs.sha256 (siblings), lfs.oid (tree, paths)</term><description>64 hex digits: the content's SHA-256.
/// Anything else: not published.</description></item>
/// <item><term>oid, blobId, xetHash</term><description>Never read: neither a commit nor the content's
/// hash.</description></item>
/// <item><term>size, lfs.size</term><description>The larger file's own size wins; absent or negative: not
/// known.</description></item>
/// </list>
/// </summary>
internal static class HuggingFaceSchema
{
    /// <summary>Reads a revision's description.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="asked">The repository that was asked for.</param>
    internal static HubRevisionFact Revision(JsonElement body, string asked)
    {
        string commit = body.Text("sha") is string sha && IsHex(sha, 40)
            ? sha
            : throw new JsonException("The field 'sha' is not a full commit.");
        bool hasFiles = body.TryGetProperty("siblings", out JsonElement siblings)
            && siblings.ValueKind == JsonValueKind.Array;
        return new HubRevisionFact(
            body.Filled("id") ?? body.Filled("modelId") ?? asked,
            commit,
            body.Filled("gated") is not null,
            body.IsTrue("disabled"),
            body.Time("lastModified"),
            hasFiles ? ByPath(siblings.Objects().Select(static item => File(item, "rfilename", "sha256"))) : null);
    }

    /// <summary>Reads a page of a tree, or what is known of some paths. Folders are left out.</summary>
    /// <param name="body">The answer.</param>
    internal static IReadOnlyList<HubFileFact> Items(JsonElement body)
        => body.ValueKind == JsonValueKind.Array
            ? [.. body.Objects()
                .Where(static item => item.Text("type") is null or "file")
                .Select(static item => File(item, "path", "oid"))]
            : throw new JsonException("A list of files was expected.");

    /// <summary>Puts files by their paths.</summary>
    /// <param name="files">The files.</param>
    internal static Dictionary<string, HubFileFact> ByPath(IEnumerable<HubFileFact> files)
    {
        Dictionary<string, HubFileFact> byPath = new(StringComparer.Ordinal);
        foreach (HubFileFact file in files)
        {
            byPath[file.Path] = file;
        }

        return byPath;
    }

    /// <summary>Whether a text is so many lower-case hex digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digits">How many.</param>
    internal static bool IsHex(string text, int digits) => text.Length == digits && text.All(char.IsAsciiHexDigitLower);

    private static HubFileFact File(JsonElement item, string pathField, string hashField)
    {
        string path = item.Filled(pathField) ?? throw new JsonException($"The field '{pathField}' is missing.");
        JsonElement? lfs = item.Object("lfs");
        string? hash = lfs?.Text(hashField)?.ToLowerInvariant();
        long? size = lfs?.Whole("size") ?? item.Whole("size");
        return new HubFileFact(path, size is >= 0 ? size : null, hash is not null && IsHex(hash, 64) ? hash : null);
    }
}
