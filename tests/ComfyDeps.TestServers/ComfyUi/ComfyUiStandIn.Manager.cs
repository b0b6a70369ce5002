using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.ComfyUi;

/// <content>The routes of ComfyUI-Manager.</content>
public sealed partial class ComfyUiStandIn
{
    public ManagerKind Manager { get; set; } = ManagerKind.V4;

    public IList<ServedPack> Packs { get; } = [];

    private void MapManager(string prefix)
    {
        Map(prefix + "/customnode/installed", ManagerKind.Legacy, isPost: false, InstalledAsync);
        Map(prefix + "/v2/customnode/installed", ManagerKind.V4, isPost: false, InstalledAsync);
        Map(prefix + "/customnode/import_fail_info", ManagerKind.Legacy, isPost: true, ImportFailureAsync);
        Map(prefix + "/v2/customnode/import_fail_info", ManagerKind.V4, isPost: true, ImportFailureAsync);
        Map(prefix + "/v2/customnode/import_fail_info_bulk", ManagerKind.V4, isPost: true, ImportFailuresAsync);
    }

    private void Map(string path, ManagerKind kind, bool isPost, RequestDelegate answer)
        => Routes.MapMethods(
            path,
            [isPost ? HttpMethods.Post : HttpMethods.Get],
            context => Manager == kind ? answer(context) : NoRouteAsync(context));

    private Task InstalledAsync(HttpContext context)
    {
        bool isImported = context.Request.Query["mode"] == "imported";
        JsonObject body = [];
        foreach (ServedPack pack in Packs)
        {
            body[pack.Folder] = new JsonObject
            {
                ["ver"] = isImported ? pack.LoadedVersion ?? pack.Version : pack.Version,
                ["cnr_id"] = pack.RegistryId,
                ["aux_id"] = pack.Repository,
                ["enabled"] = pack.IsEnabled,
            };
        }

        return SendAsync(context, body);
    }

    /// <summary>One pack; 400 without a body when there is no failure, or no such pack.</summary>
    private Task ImportFailureAsync(HttpContext context)
    {
        using JsonDocument asked = JsonDocument.Parse(context.Request.Body);
        string key = asked.RootElement.TryGetProperty("cnr_id", out JsonElement id)
            ? id.GetString()!
            : asked.RootElement.GetProperty("url").GetString()!;
        return FailureOf(key) is string failure
            ? SendAsync(context, new JsonObject { ["msg"] = failure, ["traceback"] = Traceback(failure) })
            : SendAsync(context, 400, "", "application/octet-stream");
    }

    private Task ImportFailuresAsync(HttpContext context)
    {
        using JsonDocument asked = JsonDocument.Parse(context.Request.Body);
        string[] keys = [.. Keys(asked.RootElement, "cnr_ids"), .. Keys(asked.RootElement, "urls")];
        if (keys.Length == 0)
        {
            return SendAsync(context, 400, "Either 'cnr_ids' or 'urls' field is required", "text/plain; charset=utf-8");
        }

        JsonObject body = [];
        foreach (string key in keys)
        {
            body[key] = FailureOf(key) is string failure
                ? new JsonObject { ["error"] = failure, ["traceback"] = Traceback(failure) }
                : null;
        }

        return SendAsync(context, body);
    }

    private static IEnumerable<string> Keys(JsonElement asked, string name)
        => asked.TryGetProperty(name, out JsonElement list)
            ? list.EnumerateArray().Select(key => key.GetString()!)
            : [];

    private static string Traceback(string failure)
        => $"Traceback (most recent call last):\n  File \"__init__.py\", line 1\n{failure}\n";

    private string? FailureOf(string key)
        => Packs.FirstOrDefault(
            pack => pack.RegistryId == key || $"https://github.com/{pack.Repository}" == key)?.ImportFailure;
}
