using System;
using System.Collections.Generic;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Inspection.Server;

/// <summary>
/// Reads <c>/object_info</c> in one walk over its bytes. It is large because every loader repeats the names of its
/// folder: a list that was read before is recognised by its bytes and shared.
/// </summary>
internal sealed class ObjectInfoReader
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 256 };

    private readonly ReadOnlyMemory<byte> _body;
    private readonly Dictionary<int, (int Start, int Length, ComboOptions Options)> _lists = [];

    private ObjectInfoReader(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>Reads all of it.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="JsonException">It is no JSON, or not what ComfyUI says of classes.</exception>
    internal static ServerClasses Read(ReadOnlyMemory<byte> body) => new ObjectInfoReader(body).ReadAll();

    private ServerClasses ReadAll()
    {
        Utf8JsonReader reader = new(_body.Span, s_options);
        Enter(ref reader, "the list of classes");
        Dictionary<string, ServerClass> classes = new(StringComparer.Ordinal);
        while (NextMember(ref reader))
        {
            string name = reader.Text();
            classes[name] = ReadClass(ref reader, name);
        }

        // Whatever follows the object is no JSON: the reader says so.
        reader.Read();
        return new ServerClasses(classes);
    }

    private ServerClass ReadClass(ref Utf8JsonReader reader, string name)
    {
        Enter(ref reader, "a class");
        string? module = null;
        List<ServerInput>? inputs = null;
        while (NextMember(ref reader))
        {
            if (reader.Is("input"u8))
            {
                inputs = [];
                ReadGroups(ref reader, inputs);
            }
            else if (reader.Is("python_module"u8))
            {
                reader.Read();
                module = reader.TokenType == JsonTokenType.String ? reader.Text() : null;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        // An error object has the shape of a list of classes; only a class has inputs.
        return inputs is null
            ? throw new JsonException("A class without inputs is none.")
            : new ServerClass { Name = name, Module = module, Inputs = inputs };
    }

    private void ReadGroups(ref Utf8JsonReader reader, List<ServerInput> inputs)
    {
        Enter(ref reader, "the inputs of a class");
        while (NextMember(ref reader))
        {
            bool isRequired = reader.Is("required"u8);
            bool isShown = isRequired || reader.Is("optional"u8);
            reader.Read();
            if (!isShown || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (NextMember(ref reader))
            {
                string name = reader.Text();
                reader.Read();
                inputs.Add(new ServerInput(name, isRequired, ReadSpecification(ref reader)));
            }
        }
    }

    /// <summary>Reads <c>[[names], {…}]</c>, <c>["COMBO", {"options": [names]}]</c> or anything else.</summary>
    private ComboOptions? ReadSpecification(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        reader.Read();
        bool isCombo = reader.TokenType == JsonTokenType.String && reader.Is("COMBO"u8);
        ComboOptions? options = null;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            isCombo = true;
            options = ReadNames(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.EndArray)
        {
            return null;
        }

        reader.Skip();
        bool isRemote = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (isCombo && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadSettings(ref reader, ref options, ref isRemote);
            }
            else
            {
                reader.Skip();
            }
        }

        return !isCombo ? null
            : options is null || isRemote ? new ComboOptions(options?.Names ?? [], isComplete: false)
            : options;
    }

    private void ReadSettings(ref Utf8JsonReader reader, ref ComboOptions? options, ref bool isRemote)
    {
        while (NextMember(ref reader))
        {
            bool isOptions = reader.Is("options"u8);
            bool isAboutRemote = reader.Is("remote"u8);
            reader.Read();
            isRemote |= isAboutRemote && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.True;
            if (isOptions && reader.TokenType == JsonTokenType.StartArray)
            {
                options ??= ReadNames(ref reader);
            }

            reader.Skip();
        }
    }

    /// <summary>Reads a list of names, and ends on its last token.</summary>
    private ComboOptions ReadNames(ref Utf8JsonReader reader)
    {
        Utf8JsonReader names = reader;
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        int length = (int)reader.BytesConsumed - start;
        ReadOnlySpan<byte> bytes = _body.Span.Slice(start, length);
        HashCode hash = default;
        hash.AddBytes(bytes);
        int key = hash.ToHashCode();
        if (_lists.TryGetValue(key, out (int Start, int Length, ComboOptions Options) known)
            && bytes.SequenceEqual(_body.Span.Slice(known.Start, known.Length)))
        {
            return known.Options;
        }

        List<string> list = [];
        while (names.Read() && names.TokenType != JsonTokenType.EndArray)
        {
            // Numbers and truth values can be chosen too; what is nested has no name.
            if (names.TokenType is JsonTokenType.String
                or JsonTokenType.Number
                or JsonTokenType.True
                or JsonTokenType.False)
            {
                list.Add(
                    names.TokenType == JsonTokenType.String
                        ? names.Text()
                        : System.Text.Encoding.UTF8.GetString(names.ValueSpan));
            }

            names.Skip();
        }

        ComboOptions options = new([.. list], isComplete: true);
        _lists[key] = (start, length, options);
        return options;
    }

    private static void Enter(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected as {what}.");
        }
    }

    private static bool NextMember(ref Utf8JsonReader reader)
        => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
}
