using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ComfyDeps.Workflows.Media;

/// <summary>
/// Collects what the readers find: takes the padding, the odd encoding and the second layer of quoting off.
/// </summary>
internal sealed class EmbeddedTexts(MediaInput input)
{
    /// <summary>Older video savers put an object with both texts under this name.</summary>
    private const string Comment = "comment";

    private readonly List<EmbeddedText> _found = [];

    /// <summary>The texts so far, in the order of the file.</summary>
    public IReadOnlyList<EmbeddedText> Found => _found;

    /// <summary>Whether a value under this name is worth reading.</summary>
    /// <param name="key">The name as it is in the file, in any case.</param>
    /// <returns>True for the names that workflows are saved under.</returns>
    public static bool IsWanted(ReadOnlySpan<byte> key) => Known(key) is not null;

    /// <summary>Takes a value that has a name.</summary>
    /// <param name="key">The name as it is in the file; other names than a workflow's are passed over.</param>
    /// <param name="value">The value: UTF-8, or Latin-1 where it is not valid as that.</param>
    /// <param name="container">The part of the file that holds it.</param>
    /// <param name="position">Where the value is.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value, string container, long position)
    {
        string? known = Known(key);
        if (known == Comment)
        {
            AddWrapped(value, container, position);
        }
        else if (known is not null)
        {
            AddText(known, ToUtf8(value), container, position);
        }
    }

    /// <summary>Takes a value that is an object with both texts as members.</summary>
    /// <param name="value">The value; anything else than such an object is passed over.</param>
    /// <param name="container">The part of the file that holds it.</param>
    /// <param name="position">Where the value is.</param>
    public void AddWrapped(ReadOnlyMemory<byte> value, string container, long position)
    {
        ReadOnlyMemory<byte> text = Unquote(Trim(ToUtf8(value)), position);
        if (!IsObject(text.Span))
        {
            return;
        }

        foreach (string key in (ReadOnlySpan<string>)[EmbeddedText.Workflow, EmbeddedText.Prompt])
        {
            if (JsonMembers.TryCut(text, Encoding.UTF8.GetBytes(key), out ReadOnlyMemory<byte> member))
            {
                AddText(key, member, container, position);
            }
            else if (text.Span.IndexOf(Encoding.UTF8.GetBytes($"\"{key}\"")) >= 0)
            {
                // Other objects under so general a name are somebody else's; this one speaks of a workflow and is
                // broken.
                throw input.Malformed(position, $"the object that holds '{key}' is not whole");
            }
        }
    }

    /// <summary>
    /// Takes a value that carries its name in front, <c>workflow:{…}</c>, or is an object with both texts.
    /// </summary>
    /// <param name="value">The value; anything else is passed over.</param>
    /// <param name="container">The part of the file that holds it.</param>
    /// <param name="position">Where the value is.</param>
    public void AddTagged(ReadOnlyMemory<byte> value, string container, long position)
    {
        ReadOnlySpan<byte> text = value.Span;
        int colon = text[..Math.Min(text.Length, MediaLimits.MaximumKey)].IndexOf((byte)':');
        string? known = colon < 0 ? null : Known(text[..colon]);
        if (known is not null)
        {
            Add(text[..colon], value[(colon + 1)..], container, position);
        }
        else
        {
            AddWrapped(value, container, position);
        }
    }

    private static string? Known(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> name = key.Trim(" \t\r\n\0"u8);
        return Ascii.EqualsIgnoreCase(name, "workflow"u8) ? EmbeddedText.Workflow
            : Ascii.EqualsIgnoreCase(name, "prompt"u8) ? EmbeddedText.Prompt
            : Ascii.EqualsIgnoreCase(name, "comment"u8) ? Comment
            : null;
    }

    /// <summary>
    /// The front end writes UTF-8 wherever it can; a standard that says Latin-1 is followed where that fails.
    /// </summary>
    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> value)
        => Utf8.IsValid(value.Span) ? value : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(value.Span));

    /// <summary>Takes off what stands around a text; JSON has no NUL in it, so that the first one ends it.</summary>
    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> value)
    {
        ReadOnlyMemory<byte> text = value.Span.StartsWith("\uFEFF"u8) ? value[3..] : value;
        text = text.TrimStart(" \t\r\n\0"u8);
        int end = text.Span.IndexOf((byte)0);
        return (end < 0 ? text : text[..end]).TrimEnd(" \t\r\n"u8);
    }

    /// <summary>
    /// Prompts for people are saved under these names too, some with braces: a workflow begins with a member.
    /// </summary>
    private static bool IsObject(ReadOnlySpan<byte> text)
        => text.Length > 2 && text[0] == (byte)'{' && text[1..].TrimStart(" \t\r\n"u8).StartsWith("\""u8);

    private void AddText(string key, ReadOnlyMemory<byte> value, string container, long position)
    {
        ReadOnlyMemory<byte> text = Trim(Unquote(Trim(value), position));
        if (!IsObject(text.Span))
        {
            return;
        }

        foreach (EmbeddedText other in _found)
        {
            // Some savers write the same text in two places of one file.
            if (other.Key == key && other.Utf8.Span.SequenceEqual(text.Span))
            {
                return;
            }
        }

        if (_found.Count == MediaLimits.MaximumTexts)
        {
            throw input.Malformed(position, $"it has more than {MediaLimits.MaximumTexts} workflows");
        }

        _found.Add(new EmbeddedText(key, text, container, input.InFile(position)));
    }

    /// <summary>Takes the quotes off a text that was written as a JSON string once more.</summary>
    private ReadOnlyMemory<byte> Unquote(ReadOnlyMemory<byte> value, long position)
    {
        if (!value.Span.StartsWith("\"{"u8))
        {
            return value;
        }

        try
        {
            Utf8JsonReader reader = new(value.Span);
            if (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                byte[] text = new byte[value.Length];
                int length = reader.CopyString(text);
                return text.AsMemory(0, length);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw input.Malformed(
                position, "a workflow that is quoted as a JSON string does not end or has a bad escape", exception);
        }

        return value;
    }
}
