using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Catalog.Python;

/// <summary>
/// Cuts Python source into tokens. It never fails: what it does not know becomes an operator of one character.
/// </summary>
internal sealed class PythonLexer
{
    private static readonly string[] s_operators =
        [
            "**=", "//=", "...", ">>=", "<<=", "**", "//", "==", "!=", "<=", ">=", "->",
            ":=", "+=", "-=", "*=", "/=", "|=", "&=", "^=", "%=", "@=",
        ];

    private static readonly SearchValues<char> s_prefixes = SearchValues.Create("rRbBuUfFtT");

    private readonly string _source;
    private readonly List<PythonToken> _tokens = [];
    private readonly Stack<int> _indents = new([0]);
    private int _at;
    private int _depth;

    private PythonLexer(string source) => _source = source;

    /// <summary>Cuts source into tokens.</summary>
    /// <param name="source">The source.</param>
    internal static List<PythonToken> Read(string source)
    {
        PythonLexer lexer = new(source.Length > 0 && source[0] == '\uFEFF' ? source[1..] : source);
        lexer.Run();
        return lexer._tokens;
    }

    private char Current => _at < _source.Length ? _source[_at] : '\0';

    private void Run()
    {
        bool lineStart = true;
        while (_at < _source.Length)
        {
            if (lineStart && _depth == 0)
            {
                if (!Indentation())
                {
                    continue;
                }

                lineStart = false;
            }

            char c = Current;
            if (c == '\n')
            {
                _at++;
                if (_depth == 0)
                {
                    Add(PythonTokenKind.NewLine, string.Empty);
                    lineStart = true;
                }
            }
            else if (!SkipBlank(c))
            {
                Token(c);
            }
        }

        End();
    }

    /// <summary>Skips white space, a line's continuation or a comment; false where a token begins.</summary>
    private bool SkipBlank(char c)
    {
        if (c is ' ' or '\t' or '\r' or '\f')
        {
            _at++;
        }
        else if (c == '\\' && Next(1) is '\n' or '\r')
        {
            _at += Next(1) == '\r' && Next(2) == '\n' ? 3 : 2;
        }
        else if (c == '#')
        {
            SkipLine();
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Ends the last line and the blocks that are open.</summary>
    private void End()
    {
        Add(PythonTokenKind.NewLine, string.Empty);
        for (; _indents.Count > 1; _indents.Pop())
        {
            Add(PythonTokenKind.Dedent, string.Empty);
        }

        Add(PythonTokenKind.End, string.Empty);
    }

    /// <summary>Reads the white space of a line; false when the line has no code.</summary>
    private bool Indentation()
    {
        int column = 0;
        for (; Current is ' ' or '\t' or '\f'; _at++)
        {
            column = Current == '\t' ? (column / 8 * 8) + 8 : column + 1;
        }

        if (Current is '#' or '\r' or '\n' or '\0')
        {
            SkipLine();
            _at += _at < _source.Length ? 1 : 0;
            return false;
        }

        if (column > _indents.Peek())
        {
            _indents.Push(column);
            Add(PythonTokenKind.Indent, string.Empty);
        }

        while (column < _indents.Peek())
        {
            _indents.Pop();
            Add(PythonTokenKind.Dedent, string.Empty);
        }

        return true;
    }

    private void Token(char c)
    {
        if (char.IsLetter(c) || c == '_')
        {
            int start = _at;
            while (char.IsLetterOrDigit(Current) || Current == '_')
            {
                _at++;
            }

            string word = _source[start.._at];
            if (Current is '"' or '\'' && word.Length <= 2 && word.AsSpan().IndexOfAnyExcept(s_prefixes) < 0)
            {
                Text(word.ToLowerInvariant());
                return;
            }

            Add(PythonTokenKind.Name, word);
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Next(1))))
        {
            int start = _at;
            while (char.IsLetterOrDigit(Current)
                || Current is '.' or '_'
                || (Current is '+' or '-' && _source[_at - 1] is 'e' or 'E'))
            {
                _at++;
            }

            Add(PythonTokenKind.Number, _source[start.._at]);
        }
        else if (c is '"' or '\'')
        {
            Text(string.Empty);
        }
        else
        {
            Operator(c);
        }
    }

    private void Operator(char c)
    {
        string text = c.ToString();
        foreach (string known in s_operators)
        {
            if (string.CompareOrdinal(_source, _at, known, 0, known.Length) == 0)
            {
                text = known;
                break;
            }
        }

        _depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' && _depth > 0 ? -1 : 0;
        _at += text.Length;
        Add(PythonTokenKind.Operator, text);
    }

    private void Text(string prefix)
    {
        char quote = Current;
        bool triple = Next(1) == quote && Next(2) == quote;
        _at += triple ? 3 : 1;
        bool raw = prefix.Contains('r', StringComparison.Ordinal);
        bool format = prefix.AsSpan().IndexOfAny("ft") >= 0;
        StringBuilder text = new();
        while (_at < _source.Length)
        {
            char c = Current;
            bool closes = c == quote && (!triple || (Next(1) == quote && Next(2) == quote));
            if (closes || (c == '\n' && !triple))
            {
                _at += closes ? (triple ? 3 : 1) : 0;
                break;
            }

            if (c == '\\' && !raw)
            {
                Escape(text);
            }
            else
            {
                text.Append(c);
                _at++;
                if (c == '\\' && _at < _source.Length)
                {
                    text.Append(_source[_at++]);
                }
            }
        }

        Add(format ? PythonTokenKind.Format : PythonTokenKind.Text, text.ToString());
    }

    private void Escape(StringBuilder text)
    {
        char c = Next(1);
        _at += 2;
        switch (c)
        {
            case 'n':
                text.Append('\n');
                break;
            case 't':
                text.Append('\t');
                break;
            case '\r' or '\n':
                break;
            case 'x' or 'u' or 'U':
                int length = c == 'x' ? 2 : c == 'u' ? 4 : 8;
                bool hex = _at + length <= _source.Length;
                int code = 0;
                hex = hex && int.TryParse(
                    _source.AsSpan(_at, length),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out code);
                text.Append(
                    !hex ? c.ToString() : Rune.IsValid(code) ? new Rune(code).ToString() : ((char)code).ToString());
                _at += hex ? length : 0;
                break;
            case '\\' or '\'' or '"':
                text.Append(c);
                break;
            default:
                text.Append('\\').Append(c == '\0' ? string.Empty : c.ToString());
                break;
        }
    }

    private char Next(int ahead) => _at + ahead < _source.Length ? _source[_at + ahead] : '\0';

    private void SkipLine()
    {
        int end = _source.IndexOf('\n', _at);
        _at = end < 0 ? _source.Length : end;
    }

    private void Add(PythonTokenKind kind, string text) => _tokens.Add(new PythonToken(kind, text));
}
