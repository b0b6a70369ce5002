using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.ComfyRegistry;

/// <summary>
/// The Comfy Registry, as its protocol is described: what it lists, leaves out, sorts as text and counts.
/// </summary>
public sealed class ComfyRegistryStandIn : StandIn
{
    public ComfyRegistryStandIn(int port = 0)
        : base("Comfy Registry", port)
    {
        Cdn = new FileStandIn("Comfy Registry's CDN", port == 0 ? 0 : port + StorageOffset);
        Routes.MapGet("/health", context => context.Response.WriteAsync("OK", context.RequestAborted));
        Routes.MapGet("/nodes", ListAsync);
        Routes.MapGet("/nodes/search", SearchAsync);
        Routes.MapGet("/nodes/{id}", PackAsync);
        Routes.MapGet("/nodes/{id}/versions", VersionsAsync);
        Routes.MapGet("/nodes/{id}/versions/{version}", VersionAsync);
        Routes.MapGet("/nodes/{id}/versions/{version}/comfy-nodes", ClassesAsync);
        Routes.MapGet("/nodes/{id}/install", InstallAsync);
        Routes.MapGet("/versions", AllVersionsAsync);
        Routes.MapGet("/comfy-nodes/{name}/node", PackOfClassAsync);
        Routes.MapPost("/bulk/nodes/versions", BulkAsync);
        Open();
    }

    /// <summary>What the service knows. Fill it before the first request.</summary>
    public IList<RegistryPack> Packs { get; } = [];

    /// <summary>How often the endpoint that counts an installation was asked: discovery must leave it at 0.</summary>
    public int InstallsCounted { get; private set; }

    /// <summary>Whether lists leave <c>downloadUrl</c> empty, as the service does.</summary>
    public bool LeavesDownloadUrlsOutOfLists { get; set; } = true;

    /// <summary>
    /// Whether versions of an id that does not exist are 404; the service was seen to answer an empty list.
    /// </summary>
    public bool UnknownVersionsAre404 { get; set; }

    /// <summary>Whether a 404 has no body.</summary>
    public bool EmptyNotFound { get; set; }

    /// <summary>Whether the bulk endpoint exists, and how many versions it takes at once.</summary>
    public bool HasBulk { get; set; } = true;

    public int BulkLimit { get; set; } = 1000;

    /// <summary>The storage host that the archives are on.</summary>
    public FileStandIn Cdn { get; }

    protected override ValueTask CloseAsync() => Cdn.DisposeAsync();

    private static string Value(HttpContext context, string name)
        => Uri.UnescapeDataString((string)context.Request.RouteValues[name]!);

    private static int Number(HttpContext context, string name, int otherwise)
        => int.TryParse(context.Request.Query[name], CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private Task NotFoundAsync(HttpContext context, string message)
    {
        if (EmptyNotFound)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return context.JsonAsync(new JsonObject { ["message"] = message, ["error"] = "" }, 404);
    }

    // Ids are looked up in their exact case.
    private RegistryPack? Find(string id) => Packs.FirstOrDefault(pack => pack.Id == id);

    private JsonObject Shape(RegistryPack pack)
    {
        RegistryVersion? latest = pack.Versions.LastOrDefault(version => version.Status == "NodeVersionStatusActive");
        return RegistryShapes.Pack(pack, latest is null ? null : Shape(pack, latest, LeavesDownloadUrlsOutOfLists));
    }

    private JsonObject Shape(RegistryPack pack, RegistryVersion version, bool withoutUrl)
    {
        string path = $"/{pack.Publisher}/{pack.Id}/{version.Version}/node.zip";
        return RegistryShapes.Version(
            pack, version, withoutUrl ? "" : Cdn.Add(path, PackArchive.Make(pack, version)).AbsoluteUri);
    }

    private Task ListAsync(HttpContext context)
    {
        string[] ids = [.. context.Request.Query["node_id"].OfType<string>()];
        return PageAsync(context, Packs.Where(pack => ids.Length == 0 || ids.Contains(pack.Id)));
    }

    private Task SearchAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        string text = query["search"].ToString();
        string url = query["repository_url_search"].ToString();
        string name = query["comfy_node_search"].ToString();

        // The match is fuzzy: part of the address, whatever its case, and what is only similar comes along.
        return PageAsync(context, Packs.Where(pack =>
            (url.Length == 0 || pack.Repository.Contains(url, StringComparison.OrdinalIgnoreCase))
            && (text.Length == 0 || pack.Id.Contains(text, StringComparison.OrdinalIgnoreCase))
            && (name.Length == 0 || pack.Versions.Any(version => version.Classes?.Any(
                one => one.Contains(name, StringComparison.OrdinalIgnoreCase)) == true))));
    }

    private Task PageAsync(HttpContext context, IEnumerable<RegistryPack> packs)
    {
        bool withBanned = context.Request.Query["include_banned"] != "false";
        RegistryPack[] all = [.. packs.Where(pack => withBanned || pack.Status != "NodeStatusBanned")];
        int page = Math.Max(1, Number(context, "page", 1));
        int limit = Math.Clamp(Number(context, "limit", 10), 1, 100);
        return context.JsonAsync(new JsonObject
        {
            ["limit"] = limit,
            ["nodes"] = new JsonArray([.. all.Skip((page - 1) * limit).Take(limit).Select(Shape)]),
            ["page"] = page,
            ["total"] = all.Length,
            ["totalPages"] = (all.Length + limit - 1) / limit,
        });
    }

    private Task PackAsync(HttpContext context)
    {
        RegistryPack? pack = Find(Value(context, "id"));
        return pack is null ? NotFoundAsync(context, "Node not found")
            : pack.Status == "NodeStatusBanned" ? BannedAsync(context)
            : context.JsonAsync(Shape(pack));
    }

    private static Task BannedAsync(HttpContext context)
        => context.JsonAsync(new JsonObject { ["message"] = "Node Banned" }, 403);

    private Task VersionsAsync(HttpContext context)
    {
        RegistryPack? pack = Find(Value(context, "id"));
        if (pack is null && UnknownVersionsAre404)
        {
            return NotFoundAsync(context, "Node not found");
        }

        if (pack?.Status == "NodeStatusBanned")
        {
            return BannedAsync(context);
        }

        string[] statuses = [.. context.Request.Query["statuses"].OfType<string>()];
        return context.JsonAsync(new JsonArray([.. (pack?.Versions ?? [])
            .Where(version => statuses.Length == 0 || statuses.Contains(version.Status))
            .OrderByDescending(version => version.Version, StringComparer.Ordinal)
            .Select(version => Shape(pack!, version, LeavesDownloadUrlsOutOfLists))]));
    }

    private Task VersionAsync(HttpContext context)
    {
        RegistryPack? pack = Find(Value(context, "id"));
        RegistryVersion? version = pack?.Versions.FirstOrDefault(one => one.Version == Value(context, "version"));
        return version is null ? NotFoundAsync(context, "Version not found")
            : pack!.Status == "NodeStatusBanned" ? BannedAsync(context)
            : context.JsonAsync(Shape(pack, version, withoutUrl: false));
    }

    private Task ClassesAsync(HttpContext context)
    {
        RegistryPack? pack = Find(Value(context, "id"));
        RegistryVersion? version = pack?.Versions.FirstOrDefault(one => one.Version == Value(context, "version"));
        if (version is null)
        {
            return NotFoundAsync(context, "Version not found");
        }

        int limit = Math.Max(1, Number(context, "limit", 10));
        int page = Math.Max(1, Number(context, "page", 1));
        return context.JsonAsync(new JsonObject
        {
            ["comfy_nodes"] = version.Classes is null
                ? null
                : new JsonArray([.. version.Classes.Skip((page - 1) * limit).Take(limit).Select(RegistryShapes.Class)]),
            ["totalNumberOfPages"] = ((version.Classes?.Count ?? 0) + limit - 1) / limit,
        });
    }

    private Task InstallAsync(HttpContext context)
    {
        InstallsCounted++;
        RegistryPack? pack = Find(Value(context, "id"));
        string wanted = context.Request.Query["version"].ToString();
        RegistryVersion? version = wanted.Length == 0
            ? pack?.Versions.LastOrDefault()
            : pack?.Versions.FirstOrDefault(one => one.Version == wanted);
        return version is null
            ? NotFoundAsync(context, "Version not found")
            : context.JsonAsync(Shape(pack!, version, withoutUrl: false));
    }

    private Task AllVersionsAsync(HttpContext context)
    {
        int size = Number(context, "pageSize", 10);
        if (size > 100)
        {
            return context.JsonAsync(new JsonObject { ["message"] = "pageSize must be at most 100" }, 400);
        }

        int page = Math.Max(1, Number(context, "page", 1));
        string id = context.Request.Query["nodeId"].ToString();
        (RegistryPack Pack, RegistryVersion Version)[] all = [.. Packs
            .Where(pack => id.Length == 0 || pack.Id == id)
            .SelectMany(pack => pack.Versions.Select(version => (pack, version)))
            .OrderByDescending(pair => pair.version.Version, StringComparer.Ordinal)];
        return context.JsonAsync(new JsonObject
        {
            ["page"] = page,
            ["pageSize"] = size,
            ["total"] = all.Length,
            ["totalPages"] = (all.Length + size - 1) / size,
            ["versions"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size)
                .Select(pair => Shape(pair.Pack, pair.Version, LeavesDownloadUrlsOutOfLists))]),
        });
    }

    private Task PackOfClassAsync(HttpContext context)
    {
        string name = Value(context, "name");
        RegistryPack? best = Packs
            .Where(pack => pack.PreemptedClasses.Contains(name)
                || pack.Versions.Any(version => version.Classes?.Contains(name) == true))
            .OrderByDescending(pack => pack.PreemptedClasses.Contains(name))
            .ThenByDescending(pack => pack.Downloads)
            .FirstOrDefault();
        return best is null ? NotFoundAsync(context, "Node not found") : context.JsonAsync(Shape(best));
    }

    private Task BulkAsync(HttpContext context)
    {
        if (!HasBulk)
        {
            return NotFoundAsync(context, "Not Found");
        }

        using JsonDocument asked = JsonDocument.Parse(context.Request.Body);
        JsonElement list = asked.RootElement.GetProperty("node_versions");
        if (list.GetArrayLength() > BulkLimit)
        {
            return context.JsonAsync(new JsonObject { ["message"] = "too many node versions" }, 400);
        }

        JsonArray answers = [];
        foreach (JsonElement one in list.EnumerateArray())
        {
            string id = one.GetProperty("node_id").GetString()!;
            string number = one.GetProperty("version").GetString()!;
            RegistryPack? pack = Find(id);
            RegistryVersion? version = pack?.Versions.FirstOrDefault(candidate => candidate.Version == number);
            JsonObject answer = new()
            {
                ["identifier"] = new JsonObject { ["node_id"] = id, ["version"] = number },
                ["status"] = version is null ? "not_found" : "success",
            };
            if (version is not null)
            {
                answer["node_version"] = Shape(pack!, version, LeavesDownloadUrlsOutOfLists);
            }

            answers.Add(answer);
        }

        return context.JsonAsync(new JsonObject { ["node_versions"] = answers });
    }
}
