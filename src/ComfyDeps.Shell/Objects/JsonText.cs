using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ComfyDeps.Shell.Objects;

/// <summary>Objects as JSON and back, the way ConvertTo-Json and ConvertFrom-Json do it.</summary>
internal static class JsonText
{
    internal static string Render(object? value, int depth, bool compress, bool enumsAsStrings)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new()
        {
            Indented = !compress,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            Write(writer, value, depth, enumsAsStrings);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length)
            .Replace("\n", Environment.NewLine, StringComparison.Ordinal);
    }

    internal static object? Parse(JsonElement element, bool asHashtable) => element.ValueKind switch
    {
        JsonValueKind.Object => asHashtable ? Table(element) : Record(element),
        JsonValueKind.Array => Items(element, asHashtable),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long number) ? (object)number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static void Write(Utf8JsonWriter writer, object? value, int depth, bool enumsAsStrings)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (WriteSimple(writer, plain, enumsAsStrings))
        {
            return;
        }

        if (depth < 0)
        {
            writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
            return;
        }

        if (plain is IDictionary table)
        {
            WriteTable(writer, table, depth, enumsAsStrings);
        }
        else if (plain is IEnumerable items)
        {
            WriteItems(writer, items, depth, enumsAsStrings);
        }
        else
        {
            WriteProperties(writer, PSObject.AsPSObject(value), depth, enumsAsStrings);
        }
    }

    private static void WriteTable(Utf8JsonWriter writer, IDictionary table, int depth, bool enumsAsStrings)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in table)
        {
            writer.WritePropertyName(entry.Key.ToString()!);
            Write(writer, entry.Value, depth - 1, enumsAsStrings);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, IEnumerable items, int depth, bool enumsAsStrings)
    {
        writer.WriteStartArray();
        foreach (object? item in items)
        {
            Write(writer, item, depth - 1, enumsAsStrings);
        }

        writer.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject value, int depth, bool enumsAsStrings)
    {
        writer.WriteStartObject();
        foreach (PSPropertyInfo property in value.Properties)
        {
            writer.WritePropertyName(property.Name);
            Write(writer, ValueOf(property), depth - 1, enumsAsStrings);
        }

        writer.WriteEndObject();
    }

    private static bool WriteSimple(Utf8JsonWriter writer, object? value, bool enumsAsStrings)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return true;
            case bool truth:
                writer.WriteBooleanValue(truth);
                return true;
            case DateTime time:
                writer.WriteStringValue(time);
                return true;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                return true;
            case Enum member when !enumsAsStrings:
                writer.WriteNumberValue(Convert.ToInt64(member, provider: null));
                return true;
            case double number when !double.IsFinite(number):
                writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(number));
                return true;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                JsonSerializer.Serialize(writer, value, value.GetType());
                return true;
            case string or char or Uri or Guid or Version or Enum or Type or ScriptBlock:
                writer.WriteStringValue(value.ToString());
                return true;
            default:
                return false;
        }
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static Hashtable Table(JsonElement element)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            table[property.Name] = Parse(property.Value, asHashtable: true);
        }

        return table;
    }

    private static PSObject Record(JsonElement element)
    {
        PSObject record = new();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            record.Properties.Remove(property.Name);
            record.Properties.Add(new PSNoteProperty(property.Name, Parse(property.Value, asHashtable: false)));
        }

        return record;
    }

    private static object?[] Items(JsonElement element, bool asHashtable)
    {
        List<object?> items = [];
        foreach (JsonElement item in element.EnumerateArray())
        {
            items.Add(Parse(item, asHashtable));
        }

        return [.. items];
    }
}
