using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ComfyDeps.Registry.Reading;

/// <summary>
/// Reads strict JSON into values that know where they stand: no comment, no comma too many, no name twice.
/// </summary>
internal static class JsonTree
{
    private const int DeepestNesting = 32;

    /// <summary>Reads a whole text.</summary>
    /// <param name="text">The text, without a byte-order mark.</param>
    /// <exception cref="ComfyDepsException">It is not JSON.</exception>
    internal static JsonValue Read(RegistryText text)
    {
        int valid = ValidUtf8(text.Bytes.Span);
        if (valid < text.Bytes.Length)
        {
            throw text.At(valid, string.Empty, "expected UTF-8");
        }

        Utf8JsonReader reader = new(text.Bytes.Span, new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            reader.Read();
            JsonValue whole = ReadValue(ref reader, text, null, string.Empty, nameOffset: null);
            reader.Read();
            return whole;
        }
        catch (JsonException e)
        {
            throw text.At(OffsetOf(text, e), string.Empty, "this is not JSON: " + Reason(e));
        }
    }

    private static JsonValue ReadValue(
        ref Utf8JsonReader reader,
        RegistryText text,
        JsonValue? parent,
        string name,
        int? nameOffset)
    {
        int offset = (int)reader.TokenStartIndex;
        JsonTokenType kind = reader.TokenType;
        string? content = kind switch
        {
            JsonTokenType.String => TextOf(ref reader, text),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
        JsonValue value = new(parent, name, kind, content, offset, nameOffset);
        if (kind == JsonTokenType.StartObject)
        {
            ReadMembers(ref reader, text, value);
        }
        else if (kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                value.Inner.Add(
                    ReadValue(ref reader, text, value, RegistryPlace.Item(value.Inner.Count), nameOffset: null));
            }
        }

        return value;
    }

    private static void ReadMembers(ref Utf8JsonReader reader, RegistryText text, JsonValue value)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int nameOffset = (int)reader.TokenStartIndex;
            string name = TextOf(ref reader, text);
            if (!names.Add(name))
            {
                throw text.At(
                    nameOffset,
                    value.Place,
                    $"expected each name once, and {RegistryPlace.Shown(name)} is there again");
            }

            reader.Read();
            value.Inner.Add(ReadValue(ref reader, text, value, name, nameOffset));
        }
    }

    private static string TextOf(ref Utf8JsonReader reader, RegistryText text)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw text.At(
                (int)reader.TokenStartIndex, string.Empty, "expected a text, not one with half a character in it");
        }
    }

    private static int ValidUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return bytes.Length;
        }

        int valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private static int OffsetOf(RegistryText text, JsonException e)
    {
        int start = 0;
        for (long line = e.LineNumber ?? 0; line > 0; line--)
        {
            start += text.Bytes.Span[start..].IndexOf((byte)'\n') + 1;
        }

        return start + (int)(e.BytePositionInLine ?? 0);
    }

    private static string Reason(JsonException e)
    {
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
