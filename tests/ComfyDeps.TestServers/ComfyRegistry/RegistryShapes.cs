using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ComfyDeps.TestServers.ComfyRegistry;

/// <summary>The Comfy Registry's objects on the wire: mixed casing and all.</summary>
internal static class RegistryShapes
{
    internal static JsonObject Pack(RegistryPack pack, JsonNode? latest) => new()
    {
        ["author"] = "",
        ["banner_url"] = "",
        ["category"] = "",
        ["created_at"] = pack.CreatedAt,
        ["description"] = $"{pack.Name ?? pack.Id} for ComfyUI",
        ["downloads"] = pack.Downloads,
        ["github_stars"] = pack.Stars,
        ["icon"] = "",
        ["id"] = pack.Id,
        ["latest_version"] = latest,
        ["license"] = """{"file":"LICENSE"}""",
        ["name"] = pack.Name ?? pack.Id,
        ["preempted_comfy_node_names"] = new JsonArray(
            [.. pack.PreemptedClasses.Select(name => JsonValue.Create(name))]),
        ["publisher"] = new JsonObject
        {
            ["createdAt"] = "2024-05-01T09:00:00.000000Z",
            ["description"] = "",
            ["id"] = pack.Publisher,
            ["name"] = pack.Publisher,
            ["status"] = "PublisherStatusActive",
        },
        ["rating"] = 0,
        ["repository"] = pack.Repository,
        ["search_ranking"] = 5,
        ["status"] = pack.Status,
        ["status_detail"] = pack.StatusDetail ?? "",
        ["supported_accelerators"] = null,
        ["supported_comfyui_frontend_version"] = "",
        ["supported_comfyui_version"] = "",
        ["supported_os"] = null,
        ["tags"] = new JsonArray(),
        ["tags_admin"] = null,
        ["translations"] = new JsonObject(),
    };

    internal static JsonObject Version(RegistryPack pack, RegistryVersion version, string downloadUrl) => new()
    {
        ["changelog"] = version.Changelog,
        ["comfy_node_extract_status"] = version.Classes is null ? "pending" : "success",
        ["createdAt"] = version.CreatedAt,
        ["dependencies"] = new JsonArray([.. version.Dependencies.Select(line => JsonValue.Create(line))]),
        ["deprecated"] = version.Deprecated,
        ["downloadUrl"] = downloadUrl,
        ["id"] = Id(pack, version).ToString(),
        ["node_id"] = version.AnsweredNodeId ?? pack.Id,
        ["status"] = version.Status,
        ["status_reason"] = "",
        ["supported_accelerators"] = null,
        ["supported_comfyui_frontend_version"] = "",
        ["supported_comfyui_version"] = version.SupportedComfyUi,
        ["supported_os"] = version.SupportedOs is null
            ? null
            : new JsonArray([.. version.SupportedOs.Select(name => JsonValue.Create(name))]),
        ["tags"] = new JsonArray(),
        ["tags_admin"] = null,
        ["version"] = version.AnsweredVersion ?? version.Version,
    };

    internal static JsonObject Class(string name) => new()
    {
        ["category"] = "image",
        ["comfy_node_name"] = name,
        ["deprecated"] = false,
        ["description"] = "",
        ["experimental"] = false,
        ["function"] = "run",
        ["input_types"] = """{"required":{}}""",
        ["output_is_list"] = new JsonArray(false),
        ["policy"] = "ComfyNodePolicyActive",
        ["return_names"] = """["IMAGE"]""",
        ["return_types"] = """["IMAGE"]""",
    };

    private static Guid Id(RegistryPack pack, RegistryVersion version)
        => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{pack.Id}@{version.Version}")).AsSpan(0, 16));
}
