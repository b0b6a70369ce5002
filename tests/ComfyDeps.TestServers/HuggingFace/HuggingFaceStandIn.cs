using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>
/// The Hugging Face Hub, as its protocol is described: who may see what, and which ids are no commits.
/// </summary>
public sealed partial class HuggingFaceStandIn : StandIn
{
    private RateWindow _api = new("api", 500, TimeSpan.FromMinutes(5));
    private RateWindow _resolvers = new("resolvers", 3000, TimeSpan.FromMinutes(5));

    public HuggingFaceStandIn(int port = 0)
        : base("Hugging Face", port)
    {
        Cdn = new FileStandIn("Hugging Face's CDN", port == 0 ? 0 : port + StorageOffset);
        Routes.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], AnswerAsync);
        Open();
    }

    /// <summary>What the service knows. Fill it before the first request.</summary>
    public IList<HubRepository> Repositories { get; } = [];

    /// <summary>Valid tokens, with the repositories that each may read besides the public ones.</summary>
    public IDictionary<string, string[]> Tokens { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>The storage host that large files redirect to.</summary>
    public FileStandIn Cdn { get; }

    /// <summary>How many items a page of a tree has; with <c>expand</c> a twentieth of it.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>
    /// What the address of the next page starts with; null for this server. A mirror may name the true Hub.
    /// </summary>
    public string? NextPageHost { get; set; }

    /// <summary>False for a mirror or proxy that drops <c>X-Repo-Commit</c>.</summary>
    public bool SendsCommit { get; set; } = true;

    /// <summary>False for a mirror that drops the length on HEAD.</summary>
    public bool SendsLength { get; set; } = true;

    /// <summary>Whether a small file is answered through a relative redirect, as it is since 2025.</summary>
    public bool RedirectsSmallFiles { get; set; } = true;

    /// <summary>Sets the quotas of both buckets.</summary>
    public void Limit(int api, int resolvers, TimeSpan window)
    {
        _api = new RateWindow("api", api, window);
        _resolvers = new RateWindow("resolvers", resolvers, window);
    }

    protected override ValueTask CloseAsync() => Cdn.DisposeAsync();

    protected override Fault? Refuse(RecordedRequest request)
    {
        RateWindow window = WindowOf(request.Path);
        return window.TryTake()
            ? null
            : Fault.Status(429, """{"error":"We had to rate limit you."}""", headers: window.Headers());
    }

    private RateWindow WindowOf(string path)
        => path.Contains("/resolve/", StringComparison.Ordinal) ? _resolvers : _api;

    private async Task AnswerAsync(HttpContext context)
    {
        string rawPath = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        foreach (string header in WindowOf(rawPath).Headers())
        {
            string[] parts = header.Split(": ", 2);
            context.Response.Headers[parts[0]] = parts[1];
        }

        HubAddress? address = HubAddress.Parse(rawPath);
        if (address is null)
        {
            await RefuseAsync(context, 404, null, "Not Found");
            return;
        }

        HubRepository? repository = Repositories.FirstOrDefault(
            one => one.Type == address.Type && one.Id == address.RepositoryId);
        if (repository is null && Renamed(address) is HubRepository successor)
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget
                .Replace(address.RepositoryId, successor.Id, StringComparison.Ordinal);
            return;
        }

        if (await MayReadAsync(context, address, repository))
        {
            await (address.IsApi && address.Verb != "resolve-cache"
                ? AnswerApiAsync(context, address, repository!)
                : AnswerFileAsync(context, address, repository!));
        }
    }

    private HubRepository? Renamed(HubAddress address)
        => Repositories.FirstOrDefault(one => one.Type == address.Type && one.FormerIds.Contains(address.RepositoryId));

    /// <summary>Answers the refusal itself, and then gives false.</summary>
    private async Task<bool> MayReadAsync(HttpContext context, HubAddress address, HubRepository? repository)
    {
        string header = context.Request.Headers.Authorization.ToString();
        string? token = header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;
        string[] granted = token is not null && Tokens.TryGetValue(token, out string[]? list) ? list : [];
        bool isKnown = token is not null && Tokens.ContainsKey(token);
        bool wantsBytes = address.Verb is "resolve" or "raw" or "resolve-cache" || address.Verb == "auth-check";

        if (repository?.Gated is not null && !repository.IsPrivate && wantsBytes && !granted.Contains(repository.Id))
        {
            // No token and a token that nobody gave out are answered alike.
            await RefuseAsync(
                context, isKnown ? 403 : 401, "GatedRepo", $"Access to model {repository.Id} is restricted.");
            return false;
        }

        if (token is not null && !isKnown)
        {
            await RefuseAsync(context, 401, null, "Invalid credentials in Authorization header");
            return false;
        }

        if (repository is null || (repository.IsPrivate && !granted.Contains(repository.Id)))
        {
            await RefuseAsync(context, isKnown ? 404 : 401, "RepoNotFound", "Repository not found");
            return false;
        }

        if (repository.IsDisabled)
        {
            await RefuseAsync(context, 403, null, "Access to this resource is disabled.");
            return false;
        }

        return true;
    }

    private static Task RefuseAsync(HttpContext context, int status, string? code, string message)
    {
        context.Response.Headers["X-Error-Message"] = message;
        if (code is not null)
        {
            context.Response.Headers["X-Error-Code"] = code;
        }

        return context.JsonAsync(new System.Text.Json.Nodes.JsonObject { ["error"] = message }, status);
    }
}
