using System.Collections.Generic;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>ComfyUI's API format: node id to <c>class_type</c> and <c>inputs</c>.</summary>
internal static class PromptFormat
{
    /// <summary>Reads one value of the map, if it is a node.</summary>
    /// <param name="reader">Stands on the value's opening brace; afterwards on its closing one.</param>
    /// <param name="pool">Where names come from.</param>
    /// <param name="id">The node's id.</param>
    /// <param name="hasInputs">Whether the object has <c>inputs</c>, as a node has.</param>
    /// <returns>The node, or null when the object has no <c>class_type</c>.</returns>
    public static WorkflowNode? ReadNode(ref Utf8JsonReader reader, StringPool pool, string id, out bool hasInputs)
    {
        hasInputs = false;
        string? type = null;
        List<NodeValue>? values = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isType = reader.Is("class_type"u8);
            bool isInputs = reader.Is("inputs"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                type = pool.Get(ref reader);
            }
            else if (isInputs && reader.TokenType == JsonTokenType.StartObject)
            {
                hasInputs = true;
                ReadInputs(ref reader, pool, ref values);
            }
            else
            {
                reader.Skip();
            }
        }

        return string.IsNullOrEmpty(type)
            ? null
            : new WorkflowNode { ClassType = type, Occurrence = id, Values = values ?? (IReadOnlyList<NodeValue>)[] };
    }

    private static void ReadInputs(ref Utf8JsonReader reader, StringPool pool, ref List<NodeValue>? values)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!IsWorthReading(reader))
            {
                reader.Read();
                continue;
            }

            string name = pool.Get(ref reader);
            reader.Read();
            if (!SkipLink(ref reader))
            {
                NodeValueReader.Read(ref reader, pool, ref values, name, position: -1);
            }
        }
    }

    /// <summary>Numbers and the like need no name, but for those that say how many other inputs count.</summary>
    private static bool IsWorthReading(Utf8JsonReader ahead)
    {
        bool isCount = NodeValueReader.IsCount(ahead.ValueSpan);
        return ahead.Read()
            && (ahead.TokenType is JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.StartObject
                || (isCount && ahead.TokenType == JsonTokenType.Number));
    }

    /// <summary>A link is a list of exactly a text and a whole number: another node's output.</summary>
    private static bool SkipLink(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        Utf8JsonReader ahead = reader;
        bool isLink = ahead.Read()
            && ahead.TokenType is JsonTokenType.String or JsonTokenType.Number
            && ahead.Read()
            && ahead.TokenType == JsonTokenType.Number
            && ahead.Read()
            && ahead.TokenType == JsonTokenType.EndArray;
        if (isLink)
        {
            reader = ahead;
        }

        return isLink;
    }
}
