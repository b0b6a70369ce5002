using System;
using System.Collections.Generic;
using System.Text.Json;
using ComfyDeps.Analysis;

namespace ComfyDeps.Catalog;

/// <summary>Reads what <c>loaders.json</c> and <c>implied-models.json</c> say about one class.</summary>
internal static class LoaderLine
{
    /// <summary>Reads a class.</summary>
    /// <param name="classType">The class, for errors.</param>
    /// <param name="loader">Its value in <c>loaders.json</c>; empty when it has none.</param>
    /// <param name="implied">Its value in <c>implied-models.json</c>; empty when it has none.</param>
    /// <exception cref="ComfyDepsException">The value is not what is expected.</exception>
    public static LoaderClass Read(string classType, ReadOnlySpan<byte> loader, ReadOnlySpan<byte> implied)
    {
        try
        {
            using JsonDocument? inputs = Parse(loader);
            using JsonDocument? models = Parse(implied);
            return new LoaderClass
            {
                Inputs = Inputs(inputs?.RootElement),
                Widgets = inputs is not null && inputs.RootElement.TryGetProperty("widgets", out JsonElement widgets)
                    ? Texts(widgets)
                    : [],
                NamesNoModel = inputs is not null && inputs.RootElement.TryGetProperty(
                    "namesNoModel", out JsonElement no)
                    && no.GetBoolean(),
                Implied = Implied(models?.RootElement),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ComfyDepsException(
                ErrorCode.CatalogUnavailable,
                $"What the catalog says about loader '{classType}' is damaged: {e.Message.TrimEnd('.')}.",
                classType,
                "Install the module again.",
                e);
        }
    }

    private static JsonDocument? Parse(ReadOnlySpan<byte> json)
        => json.IsEmpty ? null : JsonDocument.Parse(json.ToArray());

    private static List<LoaderInput> Inputs(JsonElement? loader)
    {
        List<LoaderInput> inputs = [];
        if (loader?.TryGetProperty("inputs", out JsonElement named) == true)
        {
            foreach (JsonProperty input in named.EnumerateObject())
            {
                inputs.Add(Input(input.Name, input.Value));
            }
        }

        return inputs;
    }

    private static LoaderInput Input(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Array)
        {
            return new LoaderInput { Name = name, Folders = OneOrMore(value) };
        }

        JsonElement? off = value.TryGetProperty("off", out JsonElement o) ? o : null;
        return new LoaderInput
        {
            Name = name,
            Folders = OneOrMore(value.GetProperty("folder")),
            Kind = value.TryGetProperty("kind", out JsonElement kind) ? Kind(kind.GetString()) : ModelInputKind.File,
            None = value.TryGetProperty("none", out JsonElement none) ? Texts(none) : [],
            Prefixes = value.TryGetProperty("prefixes", out JsonElement prefixes) ? Prefixes(prefixes) : [],
            SwitchInput = off?.GetProperty("input").GetString(),
            SwitchOff = off?.GetProperty("value").GetString(),
            CountInput = value.TryGetProperty("count", out JsonElement count) ? Text(count) : null,
        };
    }

    private static ModelInputKind Kind(string? kind) => kind switch
    {
        "file" => ModelInputKind.File,
        "name" => ModelInputKind.Name,
        "directory" => ModelInputKind.Directory,
        "repository" => ModelInputKind.Repository,
        "tags" => ModelInputKind.Tags,
        _ => throw new JsonException($"'{kind}' is no kind of model input"),
    };

    private static List<(string Prefix, string Folder)> Prefixes(JsonElement prefixes)
    {
        List<(string, string)> read = [];
        foreach (JsonProperty prefix in prefixes.EnumerateObject())
        {
            read.Add((prefix.Name, Text(prefix.Value)));
        }

        return read;
    }

    private static List<ImpliedModel> Implied(JsonElement? models)
    {
        List<ImpliedModel> implied = [];
        foreach (JsonElement model in models?.EnumerateArray() ?? default)
        {
            JsonElement? when = model.TryGetProperty("when", out JsonElement w) ? w : null;
            implied.Add(new ImpliedModel
            {
                Name = Text(model.GetProperty("name")),
                Folder = Text(model.GetProperty("folder")),
                Url = model.TryGetProperty("url", out JsonElement url) ? url.GetString() : null,
                Family = model.TryGetProperty("family", out JsonElement family) ? family.GetString() : null,
                Input = when?.GetProperty("input").GetString(),
                Values = when is JsonElement condition ? Texts(condition.GetProperty("values")) : [],
            });
        }

        return implied;
    }

    private static List<string> OneOrMore(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? [Text(value)] : Texts(value);

    private static List<string> Texts(JsonElement list)
    {
        List<string> texts = [];
        foreach (JsonElement text in list.EnumerateArray())
        {
            texts.Add(text.ValueKind == JsonValueKind.Null ? string.Empty : Text(text));
        }

        return texts;
    }

    private static string Text(JsonElement value)
        => value.GetString() ?? throw new JsonException("a text was expected");
}
