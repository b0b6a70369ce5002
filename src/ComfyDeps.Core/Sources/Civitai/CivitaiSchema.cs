using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Sources.Civitai;

/// <summary>
/// Reads Civitai's answers. What is tolerated, field by field:
/// <list type="table">
/// <item><term>id of a version or a file</term><description>Required.</description></item>
/// <item><term>files</term><description>Required as a list; empty for an archived model.</description></item>
/// <item><term>name</term><description>Required. Folders in front of it are cut off.</description></item>
/// <item><term>sizeKB</term><description>Times 1024; only where that is a whole number, else the size is not
/// known.</description></item>
/// <item><term>hashes.SHA256</term><description>64 hex digits in any case; anything else: not published. The other
/// hashes are never compared.</description></item>
/// <item><term>primary</term><description>Only true counts; absent is no.</description></item>
/// <item><term>mode</term><description>"Archived" counts, of the version's model or of the model itself; others are
/// passed over.</description></item>
/// <item><term>downloadUrl</term><description>Never read: lists were seen to give a host that does not exist. It is
/// built from the ids.</description></item>
/// <item><term>null in a list of versions</term><description>Left out.</description></item>
/// </list>
/// </summary>
internal static class CivitaiSchema
{
    /// <summary>Reads a version.</summary>
    /// <param name="body">The answer.</param>
    internal static CivitaiVersionFact Version(JsonElement body) => Version(body, modelId: null, mode: null);

    /// <summary>Reads the versions of a model.</summary>
    /// <param name="body">The answer.</param>
    internal static IReadOnlyList<CivitaiVersionFact> Model(JsonElement body)
    {
        long model = body.Whole("id") ?? throw new JsonException("The field 'id' is missing.");
        return body.TryGetProperty("modelVersions", out JsonElement versions)
            && versions.ValueKind == JsonValueKind.Array
            ? [.. versions.Objects().Select(version => Version(version, model, body.Text("mode")))]
            : throw new JsonException("The field 'modelVersions' is missing.");
    }

    /// <summary>Reads a bare list of versions.</summary>
    /// <param name="body">The answer.</param>
    internal static IReadOnlyList<CivitaiVersionFact> Versions(JsonElement body)
        => body.ValueKind == JsonValueKind.Array
            ? [.. body.Objects().Select(Version)]
            : throw new JsonException("A list of versions was expected.");

    private static CivitaiVersionFact Version(JsonElement body, long? modelId, string? mode)
    {
        if (!body.TryGetProperty("files", out JsonElement files) || files.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("The field 'files' is missing.");
        }

        return new CivitaiVersionFact(
            body.Whole("id") ?? throw new JsonException("The field 'id' is missing."),
            body.Whole("modelId") ?? modelId,
            (body.Object("model")?.Text("mode") ?? mode) == "Archived",
            body.Text("availability") == "EarlyAccess" || body.Filled("earlyAccessEndsAt") is not null,
            body.Time("publishedAt"),
            [.. files.Objects().Select(File)]);
    }

    private static CivitaiFileFact File(JsonElement body)
    {
        string name = body.Filled("name") ?? throw new JsonException("The field 'name' is missing.");
        string? hash = body.Object("hashes")?.Text("SHA256")?.ToLowerInvariant();
        bool isHash = hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower);
        return new CivitaiFileFact(
            body.Whole("id") ?? throw new JsonException("The field 'id' of a file is missing."),
            name[(name.LastIndexOfAny(['/', '\\']) + 1)..],
            body.Text("type") ?? string.Empty,
            body.IsTrue("primary"),
            Bytes(body.Real("sizeKB")),
            isHash ? hash : null,
            Metadata(body.Object("metadata")));
    }

    private static long? Bytes(double? kilobytes)
    {
        double bytes = (kilobytes ?? double.NaN) * 1024;
        double whole = Math.Round(bytes);
        return bytes is >= 0 and < long.MaxValue / 2d && Math.Abs(bytes - whole) < 0.01 ? (long)whole : null;
    }

    private static Dictionary<string, string> Metadata(JsonElement? metadata)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (JsonProperty property in metadata?.EnumerateObject() ?? default)
        {
            if (metadata!.Value.Text(property.Name) is string value)
            {
                values[property.Name] = value;
            }
        }

        return values;
    }
}
