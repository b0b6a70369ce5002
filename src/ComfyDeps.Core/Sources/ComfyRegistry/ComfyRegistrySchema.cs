using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>
/// Reads the Comfy Registry's answers. What is tolerated, field by field:
/// <list type="table">
/// <item><term>pack id, node_id, version</term><description>Required: without them the answer cannot be
/// read.</description></item>
/// <item><term>repository</term><description>May be absent, empty or no https address: then the pack has
/// none.</description></item>
/// <item><term>pack status</term><description>An unknown or absent one counts as active: the service says what is
/// wrong, not what is right.</description></item>
/// <item><term>version status</term><description>An unknown or absent one counts as pending, never as
/// active.</description></item>
/// <item><term>createdAt, created_at</term><description>Both spellings; may be absent.</description></item>
/// <item><term>deprecated</term><description>Absent or null: no.</description></item>
/// <item><term>supported_comfyui_version, supported_os</term><description>Absent, null or empty: nothing is
/// said.</description></item>
/// <item><term>downloadUrl</term><description>Empty in lists: not told. Any https address (http for a base address on
/// this machine).</description></item>
/// <item><term>latest_version</term><description>Absent or null: none. It may be deprecated, and is not trusted for the
/// order.</description></item>
/// <item><term>totalPages</term><description>Absent: one.</description></item>
/// <item><term>lists</term><description>Unordered; null is empty; what is no object is left out.</description></item>
/// </list>
/// </summary>
internal static class ComfyRegistrySchema
{
    /// <summary>Reads a pack.</summary>
    /// <param name="body">The answer.</param>
    internal static RegistryPackFact Pack(JsonElement body)
    {
        string id = body.Filled("id") ?? throw Missing("id");
        return new RegistryPackFact(
            id,
            Address(body.Filled("repository")),
            body.Text("status") switch
            {
                "NodeStatusBanned" => PackStatus.Banned,
                "NodeStatusDeleted" => PackStatus.Deleted,
                _ => PackStatus.Active,
            },
            body.Object("latest_version")?.Filled("version"),
            body.Whole("github_stars") is long stars and >= 0 and <= int.MaxValue ? (int)stars : null);
    }

    /// <summary>Reads the packs of a page of a search.</summary>
    /// <param name="body">The answer.</param>
    internal static IReadOnlyList<RegistryPackFact> Packs(JsonElement body)
        => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("nodes", out _)
            ? [.. body.Objects("nodes").Select(Pack)]
            : throw Missing("nodes");

    /// <summary>Reads how many pages a search has.</summary>
    /// <param name="body">The answer.</param>
    internal static long Pages(JsonElement body) => body.Whole("totalPages") ?? 1;

    /// <summary>Reads the bare list of a pack's versions.</summary>
    /// <param name="body">The answer.</param>
    internal static IReadOnlyList<RegistryVersionFact> Versions(JsonElement body)
        => body.ValueKind switch
        {
            JsonValueKind.Array => [.. body.Objects().Select(Version)],
            JsonValueKind.Null => [],
            _ => throw new JsonException("A list of versions was expected."),
        };

    /// <summary>Reads a version.</summary>
    /// <param name="body">The answer.</param>
    internal static RegistryVersionFact Version(JsonElement body)
        => new(
            body.Filled("node_id") ?? throw Missing("node_id"),
            body.Filled("version") ?? throw Missing("version"),
            body.Text("status") switch
            {
                "NodeVersionStatusActive" => VersionStatus.Active,
                "NodeVersionStatusFlagged" => VersionStatus.Flagged,
                "NodeVersionStatusBanned" => VersionStatus.Banned,
                "NodeVersionStatusDeleted" => VersionStatus.Deleted,
                _ => VersionStatus.Pending,
            },
            body.IsTrue("deprecated"),
            body.Time("createdAt") ?? body.Time("created_at"),
            Address(body.Filled("downloadUrl")))
        {
            SupportedComfyUi = body.Filled("supported_comfyui_version"),
            SupportedSystems = body.Texts("supported_os"),
        };

    /// <summary>Reads the answer to a bulk question: one item for each version that was asked for.</summary>
    /// <param name="body">The answer.</param>
    internal static IReadOnlyList<RegistryBulkFact> Bulk(JsonElement body)
        => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("node_versions", out _)
            ? [.. body.Objects("node_versions").Select(BulkItem)]
            : throw Missing("node_versions");

    private static RegistryBulkFact BulkItem(JsonElement item)
    {
        JsonElement identifier = item.Object("identifier") ?? throw Missing("identifier");
        return new RegistryBulkFact(
            identifier.Filled("node_id") ?? throw Missing("identifier.node_id"),
            identifier.Filled("version") ?? throw Missing("identifier.version"),
            item.Text("status") ?? throw Missing("status"),
            item.Object("node_version") is JsonElement version ? Version(version) : null);
    }

    private static Uri? Address(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : null;

    private static JsonException Missing(string field) => new($"The field '{field}' is missing.");
}
