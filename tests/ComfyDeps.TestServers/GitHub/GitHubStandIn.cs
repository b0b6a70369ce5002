using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.GitHub;

/// <summary>
/// GitHub's API. REST: renames by number, blocks, quotas that 304 spares only for those with a token, pages by Link.
/// GraphQL: for those with a token alone, and with a quota of its own; what is wrong with one repository stands beside
/// the others.
/// </summary>
public sealed class GitHubStandIn : StandIn
{
    private const int GraphQlQuota = 5000;
    private const int AnonymousQuota = 60;
    private const int TokenQuota = 5000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private int _usedGraphQl;

    public GitHubStandIn(int port = 0)
        : base("GitHub", port)
    {
        Routes.MapGet("/repos/{owner}/{name}/{**rest}", context => ServeAsync(
            context, Find($"{context.Request.RouteValues["owner"]}/{context.Request.RouteValues["name"]}")));
        Routes.MapGet("/repositories/{id:long}/{**rest}", context => ServeAsync(
            context,
            Repositories.FirstOrDefault(
                one => one.Id == long.Parse(
                    (string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture))));
        Routes.MapPost("/graphql", ServeGraphQlAsync);
        Open();
    }

    public IList<GitHubRepositoryData> Repositories { get; } = [];

    /// <summary>Former names, with the number of the repository.</summary>
    public IDictionary<string, long> Renamed { get; } = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tokens that are valid.</summary>
    public ISet<string> Tokens { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How many questions a token, or nobody ("") has asked that count.</summary>
    public int Used(string token = "")
    {
        lock (_lock)
        {
            return _used.GetValueOrDefault(token);
        }
    }

    /// <summary>Uses up the quota that a token has in GraphQL.</summary>
    public void UseUpGraphQl() => _usedGraphQl = GraphQlQuota;

    /// <summary>Uses up the quota of a token, or of nobody.</summary>
    public void UseUp(string token = "")
    {
        lock (_lock)
        {
            _used[token] = token.Length == 0 ? AnonymousQuota : TokenQuota;
        }
    }

    private GitHubRepositoryData? Find(string name)
        => Repositories.FirstOrDefault(one => one.FullName.Equals(name, StringComparison.OrdinalIgnoreCase));

    private async Task ServeAsync(HttpContext context, GitHubRepositoryData? repository)
    {
        HttpRequest request = context.Request;
        string token = TokenOf(request);
        if (string.IsNullOrEmpty(request.Headers.UserAgent))
        {
            await FailAsync(
                context,
                403,
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");
            return;
        }

        if (token.Length > 0 && !Tokens.Contains(token))
        {
            Limits(context, "", 60);
            await FailAsync(context, 401, "Bad credentials");
            return;
        }

        int quota = token.Length == 0 ? AnonymousQuota : TokenQuota;
        if (Used(token) >= quota)
        {
            Limits(context, token, quota);
            await FailAsync(context, 403, "API rate limit exceeded for 192.0.2.1.");
            return;
        }

        await AnswerAsync(context, repository, token);
        if (context.Response.StatusCode != 304 || token.Length == 0)
        {
            lock (_lock)
            {
                _used[token] = _used.GetValueOrDefault(token) + 1;
            }
        }
    }

    private static string TokenOf(HttpRequest request)
        => request.Headers.Authorization.ToString() is { Length: > 7 } value ? value["Bearer ".Length..] : "";

    private async Task ServeGraphQlAsync(HttpContext context)
    {
        string token = TokenOf(context.Request);
        if (token.Length == 0 || !Tokens.Contains(token))
        {
            await FailAsync(
                context,
                token.Length == 0 ? 403 : 401,
                token.Length == 0 ? "API rate limit exceeded for 192.0.2.1." : "Bad credentials");
            return;
        }

        if (Interlocked.Increment(ref _usedGraphQl) > GraphQlQuota)
        {
            await context.JsonAsync(GitHubGraphQl.Limited());
            return;
        }

        await context.JsonAsync(GitHubGraphQl.Answer(
            (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!,
            name => Find(name)
                ?? (Renamed.TryGetValue(name, out long id) ? Repositories.First(one => one.Id == id) : null),
            token));
    }

    private async Task AnswerAsync(HttpContext context, GitHubRepositoryData? repository, string token)
    {
        Limits(context, token, token.Length == 0 ? AnonymousQuota : TokenQuota);
        string asked = $"{context.Request.RouteValues["owner"]}/{context.Request.RouteValues["name"]}";
        string rest = (string?)context.Request.RouteValues["rest"] ?? "";
        if (repository is null && Renamed.TryGetValue(asked, out long id))
        {
            string target =
                $"{Address}/repositories/{id.ToString(CultureInfo.InvariantCulture)}"
                    + $"{(rest.Length > 0 ? "/" + rest : "")}{context.Request.QueryString}";
            context.Response.Headers.Location = target;
            await context.JsonAsync(new JsonObject { ["message"] = "Moved Permanently", ["url"] = target }, 301);
            return;
        }

        if (repository is null || (repository.Token is not null && repository.Token != token))
        {
            await FailAsync(context, 404, "Not Found");
            return;
        }

        if (repository.BlockedBy != 0)
        {
            JsonObject body = new()
            {
                ["message"] = "Repository access blocked",
                ["block"] = new JsonObject
                {
                    ["reason"] = repository.BlockedBy == 451 ? "dmca" : "tos",
                    ["created_at"] = "2026-01-01T00:00:00Z",
                },
            };
            await context.JsonAsync(body, repository.BlockedBy);
            return;
        }

        await PartAsync(context, repository, rest);
    }

    private Task PartAsync(HttpContext context, GitHubRepositoryData repository, string rest)
    {
        string[] parts = rest.Split('/');
        return parts[0] switch
        {
            "" => context.JsonAsync(GitHubShapes.Repository(repository)),
            "tags" => PageAsync(context, repository, [.. repository.Tags.Select(GitHubShapes.Tag)]),
            "branches" => PageAsync(context, repository, [.. repository.Branches.Select(GitHubShapes.Branch)]),
            "releases" => PageAsync(context, repository, [.. repository.Releases.Select(GitHubShapes.Release)]),
            "git" when parts is [_, "commits", string id] => repository.Commits.ContainsKey(id)
                ? context.JsonAsync(GitHubShapes.Commit(id))
                : FailAsync(context, 404, "Not Found"),
            "commits" when parts is [_, string id] => repository.Commits.ContainsKey(id)
                ? context.JsonAsync(GitHubShapes.Commit(id))
                : FailAsync(context, 422, $"No commit found for SHA: {id}"),
            "commits" when repository.Branches.Count == 0 => FailAsync(context, 409, "Git Repository is empty."),
            "compare" => repository.Commits.TryGetValue(rest.Split("...")[^1], out string? status)
                ? context.JsonAsync(
                    new JsonObject
                    {
                        ["status"] = status,
                        ["ahead_by"] = 0,
                        ["behind_by"] = 1,
                        ["total_commits"] = 0,
                        ["commits"] = new JsonArray(),
                        ["files"] = new JsonArray(),
                    })
                : FailAsync(context, 404, "Not Found"),
            _ => FailAsync(context, 404, "Not Found"),
        };
    }

    private async Task PageAsync(HttpContext context, GitHubRepositoryData repository, JsonNode[] items)
    {
        int size = Number(context, "per_page", 30);
        int page = Number(context, "page", 1);
        JsonArray body = [.. items.Skip((page - 1) * size).Take(size)];
        if (page * size < items.Length)
        {
            string rest = (string)context.Request.RouteValues["rest"]!;
            context.Response.Headers.Link =
                $"<{Address}/repositories/{repository.Id.ToString(CultureInfo.InvariantCulture)}/{rest}?per_page="
                    + $"{size}&page={page + 1}>; rel=\"next\"";
        }

        await context.JsonAsync(body);
    }

    private static int Number(HttpContext context, string name, int otherwise)
        => int.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : otherwise;

    private void Limits(HttpContext context, string token, int quota)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers["x-ratelimit-limit"] = quota.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining"] = Math.Max(0, quota - Used(token)).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset"] = DateTimeOffset.UtcNow.AddMinutes(30)
            .ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-resource"] = "core";
    }

    private static Task FailAsync(HttpContext context, int status, string message)
        => context.JsonAsync(
            new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" }, status);
}
