using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Tells how two registries differ, field by field, each as what it was and what it will be.</summary>
internal static class DocumentDifference
{
    private const string Nothing = "nothing";

    /// <summary>The differences.</summary>
    /// <param name="before">The registry as it is.</param>
    /// <param name="after">The registry as it would be.</param>
    /// <returns>The entry (or <c>decisions</c>, <c>environment</c>) and <c>field: old -> new</c>, in the order of the
    /// file.</returns>
    internal static IReadOnlyList<(string Name, string Change)> Of(RegistryDocument before, RegistryDocument after)
    {
        Dictionary<string, Field> old = Fields(before);
        Dictionary<string, Field> now = Fields(after);
        return
        [
            .. from key in old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
               let was = old.GetValueOrDefault(key)
               let will = now.GetValueOrDefault(key)
               where was?.Text != will?.Text
               select ((was ?? will)!.Name, Told((was ?? will)!.Label, was, will)),
        ];
    }

    /// <summary>All of them in one line.</summary>
    /// <param name="before">The registry as it is.</param>
    /// <param name="after">The registry as it would be.</param>
    internal static string InOneLine(RegistryDocument before, RegistryDocument after)
        => string.Join("; ", Of(before, after).Select(static one => $"{one.Name}: {one.Change}"));

    /// <summary>Of a list only what comes and goes is told.</summary>
    private static string Told(string label, Field? was, Field? will)
    {
        string[] gone = [.. (was?.Values ?? []).Except(will?.Values ?? [], StringComparer.Ordinal)];
        string[] come = [.. (will?.Values ?? []).Except(was?.Values ?? [], StringComparer.Ordinal)];
        return $"{label}: {Shown(gone)} -> {Shown(come)}";
    }

    private static string Shown(string[] values) => values.Length == 0 ? Nothing : string.Join(", ", values);

    private static Dictionary<string, Field> Fields(RegistryDocument document)
    {
        using JsonDocument json = JsonDocument.Parse(RegistryFormat.Render(document));
        Dictionary<string, Field> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty part in json.RootElement.EnumerateObject()
            .Where(static part => part.Value.ValueKind == JsonValueKind.Object))
        {
            bool hasEntries = part.Name is "nodes" or "models";
            foreach (JsonProperty one in part.Value.EnumerateObject())
            {
                // Keys may hold any character but this one, so that two of them never meet.
                Walk(
                    fields,
                    $"{part.Name}\0{one.Name}",
                    hasEntries ? one.Name : part.Name,
                    hasEntries ? string.Empty : one.Name,
                    one.Value);
            }
        }

        return fields;
    }

    private static void Walk(Dictionary<string, Field> fields, string key, string name, string label, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty part in value.EnumerateObject())
            {
                Walk(
                    fields,
                    $"{key}\0{part.Name}",
                    name,
                    label.Length == 0 ? part.Name : $"{label}.{part.Name}",
                    part.Value);
            }

            return;
        }

        fields[key] = new Field(
            name,
            label,
            value.GetRawText(),
            value.ValueKind == JsonValueKind.Array
                ? [.. value.EnumerateArray().Select(static one => one.ToString())]
                : [value.ToString()]);
    }

    private sealed record Field(string Name, string Label, string Text, string[] Values);
}
