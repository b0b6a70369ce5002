using System;
using System.Buffers;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Strings, templates, numbers and regular expressions.</content>
internal sealed partial class Lexer
{
    private const int LongestInternedString = 32;

    private static readonly SearchValues<char> s_singleQuoted = SearchValues.Create("'\\\n\r");
    private static readonly SearchValues<char> s_doubleQuoted = SearchValues.Create("\"\\\n\r");

    /// <summary>What the current string says.</summary>
    public string StringValue()
    {
        int length = End - Start - 1;
        bool isClosed = length > 0 && _text[End - 1] == _text[Start];
        ReadOnlySpan<char> inner = _text.AsSpan(Start + 1, isClosed ? length - 1 : length);
        if (!HasEscape)
        {
            return inner.Length <= LongestInternedString ? _names.Intern(inner) : inner.ToString();
        }

        string value = EscapeDecoder.Decode(inner, isTemplate: false, out int wrong);
        if (wrong >= 0)
        {
            _errors.Add(Start + 1 + wrong, "This escape is not complete.");
        }

        return value;
    }

    /// <summary>What the current text of a template says; null when an escape is wrong.</summary>
    public string? TemplateValue(out int wrong)
    {
        wrong = -1;
        bool isOpen = Kind is TokenKind.TemplateHead or TokenKind.TemplateMiddle;
        int tail = isOpen ? 2 : End - Start > 1 && _text[End - 1] == '`' ? 1 : 0;
        ReadOnlySpan<char> inner = _text.AsSpan(Start + 1, Math.Max(0, End - Start - 1 - tail));
        if (!inner.ContainsAny('\\', '\r'))
        {
            return inner.ToString();
        }

        string value = EscapeDecoder.Decode(inner, isTemplate: true, out wrong);
        wrong = wrong < 0 ? -1 : Start + 1 + wrong;
        return wrong < 0 ? value : null;
    }

    /// <summary>The current <c>}</c> as the one that closes a placeholder.</summary>
    public TokenKind RescanTemplate()
    {
        End = Start;
        return Kind = ScanTemplate(TokenKind.TemplateTail, TokenKind.TemplateMiddle);
    }

    /// <summary>The current <c>/</c> as the start of a regular expression; unchanged when it is not closed.</summary>
    public TokenKind RescanRegExp()
    {
        int position = Start + 1;
        bool inClass = false;
        while (true)
        {
            if (position >= _text.Length || IsLineEnd(_text[position]))
            {
                _errors.Add(Start, "This regular expression is not closed.");
                break;
            }

            char c = _text[position];
            position++;
            if (c == '\\' && position < _text.Length && !IsLineEnd(_text[position]))
            {
                position++;
            }
            else if (c == '[')
            {
                inClass = true;
            }
            else if (c == ']')
            {
                inClass = false;
            }
            else if (c == '/' && !inClass)
            {
                break;
            }
        }

        while (position < _text.Length && IsNamePart(_text[position]))
        {
            position++;
        }

        End = position;
        return Kind = TokenKind.RegExpLiteral;
    }

    private TokenKind ScanString(char quote)
    {
        End++;
        while (true)
        {
            int length = _text.AsSpan(End).IndexOfAny(quote == '"' ? s_doubleQuoted : s_singleQuoted);
            if (length < 0)
            {
                End = _text.Length;
                _errors.Add(Start, "This string is not closed.");
                return TokenKind.StringLiteral;
            }

            End += length;
            char c = _text[End];
            if (c == quote)
            {
                End++;
                return TokenKind.StringLiteral;
            }

            if (c != '\\')
            {
                _errors.Add(Start, "This string is not closed.");
                return TokenKind.StringLiteral;
            }

            HasEscape = true;
            bool isPair = Peek(1) == '\r' && Peek(2) == '\n';
            End = Math.Min(End + (isPair ? 3 : 2), _text.Length);
        }
    }

    private TokenKind ScanTemplate(TokenKind closed, TokenKind open)
    {
        End++;
        while (true)
        {
            int length = _text.AsSpan(End).IndexOfAny('`', '\\', '$');
            if (length < 0)
            {
                End = _text.Length;
                _errors.Add(Start, "This template is not closed.");
                return closed;
            }

            End += length;
            char c = _text[End];
            if (c == '`')
            {
                return Take(1, closed);
            }

            if (c == '$' && Peek(1) == '{')
            {
                return Take(2, open);
            }

            End = Math.Min(End + (c == '\\' ? 2 : 1), _text.Length);
        }
    }

    private TokenKind ScanNumber()
    {
        bool isPrefixed = _text[End] == '0' && (Peek(1) | 0x20) is 'x' or 'o' or 'b';
        if (isPrefixed)
        {
            End += 2;
            int digits = End;
            while (End < _text.Length && (char.IsAsciiHexDigit(_text[End]) || _text[End] == '_'))
            {
                End++;
            }

            if (End == digits)
            {
                _errors.Add(End, "A digit is expected.");
            }
        }
        else
        {
            ScanDecimal();
        }

        TokenKind kind = TokenKind.NumericLiteral;
        if (Peek(0) == 'n')
        {
            End++;
            kind = TokenKind.BigIntLiteral;
        }

        if (End < _text.Length && IsNameStart(_text[End]))
        {
            _errors.Add(End, "A name cannot stand right behind a number.");
        }

        return kind;
    }

    private void ScanDecimal()
    {
        bool isLegacyOctal = _text[End] == '0' && Peek(1) is >= '0' and <= '9';
        ScanDigits();
        if (isLegacyOctal && !_isJavaScript)
        {
            _errors.Add(Start, "A number does not start with 0: octal numbers are written 0o17.");
        }

        bool isOctal = isLegacyOctal && !Span.ContainsAny('8', '9');
        if (Peek(0) == '.' && !isOctal)
        {
            End++;
            ScanDigits();
        }

        if (Peek(0) is 'e' or 'E')
        {
            int sign = Peek(1) is '+' or '-' ? 2 : 1;
            if (Peek(sign) is < '0' or > '9')
            {
                _errors.Add(End, "A digit is expected behind the exponent.");
            }

            End = Math.Min(End + sign, _text.Length);
            ScanDigits();
        }
    }

    private void ScanDigits()
    {
        while (End < _text.Length && _text[End] is (>= '0' and <= '9') or '_')
        {
            End++;
        }
    }
}
