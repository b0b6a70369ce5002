using System;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>What stands between tags.</content>
internal sealed partial class Lexer
{
    /// <summary>Reads the child that starts where the token before the current one ends.</summary>
    public TokenKind RescanJsxChild()
    {
        End = PreviousEnd;
        return NextJsxChild();
    }

    /// <summary>Reads the next child: text, <c>{</c>, <c>&lt;</c> or <c>&lt;/</c>.</summary>
    public TokenKind NextJsxChild()
    {
        Scanned++;
        PreviousEnd = End;
        Start = End;
        if (End >= _text.Length)
        {
            return Kind = TokenKind.EndOfFile;
        }

        switch (_text[End])
        {
            case '<':
                return Kind = Peek(1) == '/' ? Take(2, TokenKind.LessThanSlash) : Take(1, TokenKind.LessThan);
            case '{':
                return Kind = Take(1, TokenKind.OpenBrace);
            default:
                ScanJsxText();
                return Kind = TokenKind.JsxText;
        }
    }

    /// <summary>Reads the value behind the current <c>=</c>: a string without escapes, or an ordinary token.</summary>
    public TokenKind NextJsxAttributeValue()
    {
        int before = End;
        SkipTrivia();
        if (Peek(0) is not ('"' or '\''))
        {
            End = before;
            return Next();
        }

        Scanned++;
        PreviousEnd = before;
        Start = End;
        int length = _text.AsSpan(Start + 1).IndexOf(_text[Start]);
        if (length < 0)
        {
            _errors.Add(Start, "This string is not closed.");
        }

        End = length < 0 ? _text.Length : Start + 1 + length + 1;
        HasEscape = false;
        return Kind = TokenKind.StringLiteral;
    }

    private void ScanJsxText()
    {
        int length = _text.AsSpan(End).IndexOfAny('<', '{');
        int end = length < 0 ? _text.Length : End + length;
        int wrong = _text.AsSpan(End, end - End).IndexOfAny('>', '}');
        if (wrong >= 0)
        {
            _errors.Add(End + wrong, "Write this character as {'>'} or {'}'} between tags.");
        }

        End = end;
    }
}
