using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>Collects the text values of one node, through lists and objects.</summary>
internal static class NodeValueReader
{
    /// <summary>No file name is longer; a longer text is a prompt, kept only when it can name a model.</summary>
    private const int LongestName = 1024;

    /// <summary>Counts stand before what they count, and are small.</summary>
    private const int CountPositions = 8;

    private static readonly string[] s_counts =
        [.. Enumerable.Range(0, 100).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    /// <summary>
    /// Whether an input's name says that its value is how many others count (<c>lora_count</c>, <c>num_loras</c>).
    /// </summary>
    /// <param name="name">The name in UTF-8.</param>
    public static bool IsCount(ReadOnlySpan<byte> name) => name.StartsWith("num_"u8) || name.EndsWith("_count"u8);

    /// <summary>Reads the value that the reader stands on (a property's value or a list's element).</summary>
    /// <param name="reader">Stands on the value; afterwards on its last token.</param>
    /// <param name="pool">Where names come from.</param>
    /// <param name="values">Gets the texts; created when there is one.</param>
    /// <param name="name">The input's name, or null when only the position is known.</param>
    /// <param name="position">The position in <c>widgets_values</c>, or -1.</param>
    public static void Read(
        ref Utf8JsonReader reader,
        StringPool pool,
        ref List<NodeValue>? values,
        string? name,
        int position)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Add(ref reader, pool, ref values, name, position);
                break;
            case JsonTokenType.StartArray:
                ReadList(ref reader, pool, ref values, name, position);
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref reader, pool, ref values, name, position);
                break;
            case JsonTokenType.Number:
                AddCount(ref reader, ref values, name, position);
                break;
            default:
                break;
        }
    }

    private static void AddCount(ref Utf8JsonReader reader, ref List<NodeValue>? values, string? name, int position)
    {
        bool mayCount = name is null
            ? position is >= 0 and < CountPositions
            : name.StartsWith("num_", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal);
        if (mayCount && reader.ValueSpan.Length <= 2 && reader.TryGetInt32(out int count) && count >= 0)
        {
            (values ??= []).Add(new NodeValue(name, position, s_counts[count]) { IsNumber = true });
        }
    }

    private static void Add(
        ref Utf8JsonReader reader,
        StringPool pool,
        ref List<NodeValue>? values,
        string? name,
        int position)
    {
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (text.IsEmpty
            || (text.Length > LongestName && text.IndexOf("embedding:"u8) < 0 && text.IndexOf("<lora:"u8) < 0))
        {
            return;
        }

        (values ??= []).Add(new NodeValue(name, position, pool.Get(ref reader)));
    }

    private static void ReadList(
        ref Utf8JsonReader reader,
        StringPool pool,
        ref List<NodeValue>? values,
        string? name,
        int position)
    {
        int index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string? element = name is null || reader.TokenType == JsonTokenType.String
                ? name
                : NumberedName(name, index);
            Read(ref reader, pool, ref values, element, position);
            index++;
        }
    }

    private static void ReadObject(
        ref Utf8JsonReader reader,
        StringPool pool,
        ref List<NodeValue>? values,
        string? name,
        int position)
    {
        int first = values?.Count ?? 0;
        bool off = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isSwitch = reader.Is("on"u8) || reader.Is("active"u8);
            string? inner = reader.Is("__value__"u8) ? name : Join(name, pool.Get(ref reader));
            reader.Read();
            off |= isSwitch && reader.TokenType == JsonTokenType.False;
            Read(ref reader, pool, ref values, inner, position);
        }

        for (int i = first; off && i < values?.Count; i++)
        {
            values[i] = values[i] with { IsActive = false };
        }
    }

    private static string Join(string? name, string inner) => name is null ? inner : string.Concat(name, ".", inner);

    private static string NumberedName(string name, int index)
        => string.Create(CultureInfo.InvariantCulture, $"{name}.{index}");
}
