using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>Reads which inner widgets the inputs of a subgraph are connected to.</summary>
internal static class SubgraphLinkReader
{
    /// <summary>The id that every subgraph gives to its own input node.</summary>
    private const string InputNode = "-10";

    /// <summary>Reads the names of the inputs; the reader stands on the opening bracket.</summary>
    public static void ReadInputs(ref Utf8JsonReader reader, StringPool pool, Subgraph subgraph)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string? name = null;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.Is("name"u8))
                {
                    name = GraphNodeReader.Text(ref reader, pool);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            subgraph.Inputs.Add(name ?? string.Empty);
        }
    }

    /// <summary>Reads the links that begin at the input node; the reader stands on the opening bracket.</summary>
    public static void ReadLinks(ref Utf8JsonReader reader, StringPool pool, Subgraph subgraph)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Links of subgraphs are objects, in 0.4 files too; group nodes' links are lists and lead nowhere outside.
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ReadLink(ref reader, pool, subgraph);
        }
    }

    private static void ReadLink(ref Utf8JsonReader reader, StringPool pool, Subgraph subgraph)
    {
        string? origin = null;
        string? target = null;
        int originSlot = -1;
        int targetSlot = -1;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.Is("origin_id"u8))
            {
                origin = GraphNodeReader.Id(ref reader, pool);
            }
            else if (reader.Is("target_id"u8))
            {
                target = GraphNodeReader.Id(ref reader, pool);
            }
            else if (reader.Is("origin_slot"u8))
            {
                originSlot = Slot(ref reader);
            }
            else if (reader.Is("target_slot"u8))
            {
                targetSlot = Slot(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (origin == InputNode && target is not null)
        {
            subgraph.InputLinks.Add((originSlot, target, targetSlot));
        }
    }

    private static int Slot(ref Utf8JsonReader reader)
    {
        reader.Read();
        int slot = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : -1;
        reader.Skip();
        return slot;
    }
}
