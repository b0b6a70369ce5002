using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.ScriptScore;

/// <summary>A file of which it is known what it yields.</summary>
internal sealed record Case(
    string Name,
    string Repository,
    string Path,
    HashSet<string> Classes,
    HashSet<string> Models,
    HashSet<string> MoreClasses,
    HashSet<string> MoreModels,
    HashSet<string> Dynamic);

/// <summary>Reads the lists of known results.</summary>
internal static class Cases
{
    /// <summary>All cases of a folder.</summary>
    public static IEnumerable<Case> Load(string folder)
    {
        using JsonDocument first = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Join(folder, "ryla.json")));
        foreach (JsonProperty file in first.RootElement.GetProperty("files").EnumerateObject())
        {
            yield return Make("ryla " + file.Name, "jatidevelopments/ryla", file.Name, file.Value);
        }

        using JsonDocument others = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Join(folder, "others.json")));
        foreach (JsonProperty item in others.RootElement.EnumerateObject())
        {
            yield return Make(
                item.Name,
                item.Value.GetProperty("repo").GetString()!,
                item.Value.GetProperty("path").GetString()!,
                item.Value);
        }
    }

    private static Case Make(string name, string repository, string path, JsonElement value) => new(
        name,
        repository,
        path,
        Texts(value, "class_types"),
        Texts(value, "models"),
        value.TryGetProperty("transitive", out JsonElement more) ? Texts(more, "class_types") : [],
        value.TryGetProperty("transitive", out JsonElement also) ? Texts(also, "models") : [],
        Texts(value, "dynamic_slots"));

    private static HashSet<string> Texts(JsonElement value, string name)
        => value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(name, out JsonElement list)
            && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : [];
}
