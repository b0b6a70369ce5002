using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Registry.Reading;

/// <summary>
/// Reads the fields of one object and nothing else: a field that is not known, or of another type, is an error.
/// </summary>
internal sealed class ObjectReader
{
    /// <summary>Above it, readers in other languages lose digits.</summary>
    private const long LargestNumber = (1L << 53) - 1;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly RegistryText _text;
    private readonly JsonValue _value;
    private readonly string[] _fields;

    /// <summary>Reads an object.</summary>
    /// <param name="text">The registry.</param>
    /// <param name="value">The object.</param>
    /// <param name="fields">The fields that it may have.</param>
    internal ObjectReader(RegistryText text, JsonValue value, string[] fields)
    {
        _text = text;
        _value = Expect(text, value, JsonTokenType.StartObject, "an object");
        _fields = fields;
        if (value.Inner.Find(member => !fields.Contains(member.Name, StringComparer.Ordinal)) is JsonValue unknown)
        {
            throw text.WrongName(unknown, $"there is no such field; expected {OneOf(fields)}");
        }
    }

    /// <summary>A field of a kind of object, or null when it is absent.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="fields">The fields that it may have in turn.</param>
    internal ObjectReader? Object(string field, string[] fields)
        => Find(field) is JsonValue value ? new ObjectReader(_text, value, fields) : null;

    /// <summary>A field that is a text, or null when it is absent.</summary>
    /// <param name="field">Its name.</param>
    internal string? Text(string field) => Find(field) is JsonValue value ? TextOf(_text, value) : null;

    /// <summary>A field that is a text and must be there.</summary>
    /// <param name="field">Its name.</param>
    internal string RequiredText(string field) => TextOf(_text, Required(field));

    /// <summary>A field that is a whole number from 0, or null when it is absent.</summary>
    /// <param name="field">Its name.</param>
    internal long? Number(string field)
    {
        if (Find(field) is not JsonValue value)
        {
            return null;
        }

        Expect(_text, value, JsonTokenType.Number, "a whole number from 0");
        return long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= LargestNumber
            ? number
            : throw _text.Wrong(value, $"expected a whole number from 0, not {value.Text}");
    }

    /// <summary>A field that is true or false; false when it is absent.</summary>
    /// <param name="field">Its name.</param>
    internal bool Flag(string field) => Find(field) is JsonValue value && value.Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw _text.Wrong(value, $"expected true or false, not {Described(value)}"),
    };

    /// <summary>A field that is a time, or null when it is absent.</summary>
    /// <param name="field">Its name.</param>
    internal DateTimeOffset? Time(string field)
    {
        if (Find(field) is not JsonValue value)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(
            TextOf(_text, value), TimeFormat, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time)
            ? time
            : throw _text.Wrong(
                value,
                $"expected a time in UTC to the second, such as '2026-11-23T10:00:00Z', not {Described(value)}");
    }

    /// <summary>A field that is one of a set of words and must be there.</summary>
    /// <typeparam name="T">The set.</typeparam>
    /// <param name="field">Its name.</param>
    internal T RequiredWord<T>(string field)
        where T : struct, Enum
    {
        JsonValue value = Required(field);
        string text = TextOf(_text, value);
        foreach (T word in Enum.GetValues<T>())
        {
            if (Word(word) == text)
            {
                return word;
            }
        }

        throw _text.Wrong(value, $"expected {OneOf([.. Enum.GetValues<T>().Select(Word)])}, not {Described(value)}");
    }

    /// <summary>A field that is a list of texts; empty when it is absent.</summary>
    /// <param name="field">Its name.</param>
    internal ImmutableArray<string> Texts(string field)
    {
        if (Find(field) is not JsonValue value)
        {
            return [];
        }

        Expect(_text, value, JsonTokenType.StartArray, "a list of texts");
        return [.. value.Inner.Select(item => TextOf(_text, item))];
    }

    /// <summary>A field whose members are entries by name; empty when it is absent.</summary>
    /// <typeparam name="T">An entry.</typeparam>
    /// <param name="field">Its name.</param>
    /// <param name="read">Reads an entry.</param>
    internal ImmutableSortedDictionary<string, T> Entries<T>(string field, Func<JsonValue, T> read)
    {
        IEnumerable<JsonValue> inner = Find(field) is JsonValue value
            ? Expect(_text, value, JsonTokenType.StartObject, "an object").Inner
            : [];
        return inner.ToImmutableSortedDictionary(static entry => entry.Name, read, StringComparer.Ordinal);
    }

    /// <summary>A field whose members are texts by name; empty when it is absent.</summary>
    /// <param name="field">Its name.</param>
    internal ImmutableSortedDictionary<string, string> TextEntries(string field)
        => Entries(field, value => TextOf(_text, value));

    /// <summary>A field that must be there.</summary>
    /// <param name="field">Its name.</param>
    internal JsonValue Required(string field)
        => Find(field) ?? throw _text.Wrong(_value, $"expected the field '{field}' in it, which is missing");

    /// <summary>How a word of a set is written.</summary>
    /// <typeparam name="T">The set.</typeparam>
    /// <param name="word">The word.</param>
    internal static string Word<T>(T word)
        where T : struct, Enum
        => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    /// <summary>How a time is written.</summary>
    /// <param name="time">The time.</param>
    internal static string? TimeText(DateTimeOffset? time)
        => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private JsonValue? Find(string field)
        => _fields.Contains(field, StringComparer.Ordinal)
            ? _value.Find(field)
            : throw new InvalidOperationException($"'{field}' is missing in the list of fields.");

    private static string TextOf(RegistryText text, JsonValue value)
        => Expect(text, value, JsonTokenType.String, "a text").Text!;

    private static JsonValue Expect(RegistryText text, JsonValue value, JsonTokenType kind, string expected)
        => value.Kind == kind ? value : throw text.Wrong(value, $"expected {expected}, not {Described(value)}");

    private static string OneOf(string[] words)
        => words.Length == 1 ? words[0] : $"one of {string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    private static string Described(JsonValue value) => value.Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => RegistryPlace.Shown(value.Text!),
        JsonTokenType.Number => value.Text!,
        _ => value.Kind.ToString().ToLowerInvariant(),
    };
}
