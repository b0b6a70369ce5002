using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.Civitai;

/// <summary>
/// Civitai, as its protocol is described: duplicates, archived models, addresses of a host 'undefined', counted
/// downloads.
/// </summary>
public sealed class CivitaiStandIn : StandIn
{
    private int _downloads;

    public CivitaiStandIn(int port = 0)
        : base("Civitai", port)
    {
        Storage = new FileStandIn("Civitai's storage", port == 0 ? 0 : port + StorageOffset);
        Routes.MapGet("/api/v1/models/{id}", ModelAsync);
        Routes.MapGet("/api/v1/model-versions/{id}", VersionAsync);
        Routes.MapGet("/api/v1/model-versions/mini/{id}", MiniAsync);
        Routes.MapGet("/api/v1/model-versions/by-hash/{hash}", ByHashAsync);
        Routes.MapPost("/api/v1/model-versions/by-hash", ByHashesAsync);
        Routes.MapPost("/api/v1/model-versions/by-hash/ids", IdsByHashAsync);
        Routes.MapMethods("/api/download/models/{id}", [HttpMethods.Get, HttpMethods.Head], DownloadAsync);
        Open();
    }

    /// <summary>What the service knows. Fill it before the first request.</summary>
    public IList<CivitaiVersion> Versions { get; } = [];

    /// <summary>Valid keys.</summary>
    public ICollection<string> Tokens { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How many downloads were counted: discovery and verification must leave it at 0.</summary>
    public int DownloadsCounted => _downloads;

    /// <summary>How many downloads a day are allowed before the answer is 429.</summary>
    public int DownloadQuota { get; set; } = int.MaxValue;

    /// <summary>The storage host that downloads redirect to; it answers GET only.</summary>
    public FileStandIn Storage { get; }

    protected override ValueTask CloseAsync() => Storage.DisposeAsync();

    private static Task ErrorAsync(HttpContext context, int status, string error, string? message = null)
        => context.JsonAsync(
            message is null
                ? new JsonObject { ["error"] = error }
                : new JsonObject { ["error"] = error, ["message"] = message },
            status);

    private static bool TryId(HttpContext context, out long id)
        => long.TryParse((string?)context.Request.RouteValues["id"], CultureInfo.InvariantCulture, out id)
            && id is > 0 and <= int.MaxValue;

    private bool IsSignedIn(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        return Tokens.Contains(context.Request.Query["token"].ToString())
            || (header.StartsWith("Bearer ", StringComparison.Ordinal) && Tokens.Contains(header["Bearer ".Length..]));
    }

    private Task ModelAsync(HttpContext context)
    {
        if (!TryId(context, out long id))
        {
            return ErrorAsync(context, 400, "Invalid model id");
        }

        // Newest first, as the site shows them.
        CivitaiVersion[] versions = [.. Versions.Where(version => version.ModelId == id)
            .OrderByDescending(version => version.PublishedAt, StringComparer.Ordinal)];
        return versions.Length == 0
            ? ErrorAsync(context, 404, $"No model with id {id}")
            : context.JsonAsync(CivitaiShapes.Model(versions, Address));
    }

    private Task VersionAsync(HttpContext context)
    {
        CivitaiVersion? version = TryId(context, out long id) ? Versions.FirstOrDefault(one => one.Id == id) : null;
        return version is null
            ? ErrorAsync(context, 404, "Model not found")
            : context.JsonAsync(CivitaiShapes.Version(version, Address));
    }

    private Task MiniAsync(HttpContext context)
    {
        CivitaiVersion? version = TryId(context, out long id) ? Versions.FirstOrDefault(one => one.Id == id) : null;
        CivitaiFile? file = version is { Files.Count: > 0 } ? version.Files[0] : null;
        if (version is null || file is null)
        {
            return ErrorAsync(context, 404, "Model not found");
        }

        return context.JsonAsync(new JsonObject
        {
            ["availability"] = version.EarlyAccessUntil is null ? "Public" : "EarlyAccess",
            ["baseModel"] = version.BaseModel,
            ["checkPermission"] = version.EarlyAccessUntil is not null,
            ["downloadUrls"] = new JsonArray($"{Address}/api/download/models/{version.Id}"),
            ["earlyAccessEndsAt"] = version.EarlyAccessUntil,
            ["fileName"] = file.Name,
            ["fileType"] = file.Type,
            ["hashes"] = new JsonObject { ["SHA256"] = file.Sha256?.ToUpperInvariant() },
            ["modelName"] = version.ModelName,
            ["publishedAt"] = version.PublishedAt,
            ["requireAuth"] = version.NeedsLogin,
            ["size"] = file.Size / 1024.0,
            ["versionName"] = version.Name,
        });
    }

    private IEnumerable<CivitaiVersion> WithHash(string hash) => Versions
        .SelectMany(version => version.Files.Where(file =>
                string.Equals(file.Sha256, hash, StringComparison.OrdinalIgnoreCase)
                || (hash.Length == 10 && file.Sha256?.StartsWith(hash, StringComparison.OrdinalIgnoreCase) == true))
            .Select(_ => version))
        .OrderBy(version => version.PublishedAt, StringComparer.Ordinal);

    private Task ByHashAsync(HttpContext context)
    {
        // Of duplicates, the one that was published first.
        CivitaiVersion? version = WithHash((string)context.Request.RouteValues["hash"]!).FirstOrDefault();
        return version is null
            ? ErrorAsync(context, 404, "Model not found")
            : context.JsonAsync(CivitaiShapes.Version(version, Address));
    }

    private async Task ByHashesAsync(HttpContext context)
    {
        string[] hashes = await ReadAsync(context);
        if (hashes.Length > 100 || hashes.Any(hash => hash.Length != 64))
        {
            await ErrorAsync(context, 400, "Invalid hashes");
            return;
        }

        // Unordered, one for each file that matches, what is unknown left out, and addresses of no host.
        JsonArray found = [null, .. hashes.Reverse().SelectMany(WithHash)
            .Select(version => CivitaiShapes.Version(version, "https://undefined"))];
        await context.JsonAsync(found);
    }

    private async Task IdsByHashAsync(HttpContext context)
    {
        string[] hashes = await ReadAsync(context);
        await context.JsonAsync(new JsonArray([.. hashes.Reverse().SelectMany(hash => WithHash(
            hash).Select(version => new JsonObject
        {
            ["hash"] = hash.ToUpperInvariant(),
            ["modelId"] = version.ModelId,
            ["modelVersionId"] = version.Id,
        }))]));
    }

    private static async Task<string[]> ReadAsync(HttpContext context)
        => (await JsonSerializer.DeserializeAsync<string[]>(
            context.Request.Body, (JsonSerializerOptions?)null, context.RequestAborted))!;

    private Task DownloadAsync(HttpContext context)
    {
        // Whatever the method and whatever the answer: it is counted.
        int count = Interlocked.Increment(ref _downloads);
        context.Response.Headers.CacheControl = "private, no-store";
        CivitaiVersion? version = TryId(context, out long id) ? Versions.FirstOrDefault(one => one.Id == id) : null;
        string wanted = context.Request.Query["fileId"].ToString();
        CivitaiFile? file = version?.Files.FirstOrDefault(one => wanted.Length == 0
            ? one.IsPrimary
            : one.Id.ToString(CultureInfo.InvariantCulture) == wanted);
        if (count > DownloadQuota)
        {
            return ErrorAsync(context, 429, "Too Many Requests", "You have exceeded your download quota");
        }

        if (version is { Mode: "Archived" })
        {
            return ErrorAsync(context, 410, "Model archived");
        }

        if (version is null || file?.Content is null)
        {
            return ErrorAsync(context, 404, "File not found");
        }

        if (version.DownloadsDisabled)
        {
            return ErrorAsync(
                context, 401, "Unauthorized", "The creator of this asset has disabled downloads on this file");
        }

        if (version.NeedsLogin && !IsSignedIn(context))
        {
            return ErrorAsync(
                context, 401, "Unauthorized", "The creator of this asset requires you to be logged in to download it");
        }

        if (version.EarlyAccessUntil is not null && !IsSignedIn(context))
        {
            return context.JsonAsync(
                new JsonObject { ["deadline"] = version.EarlyAccessUntil, ["error"] = "Early Access" }, 403);
        }

        ServedFile served = new()
        {
            Content = file.Content,
            ContentDisposition = $"attachment; filename=\"{file.Name}\"",
            HeadStatus = 403,
        };
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = Storage.Add($"/model/{version.ModelId}/{file.Id}", served)
            + "?X-Amz-Signature=00";
        return Task.CompletedTask;
    }
}
