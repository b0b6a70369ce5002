using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace ComfyDeps.TestServers.Civitai;

/// <summary>Civitai's objects on the wire.</summary>
internal static class CivitaiShapes
{
    internal static JsonObject Model(IReadOnlyList<CivitaiVersion> versions, string site)
    {
        CivitaiVersion first = versions[0];
        JsonObject model = new()
        {
            ["creator"] = new JsonObject { ["username"] = "someone" },
            ["id"] = first.ModelId,
            ["modelVersions"] = new JsonArray(
                [.. versions.Select(version => Version(version, site, withModel: false))]),
            ["name"] = first.ModelName,
            ["nsfw"] = false,
            ["tags"] = new JsonArray(),
            ["type"] = first.ModelType,
        };
        if (first.Mode is not null)
        {
            model["mode"] = first.Mode;
        }

        return model;
    }

    internal static JsonObject Version(CivitaiVersion version, string site, bool withModel = true)
    {
        bool isArchived = version.Mode == "Archived";
        JsonObject shape = new()
        {
            ["air"] = $"urn:air:flux1:{version.ModelType.ToLowerInvariant()}:civitai:{version.ModelId}@{version.Id}",
            ["availability"] = version.EarlyAccessUntil is null ? "Public" : "EarlyAccess",
            ["baseModel"] = version.BaseModel,
            ["earlyAccessEndsAt"] = version.EarlyAccessUntil,
            ["files"] = new JsonArray([.. (isArchived ? [] : version.Files).Select(file => File(version, file, site))]),
            ["id"] = version.Id,
            ["modelId"] = version.ModelId,
            ["name"] = version.Name,
            ["publishedAt"] = version.PublishedAt,
            ["stats"] = new JsonObject { ["downloadCount"] = 1 },
            ["status"] = "Published",
        };
        if (!isArchived)
        {
            shape["downloadUrl"] = $"{site}/api/download/models/{version.Id}";
        }

        if (withModel)
        {
            shape["model"] = new JsonObject
            {
                ["mode"] = version.Mode,
                ["name"] = version.ModelName,
                ["nsfw"] = false,
                ["poi"] = false,
                ["type"] = version.ModelType,
            };
        }

        return shape;
    }

    private static JsonObject File(CivitaiVersion version, CivitaiFile file, string site)
    {
        JsonObject hashes = [];
        if (file.Sha256 is string sha256)
        {
            string upper = sha256.ToUpperInvariant();
            hashes["AutoV2"] = upper[..10];
            hashes["BLAKE3"] = new string('0', 64);
            hashes["CRC32"] = "00000000";
            hashes["SHA256"] = upper;
        }

        JsonObject metadata = [];
        foreach (KeyValuePair<string, string> pair in file.Metadata)
        {
            metadata[pair.Key] = pair.Value;
        }

        JsonObject shape = new()
        {
            ["downloadUrl"] = $"{site}/api/download/models/{version.Id}" + (file.IsPrimary ? "" : $"?fileId={file.Id}"),
            ["hashes"] = hashes,
            ["id"] = file.Id,
            ["metadata"] = metadata,
            ["name"] = file.Name,
            ["pickleScanResult"] = "Success",
            ["scannedAt"] = version.PublishedAt,
            ["sizeKB"] = file.Size / 1024.0,
            ["type"] = file.Type,
            ["virusScanResult"] = "Success",
        };
        if (file.IsPrimary)
        {
            // The others do not say false: they say nothing.
            shape["primary"] = true;
        }

        return shape;
    }
}
