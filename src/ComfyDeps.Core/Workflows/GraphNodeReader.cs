using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>Reads one node of ComfyUI's UI format.</summary>
internal static class GraphNodeReader
{
    private const int Muted = 2;
    private const int Bypassed = 4;

    /// <summary>Reads a list of nodes.</summary>
    /// <param name="reader">Stands on the opening bracket; afterwards on the closing one.</param>
    /// <param name="pool">Where names come from.</param>
    /// <param name="nodes">Gets the nodes.</param>
    public static void ReadList(ref Utf8JsonReader reader, StringPool pool, List<GraphNode> nodes)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                nodes.Add(Read(ref reader, pool, nodes.Count));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static GraphNode Read(ref Utf8JsonReader reader, StringPool pool, int index)
    {
        GraphNode node = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            ReadProperty(ref reader, pool, node);
        }

        if (node.Id.Length == 0)
        {
            // Group nodes' inner nodes have an index and no id.
            node.Id = index.ToString(CultureInfo.InvariantCulture);
        }

        return node;
    }

    private static void ReadProperty(ref Utf8JsonReader reader, StringPool pool, GraphNode node)
    {
        if (reader.Is("type"u8))
        {
            node.Type = Text(ref reader, pool);
        }
        else if (reader.Is("id"u8))
        {
            node.Id = Id(ref reader, pool);
        }
        else if (reader.Is("mode"u8))
        {
            ReadMode(ref reader, node);
        }
        else if (reader.Is("widgets_values"u8))
        {
            reader.Read();
            ReadWidgets(ref reader, pool, node);
        }
        else if (reader.Is("widgets_values_named"u8))
        {
            ReadNamedValues(ref reader, pool, node);
        }
        else if (reader.Is("properties"u8))
        {
            reader.Read();
            ReadProperties(ref reader, pool, node);
        }
        else if (reader.Is("inputs"u8))
        {
            reader.Read();
            ReadInputs(ref reader, pool, node);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static void ReadMode(ref Utf8JsonReader reader, GraphNode node)
    {
        reader.Read();
        node.IsActive = !(reader.TokenType == JsonTokenType.Number
            && reader.TryGetInt32(out int mode)
            && mode is Muted or Bypassed);
        reader.Skip();
    }

    private static void ReadNamedValues(ref Utf8JsonReader reader, StringPool pool, GraphNode node)
    {
        reader.Read();
        List<NodeValue>? named = null;
        NodeValueReader.Read(ref reader, pool, ref named, name: null, position: -1);
        node.NamedValues = named;
    }

    private static void ReadWidgets(ref Utf8JsonReader reader, StringPool pool, GraphNode node)
    {
        List<NodeValue>? values = null;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            int position = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                NodeValueReader.Read(ref reader, pool, ref values, name: null, position);
                position++;
            }

            node.WidgetCount = position;
        }
        else
        {
            NodeValueReader.Read(ref reader, pool, ref values, name: null, position: -1);
        }

        node.Values = values;
    }

    private static void ReadProperties(ref Utf8JsonReader reader, StringPool pool, GraphNode node)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        string? cnrId = null;
        string? auxId = null;
        string? version = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.Is("cnr_id"u8))
            {
                cnrId = Text(ref reader, pool);
            }
            else if (reader.Is("aux_id"u8))
            {
                auxId = Text(ref reader, pool);
            }
            else if (reader.Is("ver"u8))
            {
                version = Text(ref reader, pool);
            }
            else
            {
                ReadModelsOrProxies(ref reader, pool, node);
            }
        }

        if (cnrId is not null || auxId is not null || version is not null)
        {
            node.Recorded = new RecordedPack(cnrId, auxId, version);
        }
    }

    /// <summary>Reads a property that does not tell the node's pack.</summary>
    private static void ReadModelsOrProxies(ref Utf8JsonReader reader, StringPool pool, GraphNode node)
    {
        if (reader.Is("models"u8))
        {
            reader.Read();
            node.DeclaredModels = DeclaredModelReader.Read(ref reader, pool);
        }
        else if (reader.Is("proxyWidgets"u8))
        {
            reader.Read();
            node.ProxyWidgets = ReadProxies(ref reader, pool);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static List<(string Node, string Widget)>? ReadProxies(ref Utf8JsonReader reader, StringPool pool)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<(string, string)> proxies = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            List<NodeValue>? pair = null;
            NodeValueReader.Read(ref reader, pool, ref pair, name: null, position: -1);
            proxies.Add(
                pair is [NodeValue node, NodeValue widget, ..]
                    ? (node.Text, widget.Text)
                    : (string.Empty, string.Empty));
        }

        return proxies;
    }

    private static void ReadInputs(ref Utf8JsonReader reader, StringPool pool, GraphNode node)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        for (int slot = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; slot++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                bool isWidget = reader.Is("widget"u8);
                reader.Read();
                if (isWidget && reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadWidgetName(ref reader, pool, node, slot);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadWidgetName(ref Utf8JsonReader reader, StringPool pool, GraphNode node, int slot)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.Is("name"u8))
            {
                if (Text(ref reader, pool) is string name)
                {
                    (node.Widgets ??= []).Add((slot, name));
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    /// <summary>The text of the value that follows; null when it is empty or no text.</summary>
    internal static string? Text(ref Utf8JsonReader reader, StringPool pool)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan.IsEmpty ? null : pool.Get(ref reader);
        }

        reader.Skip();
        return null;
    }

    /// <summary>The id that follows, a number or a text.</summary>
    internal static string Id(ref Utf8JsonReader reader, StringPool pool)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return pool.Get(ref reader);
        }

        string id = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : string.Empty;
        reader.Skip();
        return id;
    }
}
