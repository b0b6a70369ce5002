using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>The endpoints below <c>/api</c>.</summary>
public sealed partial class HuggingFaceStandIn
{
    private Task AnswerApiAsync(HttpContext context, HubAddress address, HubRepository repository)
    {
        if (address.Verb == "auth-check")
        {
            return context.JsonAsync(new JsonObject());
        }

        if (address.Verb == "refs")
        {
            return context.JsonAsync(Refs(repository));
        }

        HubRevision? revision = repository.Resolve(address.Revision ?? "main");
        if (revision is null)
        {
            return RefuseAsync(context, 404, "RevisionNotFound", $"Invalid rev id: {address.Revision}");
        }

        return address.Verb switch
        {
            "" or "revision" => InfoAsync(context, repository, revision),
            "tree" => TreeAsync(context, address, revision),
            "paths-info" => PathsInfoAsync(context, revision),
            _ => CommitsAsync(context, repository, revision),
        };
    }

    private static Task InfoAsync(HttpContext context, HubRepository repository, HubRevision revision)
    {
        JsonObject info = HubShapes.Info(repository, revision, context.Request.Query["blobs"] == "true");
        string?[] wanted = [.. context.Request.Query["expand"]];
        if (wanted.Length > 0)
        {
            foreach (string name in info
                .Select(property => property.Key)
                .Except([.. wanted.OfType<string>(), "id", "_id"])
                .ToArray())
            {
                info.Remove(name);
            }
        }

        return context.JsonAsync(info);
    }

    private Task TreeAsync(HttpContext context, HubAddress address, HubRevision revision)
    {
        IQueryCollection query = context.Request.Query;
        bool expand = IsTrue(query["expand"]);
        IReadOnlyList<JsonObject>? items = HubShapes.Tree(revision, address.Path, IsTrue(query["recursive"]), expand);
        if (items is null)
        {
            return RefuseAsync(
                context, 404, "EntryNotFound", $"{address.Path} does not exist on \"{address.Revision}\"");
        }

        int size = expand ? Math.Max(1, PageSize / 20) : PageSize;
        return PageAsync(context, items, size);
    }

    private Task PageAsync(HttpContext context, IReadOnlyList<JsonObject> items, int size)
    {
        string cursor = context.Request.Query["cursor"].ToString();
        int first = cursor.Length == 0 ? 0 : int.Parse(cursor["at-".Length..], CultureInfo.InvariantCulture);
        if (first + size < items.Count)
        {
            string[] target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
            IEnumerable<string> query = (target.Length > 1 ? target[1].Split('&') : [])
                .Where(pair => !pair.StartsWith("cursor=", StringComparison.Ordinal))
                .Append(string.Create(CultureInfo.InvariantCulture, $"cursor=at-{first + size}"));
            context.Response.Headers.Link =
                $"<{NextPageHost ?? Address}{target[0]}?{string.Join('&', query)}>; rel=\"next\"";
        }

        return context.JsonAsync(new JsonArray([.. items.Skip(first).Take(size)]));
    }

    private static async Task PathsInfoAsync(HttpContext context, HubRevision revision)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, 404, null, "Not Found");
            return;
        }

        (string[] paths, bool expand) = await ReadPathsAsync(context);
        JsonArray items = [];
        foreach (string path in paths)
        {
            // What does not exist is left out without a word.
            if (revision.Files.FirstOrDefault(file => file.Path == path) is HubFile file)
            {
                items.Add(HubShapes.File(file, revision, expand));
            }
            else if (revision.Files.Any(file => file.Path.StartsWith(path + "/", StringComparison.Ordinal)))
            {
                items.Add(HubShapes.Directory(path, revision, expand));
            }
        }

        await context.JsonAsync(items);
    }

    /// <summary>Both encodings that clients use: a form and JSON.</summary>
    private static async Task<(string[] Paths, bool Expand)> ReadPathsAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            return ([.. form["paths"].OfType<string>()], IsTrue(form["expand"]));
        }

        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        return (
            [.. body.RootElement.GetProperty("paths").EnumerateArray().Select(path => path.GetString()!)],
            body.RootElement.TryGetProperty("expand", out JsonElement expand) && expand.GetBoolean());
    }

    private static JsonObject Refs(HubRepository repository)
    {
        static JsonObject Ref(string name, string path, string commit)
            => new() { ["name"] = name, ["ref"] = path, ["targetCommit"] = commit };

        JsonArray branches =
            [.. repository.Revisions.Take(1).Select(head => Ref("main", "refs/heads/main", head.Commit))];
        JsonArray tags = [.. repository.Refs
            .Where(pair => !pair.Key.StartsWith("refs/", StringComparison.Ordinal))
            .Select(pair => Ref(pair.Key, "refs/tags/" + pair.Key, pair.Value))];
        return new JsonObject { ["branches"] = branches, ["converts"] = new JsonArray(), ["tags"] = tags };
    }

    private Task CommitsAsync(HttpContext context, HubRepository repository, HubRevision from)
        => PageAsync(
            context,
            [.. repository.Revisions.SkipWhile(revision => revision != from).Select(revision => new JsonObject
            {
                ["authors"] = new JsonArray(new JsonObject { ["user"] = "someone" }),
                ["date"] = revision.Date,
                ["id"] = revision.Commit,
                ["message"] = "",
                ["title"] = revision.Title,
            })],
            size: 50);

    private static bool IsTrue(string? value) => value is "true" or "True" or "1";
}
