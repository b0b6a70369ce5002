using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ComfyDeps.Sources.GitHub;

/// <summary>
/// One question in GraphQL about many repositories, and its answer: each stands under a number of its own, so that what
/// GitHub says against one of them says nothing of the others.
/// </summary>
/// <remarks>
/// Schema, tolerant of further fields. <c>data.r{i}</c>: an object with <c>nameWithOwner</c> (owner/repo),
/// <c>isArchived</c> and
/// <c>isDisabled</c> (booleans, all three needed), or null. <c>errors[]</c>: <c>type</c> and <c>path</c>, whose first
/// part is <c>r{i}</c> where the error is about one repository; an error without such a path is about the whole.
/// </remarks>
internal static class GitHubStateQuery
{
    /// <summary>So many repositories are asked about in one question: it counts as one of 5,000 an hour.</summary>
    internal const int AtOnce = 100;

    /// <summary>Writes the question. Names travel as variables and never inside its text.</summary>
    /// <param name="names">Owners and names.</param>
    internal static string Write(IReadOnlyList<string> names)
    {
        StringBuilder declared = new();
        StringBuilder asked = new();
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("variables");
            for (int i = 0; i < names.Count; i++)
            {
                string[] parts = names[i].Split('/');
                json.WriteString(Key('o', i), parts[0]);
                json.WriteString(Key('n', i), parts[1]);
                declared.Append(CultureInfo.InvariantCulture, $"$o{i}:String!,$n{i}:String!,");
                asked.Append(CultureInfo.InvariantCulture, $"r{i}:repository(owner:$o{i},name:$n{i}){{...state}}");
            }

            json.WriteEndObject();
            json.WriteString(
                "query",
                $"query({declared.ToString().TrimEnd(',')}){{{asked}}}fragment state on Repository{{nameWithOwner "
                    + $"isArchived isDisabled}}");
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    /// <summary>Reads the answer.</summary>
    /// <param name="names">The owners and names that were asked about.</param>
    /// <param name="root">The answer.</param>
    /// <param name="askedAt">When it was asked for.</param>
    internal static IReadOnlyList<Answer<GitHubState>> Read(
        IReadOnlyList<string> names,
        JsonElement root,
        DateTimeOffset askedAt)
    {
        Dictionary<string, string> errors = [];
        foreach (JsonElement error in root.Objects("errors"))
        {
            errors.TryAdd(
                error.Texts("path") is [{ } first, ..] ? first : string.Empty, error.Filled("type") ?? "an error");
        }

        JsonElement? data = root.Object("data");
        return [.. names.Select((name, i) => Of(name, data?.Object(Key('r', i)), Of(errors, Key('r', i)), askedAt))];
    }

    private static string? Of(Dictionary<string, string> errors, string key)
        => errors.GetValueOrDefault(key) ?? errors.GetValueOrDefault(string.Empty);

    private static Answer<GitHubState> Of(string name, JsonElement? found, string? error, DateTimeOffset askedAt)
    {
        if (found is JsonElement state)
        {
            return state.Text("nameWithOwner") is string now && RepositoryAddress.IsOwnerAndRepository(now)
                && state.Truth("isArchived") is bool isArchived && state.Truth("isDisabled") is bool isDisabled
                ? Answer<GitHubState>.Found(new GitHubState(now, isArchived, isDisabled), askedAt)
                : Answer<GitHubState>.Unknown($"GitHub's answer about {name} lacks what was asked for.");
        }

        return error switch
        {
            "NOT_FOUND" => Answer<GitHubState>.Missing($"GitHub has no repository {name}, or it is private.", askedAt),
            "FORBIDDEN" => Answer<GitHubState>.Refused($"GitHub does not let this caller read {name}.", askedAt),
            null => Answer<GitHubState>.Unknown($"GitHub's answer says nothing of {name}."),
            _ => Answer<GitHubState>.Unknown($"GitHub could not tell of {name} ({error})."),
        };
    }

    private static string Key(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");
}
