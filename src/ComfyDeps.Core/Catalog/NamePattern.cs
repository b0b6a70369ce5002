using System;
using System.Collections.Generic;
using System.Text;

namespace ComfyDeps.Catalog;

/// <summary>How the literal of a pattern stands in the names that it matches.</summary>
internal enum NamePatternKind
{
    /// <summary>At the start.</summary>
    Prefix,

    /// <summary>At the end.</summary>
    Suffix,

    /// <summary>Anywhere.</summary>
    Infix,
}

/// <summary>
/// A name pattern in one of the forms that can be looked up without a regular expression. What has another form is kept
/// in the text and not used.
/// </summary>
/// <param name="Kind">Where the literal stands.</param>
/// <param name="Literal">The literal.</param>
internal readonly record struct NamePattern(NamePatternKind Kind, string Literal)
{
    private const int ShortestAnchored = 2;
    private const int ShortestInfix = 6;
    private const int StrayMatches = 2;

    /// <summary>Whether a class name matches.</summary>
    /// <param name="name">The class.</param>
    internal bool Matches(string name) => Kind switch
    {
        NamePatternKind.Prefix => name.StartsWith(Literal, StringComparison.Ordinal),
        NamePatternKind.Suffix => name.EndsWith(Literal, StringComparison.Ordinal),
        _ => name.Contains(Literal, StringComparison.Ordinal),
    };

    /// <summary>The usable forms of a regular expression; none when it has another form or says too little.</summary>
    /// <param name="expression">The regular expression.</param>
    internal static IReadOnlyList<NamePattern> Parse(string expression)
    {
        bool start = expression.StartsWith('^');
        bool end = expression.EndsWith('$') && !expression.EndsWith("\\$", StringComparison.Ordinal);
        string body = expression[(start ? 1 : 0)..^(end ? 1 : 0)];
        if (start && end)
        {
            return [];
        }

        NamePatternKind kind = start ? NamePatternKind.Prefix : end ? NamePatternKind.Suffix : NamePatternKind.Infix;
        List<NamePattern> patterns = [];
        foreach (string alternative in Alternatives(body, start || end))
        {
            string? literal = Literally(alternative);
            if (literal is null || literal.Length < (kind == NamePatternKind.Infix ? ShortestInfix : ShortestAnchored))
            {
                return [];
            }

            patterns.Add(new NamePattern(kind, literal));
        }

        return patterns;
    }

    private static string[] Alternatives(string body, bool anchored)
    {
        if (body.StartsWith('(') && body.EndsWith(')') && !body.EndsWith("\\)", StringComparison.Ordinal))
        {
            return body[1..^1].Split('|');
        }

        // An anchor binds tighter than '|': in '^a|b' only a is anchored.
        return anchored ? [body] : body.Split('|');
    }

    private static string? Literally(string text)
    {
        StringBuilder literal = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && !char.IsAsciiLetterOrDigit(text[i + 1]))
            {
                literal.Append(text[++i]);
            }
            else if ("\\^$.|?*+()[]{}".Contains(text[i], StringComparison.Ordinal))
            {
                // '.*' at the open end adds nothing.
                return i == text.Length - 2 && text.EndsWith(".*", StringComparison.Ordinal)
                    ? literal.ToString()
                    : null;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        return literal.ToString();
    }

    /// <summary>
    /// Whether the classes that are known agree with a pattern: of those that match, at most a tenth may belong to
    /// others. An anchored one that no known class of the pack matches is the list's way to name classes that it could
    /// not read.
    /// </summary>
    /// <param name="own">How many known classes of the pack match.</param>
    /// <param name="others">How many known classes match that the pack does not have.</param>
    internal bool IsConfirmed(int own, int others)
        => own == 0 ? Kind != NamePatternKind.Infix && others <= StrayMatches : others * 9 <= own;
}
