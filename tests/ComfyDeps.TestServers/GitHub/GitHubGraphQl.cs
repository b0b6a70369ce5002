using System;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ComfyDeps.TestServers.GitHub;

/// <summary>
/// As much of GitHub's GraphQL as a question about many repositories needs: aliases, variables, one fragment, and
/// errors with the path of what they are about. What it cannot read it answers as GitHub does: 200, errors and no data.
/// </summary>
internal static partial class GitHubGraphQl
{
    internal static JsonNode Limited() => new JsonObject
    {
        ["errors"] = new JsonArray(
            new JsonObject { ["type"] = "RATE_LIMITED", ["message"] = "API rate limit exceeded for user ID 1." }),
    };

    internal static JsonNode Answer(JsonNode request, Func<string, GitHubRepositoryData?> find, string token)
    {
        string query = (string)request["query"]!;
        MatchCollection asked = Repository().Matches(query);
        if (asked.Count is 0 or > 500
            || !Fragment().IsMatch(query)
            || Repository().Replace(query, "").Contains("repository(", StringComparison.Ordinal))
        {
            return new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["message"] = "Parse error" }) };
        }

        JsonObject data = [];
        JsonArray errors = [];
        foreach (Match one in asked)
        {
            string alias = one.Groups["alias"].Value;
            string name =
                $"{request["variables"]![one.Groups["owner"].Value]}/{request["variables"]![one.Groups["name"].Value]}";
            GitHubRepositoryData? found = find(name);
            bool isHidden = found is null || (found.Token is not null && found.Token != token);
            data[alias] = isHidden || found!.BlockedBy != 0 ? null : new JsonObject
            {
                ["nameWithOwner"] = found.FullName,
                ["isArchived"] = found.IsArchived,
                ["isDisabled"] = found.IsDisabled,
            };
            if (data[alias] is null)
            {
                errors.Add(new JsonObject
                {
                    ["type"] = isHidden ? "NOT_FOUND" : "FORBIDDEN",
                    ["path"] = new JsonArray(alias),
                    ["message"] = isHidden
                        ? $"Could not resolve to a Repository with the name '{name}'."
                        : "Repository access blocked",
                });
            }
        }

        JsonObject answer = new() { ["data"] = data };
        if (errors.Count > 0)
        {
            answer["errors"] = errors;
        }

        return answer;
    }

    [GeneratedRegex(
        @"(?<alias>\w+)\s*:\s*repository\(owner:\s*\$(?<owner>\w+),\s*name:\s*\$(?<name>\w+)\)\s*\{\s*\.\.\.state\s*\}")]
    private static partial Regex Repository();

    [GeneratedRegex(@"fragment state on Repository\s*\{\s*nameWithOwner\s+isArchived\s+isDisabled\s*\}")]
    private static partial Regex Fragment();
}
