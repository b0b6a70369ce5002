using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ComfyDeps.Rendering.Snapshot;

/// <summary>
/// Reads a snapshot of ComfyUI-Manager: JSON, or YAML, which stands under <c>custom_nodes</c> there. A part that is
/// missing is empty, as it is for the Manager; one of another shape is an error that names it.
/// </summary>
internal sealed class SnapshotReader
{
    private const int LargestFile = 16 * 1024 * 1024;
    private const int DeepestNesting = 64;

    private readonly string _path;

    private SnapshotReader(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ComfyDepsException">It cannot be read, or is no snapshot.</exception>
    internal static ManagerSnapshot Read(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new ComfyDepsException(
                    ErrorCode.FileTooLarge,
                    $"'{path}' is larger than any snapshot is.",
                    path,
                    "Give the snapshot itself.");
            }

            text = File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileAccessDenied, $"'{path}' may not be read.", path, "Ask for the right to read it.", e);
        }
        catch (IOException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileUnreadable, $"'{path}' could not be read: {e.Message}", path, "Check the file.", e);
        }

        return Parse(text, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it is from, as messages name it.</param>
    internal static ManagerSnapshot Parse(string text, string path)
    {
        SnapshotReader reader = new(path);
        object? whole = text.TrimStart().StartsWith('{') ? reader.Json(text) : reader.Yaml(text);
        Dictionary<string, object?> fields = reader.Map(whole, "the whole");
        if (fields.TryGetValue("custom_nodes", out object? nested))
        {
            fields = new Dictionary<string, object?>(reader.Map(nested, "custom_nodes"), StringComparer.Ordinal)
            {
                // Some writers leave this one outside.
                ["comfyui"] = reader.Map(nested, "custom_nodes").GetValueOrDefault("comfyui")
                    ?? fields.GetValueOrDefault("comfyui"),
            };
        }

        string[] known = ["comfyui", "git_custom_nodes", "cnr_custom_nodes", "file_custom_nodes", "pips"];
        return known.Any(name => fields.GetValueOrDefault(name) is not null)
            ? reader.Snapshot(fields)
            : throw reader.Wrong("the whole", "an object with 'comfyui', 'git_custom_nodes' or 'cnr_custom_nodes'");
    }

    private ManagerSnapshot Snapshot(Dictionary<string, object?> fields)
    {
        ManagerSnapshot snapshot = new()
        {
            ComfyUi = Text(fields.GetValueOrDefault("comfyui"), "comfyui") is { Length: > 0 } commit ? commit : null,
        };
        foreach ((string url, object? value) in Map(fields.GetValueOrDefault("git_custom_nodes"), "git_custom_nodes"))
        {
            Dictionary<string, object?> checkout = Map(value, $"git_custom_nodes '{url}'");
            snapshot.Git[url] = new SnapshotCheckout(
                Text(checkout.GetValueOrDefault("hash"), $"git_custom_nodes '{url}' hash") ?? "unknown",
                IsTrue(checkout.GetValueOrDefault("disabled")));
        }

        foreach ((string id, object? value) in Map(fields.GetValueOrDefault("cnr_custom_nodes"), "cnr_custom_nodes"))
        {
            snapshot.Registry[id] = Text(value, $"cnr_custom_nodes '{id}'")
                ?? throw Wrong($"cnr_custom_nodes '{id}'", "a version");
        }

        foreach (object? value in List(fields.GetValueOrDefault("file_custom_nodes"), "file_custom_nodes"))
        {
            Dictionary<string, object?> file = Map(value, "an item of file_custom_nodes");
            string name = Text(file.GetValueOrDefault("filename"), "filename")
                ?? throw Wrong("an item of file_custom_nodes", "a 'filename'");
            snapshot.Files[name] = IsTrue(file.GetValueOrDefault("disabled"));
        }

        foreach ((string name, object? value) in Map(fields.GetValueOrDefault("pips"), "pips"))
        {
            snapshot.Python[name] = Text(value, $"pips '{name}'") ?? string.Empty;
        }

        return snapshot;
    }

    private object? Json(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                text, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            return Value(document.RootElement);
        }
        catch (JsonException e)
        {
            throw NotParsed("JSON", (e.LineNumber ?? 0) + 1, e);
        }

        static object? Value(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => Members(element),
            JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Null => null,
            _ => element.GetRawText(),
        };

        static Dictionary<string, object?> Members(JsonElement element)
        {
            Dictionary<string, object?> members = new(StringComparer.Ordinal);
            foreach (JsonProperty member in element.EnumerateObject())
            {
                members[member.Name] = Value(member.Value);
            }

            return members;
        }
    }

    private object? Yaml(string text)
    {
        try
        {
            CheckNesting(text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : Value(stream.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            throw NotParsed("YAML", e.Start.Line, e);
        }

        object? Value(YamlNode node) => node switch
        {
            YamlMappingNode map => Members(map),
            YamlSequenceNode list => list.Children.Select(Value).ToList(),

            // Without quotes these are no text.
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
            YamlScalarNode scalar => scalar.Value,
            _ => null,
        };

        Dictionary<string, object?> Members(YamlMappingNode map)
        {
            Dictionary<string, object?> members = new(StringComparer.Ordinal);
            foreach ((YamlNode key, YamlNode value) in map.Children)
            {
                members[(key as YamlScalarNode)?.Value ?? throw Wrong("a key", "a text")] = Value(value);
            }

            return members;
        }
    }

    /// <summary>
    /// What builds the tree does so by calling itself, and an alias can stand for more than the file is long.
    /// </summary>
    private void CheckNesting(string text)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting || parser.Current is AnchorAlias)
            {
                throw Wrong("the whole", "plain YAML without aliases and deep nesting");
            }
        }
    }

    private Dictionary<string, object?> Map(object? value, string place) => value switch
    {
        null => [],
        Dictionary<string, object?> map => map,
        _ => throw Wrong(place, "an object"),
    };

    private List<object?> List(object? value, string place) => value switch
    {
        null => [],
        List<object?> list => list,
        _ => throw Wrong(place, "a list"),
    };

    private string? Text(object? value, string place) => value switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(place, "a text"),
    };

    private static bool IsTrue(object? value)
        => value is string text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    private ComfyDepsException Wrong(string place, string expected) => new(
        ErrorCode.InvalidArgument,
        $"'{_path}' is not a snapshot of ComfyUI-Manager: {VisibleText.Of(place)} is not {expected}.",
        _path,
        "Give a file that the Manager's 'Save snapshot' or Export-ComfySnapshot wrote.");

    private ComfyDepsException NotParsed(string language, long line, Exception e) => new(
        ErrorCode.InvalidArgument,
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{_path}' is not a snapshot of ComfyUI-Manager: line {line} is not valid {language}."),
        _path,
        "Give a file that the Manager's 'Save snapshot' or Export-ComfySnapshot wrote.",
        e);
}
