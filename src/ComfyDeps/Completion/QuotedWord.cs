using System;
using System.Linq;
using System.Management.Automation.Language;

namespace ComfyDeps.Completion;

/// <summary>A word of the command line that is being typed, apart from the quotes it was begun with.</summary>
internal readonly struct QuotedWord
{
    private const char None = '\0';
    private const char Single = '\'';
    private const char Double = '"';

    private readonly char _quote;

    private QuotedWord(string text, char quote)
    {
        Text = text;
        _quote = quote;
    }

    /// <summary>What the word says.</summary>
    internal string Text { get; }

    /// <summary>
    /// Reads a word as the engine hands it over: with its opening quote, and its closing one if that is typed.
    /// </summary>
    /// <param name="word">The word; null and empty are the same.</param>
    internal static QuotedWord Parse(string? word)
    {
        if (string.IsNullOrEmpty(word) || word[0] is not (Single or Double))
        {
            return new QuotedWord(word ?? string.Empty, None);
        }

        char quote = word[0];
        string inner = word.Length > 1 && word[^1] == quote ? word[1..^1] : word[1..];
        return new QuotedWord(inner.Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal), quote);
    }

    /// <summary>
    /// A name as it must stand on the command line: in the quotes that were begun, or in some where it needs them.
    /// </summary>
    /// <param name="name">The name.</param>
    internal string Quote(string name) => _quote switch
    {
        Double => $"\"{EscapeInDouble(name)}\"",
        None when IsPlain(name) => name,
        _ => $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'",
    };

    /// <summary>
    /// Whether a name is one plain argument: what is not sure to be one is quoted, the curly quotes that count as
    /// quotes too.
    /// </summary>
    private static bool IsPlain(string name)
        => char.IsAsciiLetterOrDigit(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/');

    private static string EscapeInDouble(string name)
        => string.Concat(
            name.Select(
                static c => c is '`' or '$' or '"' or '\u201C' or '\u201D' or '\u201E' ? $"`{c}" : c.ToString()));
}
