using System;
using System.Collections.Generic;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>
/// ComfyUI's UI format, 0.4 and 1.0: nodes, the definitions of subgraphs and group nodes, and declared models,
/// collected in one pass in whatever order the file has them.
/// </summary>
internal sealed class GraphFormat
{
    /// <summary>The nodes of the outermost graph; null until a list of nodes was seen.</summary>
    public List<GraphNode>? Nodes { get; private set; }

    /// <summary>Subgraphs by UUID, and group nodes by their name with the prefix <c>workflow></c>.</summary>
    public Dictionary<string, Subgraph> Definitions { get; } = new(StringComparer.Ordinal);

    /// <summary>Model files that the workflow as a whole declares.</summary>
    public List<DeclaredModel> DeclaredModels { get; } = [];

    /// <summary>Takes one property of the root, when it is part of a graph.</summary>
    /// <param name="reader">Stands on the property's value when <paramref name="name"/> is one of ours; moved past it
    /// if taken.</param>
    /// <param name="pool">Where names come from.</param>
    /// <param name="name">The property's name.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryRead(ref Utf8JsonReader reader, StringPool pool, string name)
    {
        switch (name)
        {
            case "nodes" when reader.TokenType == JsonTokenType.StartArray:
                GraphNodeReader.ReadList(ref reader, pool, Nodes ??= []);
                return true;
            case "definitions" when reader.TokenType == JsonTokenType.StartObject:
                ReadDefinitions(ref reader, pool);
                return true;
            case "extra" when reader.TokenType == JsonTokenType.StartObject:
                ReadExtra(ref reader, pool);
                return true;
            case "models" when reader.TokenType == JsonTokenType.StartArray:
                DeclaredModels.AddRange(DeclaredModelReader.Read(ref reader, pool) ?? []);
                return true;
            default:
                return false;
        }
    }

    private void ReadDefinitions(ref Utf8JsonReader reader, StringPool pool)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isSubgraphs = reader.Is("subgraphs"u8);
            reader.Read();
            if (isSubgraphs && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                ReadSubgraphs(ref reader, pool, isMap: reader.TokenType == JsonTokenType.StartObject);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadSubgraphs(ref Utf8JsonReader reader, StringPool pool, bool isMap)
    {
        JsonTokenType end = isMap ? JsonTokenType.EndObject : JsonTokenType.EndArray;
        while (reader.Read() && reader.TokenType != end)
        {
            string? key = null;
            if (isMap)
            {
                key = pool.Get(ref reader);
                reader.Read();
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Subgraph subgraph = ReadSubgraph(ref reader, pool);
                if ((subgraph.Id ?? key) is string id)
                {
                    Definitions.TryAdd(id, subgraph);
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private Subgraph ReadSubgraph(ref Utf8JsonReader reader, StringPool pool)
    {
        Subgraph subgraph = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.Is("id"u8))
            {
                subgraph.Id = GraphNodeReader.Text(ref reader, pool);
                continue;
            }

            bool isNodes = reader.Is("nodes"u8);
            bool isLinks = reader.Is("links"u8);
            bool isInputs = reader.Is("inputs"u8);
            bool isDefinitions = reader.Is("definitions"u8);
            reader.Read();
            if (isNodes && reader.TokenType == JsonTokenType.StartArray)
            {
                GraphNodeReader.ReadList(ref reader, pool, subgraph.Nodes);
            }
            else if (isLinks && reader.TokenType == JsonTokenType.StartArray)
            {
                SubgraphLinkReader.ReadLinks(ref reader, pool, subgraph);
            }
            else if (isInputs && reader.TokenType == JsonTokenType.StartArray)
            {
                SubgraphLinkReader.ReadInputs(ref reader, pool, subgraph);
            }
            else if (isDefinitions && reader.TokenType == JsonTokenType.StartObject)
            {
                // Some tools keep the definitions that a subgraph needs inside it.
                ReadDefinitions(ref reader, pool);
            }
            else
            {
                reader.Skip();
            }
        }

        return subgraph;
    }

    private void ReadExtra(ref Utf8JsonReader reader, StringPool pool)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isGroups = reader.Is("groupNodes"u8);
            reader.Read();
            if (!isGroups || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string name = pool.Get(ref reader);
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    Definitions.TryAdd(GroupNodes.Prefix + name, ReadSubgraph(ref reader, pool));
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }
}
