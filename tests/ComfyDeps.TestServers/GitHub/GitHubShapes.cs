using System.Text.Json.Nodes;

namespace ComfyDeps.TestServers.GitHub;

/// <summary>Objects as GitHub's API writes them, with the fields that clients read.</summary>
internal static class GitHubShapes
{
    internal static JsonNode Repository(GitHubRepositoryData one) => new JsonObject
    {
        ["id"] = one.Id,
        ["name"] = one.FullName.Split('/')[1],
        ["full_name"] = one.FullName,
        ["private"] = one.Token is not null,
        ["html_url"] = $"https://github.com/{one.FullName}",
        ["fork"] = one.IsFork,
        ["archived"] = one.IsArchived,
        ["disabled"] = false,
        ["default_branch"] = one.DefaultBranch,
        ["pushed_at"] = "2026-08-20T10:00:00Z",
        ["created_at"] = "2024-01-01T00:00:00Z",
        ["updated_at"] = "2026-08-20T10:00:00Z",
    };

    internal static JsonNode Tag((string Name, string Commit) one) => new JsonObject
    {
        ["name"] = one.Name,
        ["commit"] = new JsonObject { ["sha"] = one.Commit, ["url"] = "https://api.github.com/" },
    };

    internal static JsonNode Branch((string Name, string Commit) one) => new JsonObject
    {
        ["name"] = one.Name,
        ["commit"] = new JsonObject { ["sha"] = one.Commit, ["url"] = "https://api.github.com/" },
        ["protected"] = false,
    };

    internal static JsonNode Release((string Tag, string PublishedAt, bool IsPrerelease) one) => new JsonObject
    {
        ["id"] = 1,
        ["tag_name"] = one.Tag,
        ["name"] = one.Tag,
        ["draft"] = false,
        ["prerelease"] = one.IsPrerelease,
        ["created_at"] = one.PublishedAt,
        ["published_at"] = one.PublishedAt,
        ["html_url"] = $"https://github.com/releases/{one.Tag}",
        ["assets"] = new JsonArray(),
    };

    internal static JsonNode Commit(string id) => new JsonObject
    {
        ["sha"] = id,
        ["message"] = "Change",
        ["committer"] = new JsonObject
        {
            ["name"] = "A. Uthor",
            ["email"] = "author@example.org",
            ["date"] = "2026-01-01T00:00:00Z",
        },
        ["author"] = new JsonObject
        {
            ["name"] = "A. Uthor",
            ["email"] = "author@example.org",
            ["date"] = "2026-01-01T00:00:00Z",
        },
        ["parents"] = new JsonArray(),
    };
}
