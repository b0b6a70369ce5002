using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.TestServers.Manager;

/// <summary>ComfyUI-Manager's lists, in their form, of packs and model files that a stand-in knows.</summary>
public static class ManagerLists
{
    private const string Core = "https://github.com/comfyanonymous/ComfyUI";

    /// <summary>Puts the four lists on a server, with validators.</summary>
    /// <param name="server">The server, at whose root they are.</param>
    /// <param name="packs">The packs; their newest version says which classes they have.</param>
    /// <param name="models">Folder, file name and address of model files.</param>
    /// <param name="coreClasses">The classes of ComfyUI itself.</param>
    public static void AddTo(
        FileStandIn server,
        IEnumerable<RegistryPack> packs,
        IEnumerable<(string Folder, string FileName, string Url)> models,
        params string[] coreClasses)
    {
        RegistryPack[] all = [.. packs];
        JsonArray list = [.. all.Select(pack => new JsonObject
        {
            ["author"] = pack.Publisher,
            ["description"] = "",
            ["files"] = new JsonArray(pack.Repository),
            ["install_type"] = "git-clone",
            ["reference"] = pack.Repository,
            ["title"] = pack.Name ?? pack.Id,
        })];
        JsonObject map = new() { [Core] = Claim(coreClasses, "ComfyUI") };
        JsonObject statistics = [];
        foreach (RegistryPack pack in all)
        {
            map[pack.Repository] = Claim(pack.Versions.LastOrDefault()?.Classes ?? [], pack.Name ?? pack.Id);
            statistics[pack.Repository] = new JsonObject
            {
                ["author_account_age_days"] = 2000,
                ["last_update"] = "2026-08-01 00:00:00",
                ["stars"] = pack.Stars,
            };
        }

        JsonArray files = [.. models.Select(model => new JsonObject
        {
            ["base"] = "FLUX.1",
            ["description"] = "",
            ["filename"] = model.FileName,
            ["name"] = model.FileName,
            ["reference"] = model.Url,
            ["save_path"] = model.Folder,
            ["size"] = "4.0KB",
            ["type"] = model.Folder,
            ["url"] = model.Url,
        })];
        Add(server, "custom-node-list.json", new JsonObject { ["custom_nodes"] = list });
        Add(server, "extension-node-map.json", map);
        Add(server, "model-list.json", new JsonObject { ["models"] = files });
        Add(server, "github-stats.json", statistics);
    }

    private static JsonArray Claim(IEnumerable<string> classes, string title)
        => new(
            new JsonArray([.. classes.Select(name => JsonValue.Create(name))]),
            new JsonObject { ["title_aux"] = title });

    private static void Add(FileStandIn server, string name, JsonNode body)
        => server.Add("/" + name, new ServedFile
        {
            Content = Encoding.UTF8.GetBytes(body.ToJsonString()),
            ContentType = "text/plain; charset=utf-8",
            ETag = "W/\"lists-1\"",
        });
}
