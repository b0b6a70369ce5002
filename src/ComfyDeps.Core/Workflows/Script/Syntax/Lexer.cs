using System;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>
/// Cuts a text into tokens, one at a time. What a character means can depend on where it stands (<c>/</c>, <c>}</c> of
/// a template, <c>></c>, text between tags): the parser knows, and has the current token read again.
/// </summary>
internal sealed partial class Lexer
{
    private readonly string _text;
    private readonly ErrorList _errors;
    private readonly bool _isJavaScript;
    private readonly NameTable _names = new();

    /// <summary>Starts in front of the first token.</summary>
    public Lexer(string text, ScriptLanguage language, ErrorList errors)
    {
        _text = text;
        _errors = errors;
        _isJavaScript = language == ScriptLanguage.JavaScript;
        if (text.StartsWith('\uFEFF'))
        {
            End = 1;
        }

        if (text.AsSpan(End).StartsWith("#!"))
        {
            SkipLine();
        }
    }

    /// <summary>What the current token is.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>Where the current token starts.</summary>
    public int Start { get; private set; }

    /// <summary>Where the current token ends and reading goes on.</summary>
    public int End { get; private set; }

    /// <summary>Where the token before the current one ends.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>True when a line ends between the token before and the current one.</summary>
    public bool HasNewlineBefore { get; private set; }

    /// <summary>True when the current name or string has a backslash in it.</summary>
    public bool HasEscape { get; private set; }

    /// <summary>How many tokens were read, those read again too: the measure of the work done.</summary>
    public long Scanned { get; private set; }

    /// <summary>The characters of the current token.</summary>
    public ReadOnlySpan<char> Span => _text.AsSpan(Start, End - Start);

    /// <summary>Remembers the place.</summary>
    public LexerState Save() => new(End, Start, PreviousEnd, Kind, HasNewlineBefore, HasEscape);

    /// <summary>Goes back to a place.</summary>
    public void Restore(in LexerState state)
    {
        End = state.Position;
        Start = state.Start;
        PreviousEnd = state.PreviousEnd;
        Kind = state.Kind;
        HasNewlineBefore = state.HasNewlineBefore;
        HasEscape = state.HasEscape;
    }

    /// <summary>Makes the current token the last one.</summary>
    public void Stop()
    {
        End = _text.Length;
        Start = End;
        Kind = TokenKind.EndOfFile;
    }

    /// <summary>Reads the next token.</summary>
    public TokenKind Next()
    {
        Scanned++;
        PreviousEnd = End;
        HasNewlineBefore = false;
        HasEscape = false;
        SkipTrivia();
        Start = End;
        return Kind = Scan();
    }

    private char Peek(int ahead)
    {
        int index = End + ahead;
        return (uint)index < (uint)_text.Length ? _text[index] : '\0';
    }

    private TokenKind Take(int length, TokenKind kind)
    {
        End += length;
        return kind;
    }

    private TokenKind Scan()
    {
        if (End >= _text.Length)
        {
            return TokenKind.EndOfFile;
        }

        char c = _text[End];
        if (IsNameStart(c))
        {
            return ScanName();
        }

        return c switch
        {
            '"' or '\'' => ScanString(c),
            '`' => ScanTemplate(TokenKind.NoSubstitutionTemplate, TokenKind.TemplateHead),
            >= '0' and <= '9' => ScanNumber(),
            '(' => Take(1, TokenKind.OpenParen),
            ')' => Take(1, TokenKind.CloseParen),
            '{' => Take(1, TokenKind.OpenBrace),
            '}' => Take(1, TokenKind.CloseBrace),
            '[' => Take(1, TokenKind.OpenBracket),
            ']' => Take(1, TokenKind.CloseBracket),
            ',' => Take(1, TokenKind.Comma),
            ';' => Take(1, TokenKind.Semicolon),
            ':' => Take(1, TokenKind.Colon),
            '@' => Take(1, TokenKind.At),
            '~' => Take(1, TokenKind.Tilde),
            '>' => Take(1, TokenKind.GreaterThan),
            '.' => ScanDot(),
            '#' => ScanHash(),
            '\\' => ScanEscapedName(),
            '?' => ScanQuestion(),
            < '\u0080' when c > ' ' => ScanOperator(c),
            _ => ScanOther(),
        };
    }

    private TokenKind ScanDot()
    {
        if (Peek(1) is >= '0' and <= '9')
        {
            return ScanNumber();
        }

        return Peek(1) == '.' && Peek(2) == '.' ? Take(3, TokenKind.DotDotDot) : Take(1, TokenKind.Dot);
    }

    private TokenKind ScanQuestion()
    {
        if (Peek(1) == '.' && Peek(2) is not (>= '0' and <= '9'))
        {
            return Take(2, TokenKind.QuestionDot);
        }

        if (Peek(1) == '?')
        {
            return Peek(2) == '=' ? Take(3, TokenKind.QuestionQuestionEquals) : Take(2, TokenKind.QuestionQuestion);
        }

        return Take(1, TokenKind.Question);
    }

    private TokenKind ScanOperator(char c)
    {
        char next = Peek(1);
        return c switch
        {
            '=' => ScanEquals(next),
            '!' => ScanExclamation(next),
            '+' => ScanRepeated(c, TokenKind.Plus, TokenKind.PlusPlus, TokenKind.PlusEquals),
            '-' => ScanRepeated(c, TokenKind.Minus, TokenKind.MinusMinus, TokenKind.MinusEquals),
            '&' => ScanLogical(
                c, TokenKind.Ampersand, TokenKind.AmpersandEquals, TokenKind.AmpersandAmpersand,
                TokenKind.AmpersandAmpersandEquals),
            '|' => ScanLogical(c, TokenKind.Bar, TokenKind.BarEquals, TokenKind.BarBar, TokenKind.BarBarEquals),
            '*' => ScanLogical(
                c, TokenKind.Asterisk, TokenKind.AsteriskEquals, TokenKind.AsteriskAsterisk,
                TokenKind.AsteriskAsteriskEquals),
            '/' => next == '=' ? Take(2, TokenKind.SlashEquals) : Take(1, TokenKind.Slash),
            '%' => next == '=' ? Take(2, TokenKind.PercentEquals) : Take(1, TokenKind.Percent),
            '^' => next == '=' ? Take(2, TokenKind.CaretEquals) : Take(1, TokenKind.Caret),
            '<' => ScanLess(next),
            _ => ScanOther(),
        };
    }

    private TokenKind ScanEquals(char next)
    {
        if (next == '=')
        {
            return Peek(2) == '=' ? Take(3, TokenKind.EqualsEqualsEquals) : Take(2, TokenKind.EqualsEquals);
        }

        return next == '>' ? Take(2, TokenKind.Arrow) : Take(1, TokenKind.Equals);
    }

    private TokenKind ScanExclamation(char next)
    {
        if (next == '=')
        {
            return Peek(2) == '='
                ? Take(3, TokenKind.ExclamationEqualsEquals)
                : Take(2, TokenKind.ExclamationEquals);
        }

        return Take(1, TokenKind.Exclamation);
    }

    private TokenKind ScanRepeated(char c, TokenKind one, TokenKind two, TokenKind assignment)
    {
        char next = Peek(1);
        return next == c ? Take(2, two) : next == '=' ? Take(2, assignment) : Take(1, one);
    }

    private TokenKind ScanLogical(
        char c,
        TokenKind one,
        TokenKind oneAssignment,
        TokenKind two,
        TokenKind twoAssignment)
    {
        char next = Peek(1);
        if (next == c)
        {
            return Peek(2) == '=' ? Take(3, twoAssignment) : Take(2, two);
        }

        return next == '=' ? Take(2, oneAssignment) : Take(1, one);
    }

    private TokenKind ScanLess(char next)
    {
        if (next == '<')
        {
            return Peek(2) == '=' ? Take(3, TokenKind.LessThanLessThanEquals) : Take(2, TokenKind.LessThanLessThan);
        }

        return next == '=' ? Take(2, TokenKind.LessThanEquals) : Take(1, TokenKind.LessThan);
    }

    /// <summary>A <c>></c> as the start of a longer operator, which it is only where no type can end.</summary>
    public TokenKind RescanGreaterThan()
    {
        if (Kind != TokenKind.GreaterThan)
        {
            return Kind;
        }

        End = Start + 1;
        if (Peek(0) == '=')
        {
            return Kind = Take(1, TokenKind.GreaterThanEquals);
        }

        if (Peek(0) != '>')
        {
            return Kind;
        }

        if (Peek(1) == '>')
        {
            return Kind = Peek(2) == '='
                ? Take(3, TokenKind.GreaterThanGreaterThanGreaterThanEquals)
                : Take(2, TokenKind.GreaterThanGreaterThanGreaterThan);
        }

        return Kind = Peek(1) == '='
            ? Take(2, TokenKind.GreaterThanGreaterThanEquals)
            : Take(1, TokenKind.GreaterThanGreaterThan);
    }

    /// <summary>
    /// Only the first character of an operator, where a type starts: <c>&lt;&lt;</c>, <c>??</c>, <c>*=</c>.
    /// </summary>
    public TokenKind RescanFirst(TokenKind kind)
    {
        End = Start + 1;
        return Kind = kind;
    }
}

/// <summary>A place in the text, to which the lexer can go back.</summary>
internal readonly record struct LexerState(
    int Position, int Start, int PreviousEnd, TokenKind Kind, bool HasNewlineBefore, bool HasEscape);
