using System;
using System.Text;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>How messages speak of tokens.</summary>
internal static class TokenText
{
    private const int LongestQuote = 24;

    /// <summary>A token that was expected.</summary>
    public static string Of(TokenKind kind)
        => kind switch
        {
            TokenKind.OpenBrace => "'{'",
            TokenKind.CloseBrace => "'}'",
            TokenKind.OpenParen => "'('",
            TokenKind.CloseParen => "')'",
            TokenKind.OpenBracket => "'['",
            TokenKind.CloseBracket => "']'",
            TokenKind.LessThan => "'<'",
            TokenKind.GreaterThan => "'>'",
            TokenKind.Arrow => "'=>'",
            TokenKind.Colon => "':'",
            TokenKind.Question => "'?'",
            TokenKind.Comma => "','",
            TokenKind.Dot => "'.'",
            TokenKind.Slash => "'/'",
            TokenKind.Equals => "'='",
            TokenKind.Semicolon => "';'",
            TokenKind.StringLiteral => "A string",
            _ => $"'{kind.ToString().Replace("Keyword", string.Empty, StringComparison.Ordinal).ToLowerInvariant()}'",
        };

    /// <summary>What stands there instead: short, in quotes, without characters that a terminal obeys.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        StringBuilder quoted = new("'");
        foreach (char c in text[..Math.Min(text.Length, LongestQuote)])
        {
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        }

        return quoted.Append(text.Length > LongestQuote ? "…'" : "'").ToString();
    }
}
