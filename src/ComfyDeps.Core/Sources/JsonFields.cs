using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Sources;

/// <summary>Reads fields of a service's JSON: a field that is absent, null or of another type has no value.</summary>
internal static class JsonFields
{
    /// <summary>A text, or null.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static string? Text(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? Text(value)
            : null;

    /// <summary>A text that is not empty, or null.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static string? Filled(this JsonElement element, string name)
        => element.Text(name) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, or null.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static long? Whole(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out long number) ? number : null;

    /// <summary>A number with fractions, or null.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static double? Real(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out double number) ? number : null;

    /// <summary>True when the field is true; false in every other case.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static bool IsTrue(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <summary>True or false, or null where it says neither.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static bool? Truth(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : null;

    /// <summary>A time, or null.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    internal static DateTimeOffset? Time(this JsonElement element, string name)
        => DateTimeOffset.TryParse(
            element.Text(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time) ? time : null;

    /// <summary>An object, or null.</summary>
    /// <param name="element">The object that it is in.</param>
    /// <param name="name">The field.</param>
    internal static JsonElement? Object(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>
    /// The objects of a list; a list that is null or absent has none, and what is no object is left out.
    /// </summary>
    /// <param name="element">The object that the list is in.</param>
    /// <param name="name">The field.</param>
    internal static IEnumerable<JsonElement> Objects(this JsonElement element, string name)
        => element.TryField(name, out JsonElement value) ? value.Objects() : [];

    /// <summary>The texts of a list; a list that is null or absent has none, and what is no text is left out.</summary>
    /// <param name="element">The object that the list is in.</param>
    /// <param name="name">The field.</param>
    internal static IReadOnlyList<string> Texts(this JsonElement element, string name)
        => element.TryField(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(Text)]
            : [];

    /// <summary>The objects of a list.</summary>
    /// <param name="list">The list; what is none has no objects.</param>
    internal static IEnumerable<JsonElement> Objects(this JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                yield return item;
            }
        }
    }

    private static bool TryField(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair: legal JSON, and no text.
            throw new JsonException("A text has an escape that is no character.", e);
        }
    }
}
