using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Inspection.Server;

/// <summary>Reads the small answers of ComfyUI and ComfyUI-Manager.</summary>
internal static class ServerSchema
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary>Reads <c>/system_stats</c>.</summary>
    /// <param name="body">The body.</param>
    internal static ServerSystem System(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body, s_options);
        JsonElement system = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("system", out JsonElement found)
            && found.ValueKind == JsonValueKind.Object
                ? found
                : throw new JsonException("It says nothing about a system.");
        return new ServerSystem
        {
            ComfyUiVersion = Field(system, "comfyui_version"),
            PythonVersion = Field(system, "python_version")?.Split(' ', 2)[0],
            PyTorchVersion = Field(system, "pytorch_version"),
            OperatingSystem = Field(system, "os"),
            Arguments = system.TryGetProperty("argv", out JsonElement arguments)
                && arguments.ValueKind == JsonValueKind.Array
                ? [.. arguments.EnumerateArray().Where(IsText).Select(Text)]
                : [],
        };
    }

    /// <summary>Reads a list of texts: the folders, or the files of a folder.</summary>
    /// <param name="body">The body.</param>
    internal static IReadOnlyList<string> Names(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body, s_options);
        return document.RootElement.ValueKind == JsonValueKind.Array
            && document.RootElement.EnumerateArray().All(IsText)
            ? [.. document.RootElement.EnumerateArray().Select(Text)]
            : throw new JsonException("It is no list of names.");
    }

    /// <summary>Reads what ComfyUI-Manager finds installed.</summary>
    /// <param name="body">The body.</param>
    internal static IReadOnlyList<InstalledPack> Installed(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body, s_options);
        List<InstalledPack> packs = [];
        foreach (JsonProperty pack in Members(document.RootElement))
        {
            if (pack.Value.ValueKind != JsonValueKind.Object || !pack.Value.TryGetProperty("ver", out _))
            {
                throw new JsonException("It is no list of packs.");
            }

            packs.Add(new InstalledPack
            {
                Folder = Name(pack),
                Reported = Field(pack.Value, "ver"),
                RegistryId = Field(pack.Value, "cnr_id"),
                Repository = Field(pack.Value, "aux_id"),
                IsEnabled = pack.Value.TryGetProperty("enabled", out JsonElement enabled)
                    && enabled.ValueKind is JsonValueKind.True or JsonValueKind.False ? enabled.GetBoolean() : null,
            });
        }

        packs.Sort(static (one, other) => string.CompareOrdinal(one.Folder, other.Folder));
        return packs;
    }

    /// <summary>
    /// Reads why packs could not be imported, by what they were asked for with; a pack that has no failure is null
    /// there.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="asked">What was asked for.</param>
    internal static IReadOnlyDictionary<string, ImportFailure> Failures(
        ReadOnlyMemory<byte> body,
        IReadOnlyCollection<string> asked)
    {
        using JsonDocument document = JsonDocument.Parse(body, s_options);
        Dictionary<string, ImportFailure> failures = new(StringComparer.Ordinal);
        HashSet<string> answered = new(StringComparer.Ordinal);
        foreach (JsonProperty pack in Members(document.RootElement))
        {
            answered.Add(Name(pack));
            if (pack.Value.ValueKind != JsonValueKind.Null)
            {
                failures[Name(pack)] = Failure(pack.Value, "error");
            }
        }

        return asked.All(answered.Contains)
            ? failures
            : throw new JsonException("It does not answer for every pack that was asked for.");
    }

    /// <summary>Reads why one pack could not be imported.</summary>
    /// <param name="body">The body.</param>
    internal static ImportFailure Failure(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body, s_options);
        return Failure(document.RootElement, "msg");
    }

    private static ImportFailure Failure(JsonElement failure, string message)
        => failure.ValueKind == JsonValueKind.Object
            ? new ImportFailure(
                Field(failure, message) ?? throw new JsonException("A failure without a message."),
                Field(failure, "traceback"))
            : throw new JsonException("A failure that is no object.");

    private static JsonElement.ObjectEnumerator Members(JsonElement root)
        => root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject()
            : throw new JsonException("It is no object.");

    private static bool IsText(JsonElement element) => element.ValueKind == JsonValueKind.String;

    /// <summary>A text that is not empty, or null.</summary>
    private static string? Field(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement value) && IsText(value) && Text(value) is { Length: > 0 } text
            ? text
            : null;

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A name has an escape that is no character.", e);
        }
    }

    /// <summary>
    /// A text; with its escapes unread where Python wrote half of a pair, for a file name that is no text.
    /// </summary>
    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }
}
