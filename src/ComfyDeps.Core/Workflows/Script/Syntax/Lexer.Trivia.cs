using System;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>What stands between tokens.</content>
internal sealed partial class Lexer
{
    private const int ConflictMarkerLength = 7;

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    private void SkipTrivia()
    {
        while (End < _text.Length)
        {
            char c = _text[End];
            switch (c)
            {
                case ' ' or '\t' or '\v' or '\f':
                    End++;
                    break;
                case '\n' or '\r':
                    End++;
                    HasNewlineBefore = true;
                    break;
                case '/' when Peek(1) == '/':
                    SkipLine();
                    break;
                case '/' when Peek(1) == '*':
                    SkipBlockComment();
                    break;
                case '<' or '=' or '>' or '|' or '-':
                    if (!SkipMarker(c))
                    {
                        return;
                    }

                    break;
                default:
                    if (c < '\u0080' || !SkipWideSpace(c))
                    {
                        return;
                    }

                    break;
            }
        }
    }

    private bool SkipWideSpace(char c)
    {
        if (c is '\u2028' or '\u2029')
        {
            HasNewlineBefore = true;
        }
        else if (c is not ('\uFEFF' or '\u0085' or '\u200B')
            && char.GetUnicodeCategory(c) != UnicodeCategory.SpaceSeparator)
        {
            return false;
        }

        End++;
        return true;
    }

    private void SkipLine()
    {
        int length = _text.AsSpan(End).IndexOfAny("\n\r\u2028\u2029");
        End = length < 0 ? _text.Length : End + length;
    }

    private void SkipBlockComment()
    {
        int length = _text.AsSpan(End + 2).IndexOf("*/");
        if (length < 0)
        {
            _errors.Add(End, "This comment is not closed: '*/' expected.");
        }

        int end = length < 0 ? _text.Length : End + 2 + length + 2;
        HasNewlineBefore |= _text.AsSpan(End, end - End).IndexOfAny("\n\r\u2028\u2029") >= 0;
        End = end;
    }

    /// <summary>Passes over what a script may have of HTML and what a failed merge leaves behind.</summary>
    private bool SkipMarker(char c)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(End);
        if (_isJavaScript && (c == '<' || c == '-') && IsFirstOnLine()
            && (rest.StartsWith("<!--") || rest.StartsWith("-->")))
        {
            SkipLine();
            return true;
        }

        if (c == '-' || rest.Length < ConflictMarkerLength || (End > 0 && !IsLineEnd(_text[End - 1]))
            || rest[..ConflictMarkerLength].ContainsAnyExcept(c)
            || (c != '=' && (rest.Length == ConflictMarkerLength || rest[ConflictMarkerLength] != ' ')))
        {
            return false;
        }

        _errors.Add(End, "This is a marker that a merge left behind.");
        SkipLine();
        if (c is '=' or '|')
        {
            // The other side of the conflict: only one of the two can be read.
            int end = _text.AsSpan(End).IndexOf(c == '=' ? "\n>>>>>>> " : "\n=======");
            End = end < 0 ? End : End + end;
        }

        return true;
    }

    private bool IsFirstOnLine()
    {
        if (HasNewlineBefore)
        {
            return true;
        }

        int before = End - 1;
        while (before >= 0 && _text[before] is ' ' or '\t' or '\uFEFF')
        {
            before--;
        }

        return before < 0 || IsLineEnd(_text[before]);
    }

    /// <summary>A character that starts no token.</summary>
    private TokenKind ScanOther()
    {
        if (Rune.TryGetRuneAt(_text, End, out Rune rune) && IsNameStart(rune))
        {
            return ScanName();
        }

        _errors.Add(End, "This character cannot stand here.");
        return Take(rune.Utf16SequenceLength == 2 ? 2 : 1, TokenKind.Invalid);
    }
}
