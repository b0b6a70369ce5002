using System;
using System.Text;
using System.Text.Json;

namespace ComfyDeps.Json;

/// <summary>
/// Texts of JSON as they are, where the reader's own methods throw: a half of a surrogate pair (<c>\ud83d</c> alone) is
/// legal JSON and no text, and tools that cut long prompts write it.
/// </summary>
internal static class JsonText
{
    /// <summary>Whether the name or text that the reader stands on is the given one.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
        => reader.ValueIsEscaped
            ? reader.Text().AsSpan().SequenceEqual(Encoding.UTF8.GetString(utf8))
            : reader.ValueSpan.SequenceEqual(utf8);

    /// <summary>The name or text that the reader stands on; with its escapes unread where they make no text.</summary>
    public static string Text(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
