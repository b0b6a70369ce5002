using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Operands: literals, templates, arrays, names.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<TemplateElement> _texts = new();

    private Expression ParsePrimary()
        => Token switch
        {
            TokenKind.Identifier => ParseIdentifierToken(),
            TokenKind.StringLiteral => ParseString(),
            TokenKind.NumericLiteral or TokenKind.BigIntLiteral => ParseNumber(),
            TokenKind.NoSubstitutionTemplate or TokenKind.TemplateHead => ParseTemplate(isTagged: false),
            TokenKind.ThisKeyword => ParseThis(),
            TokenKind.SuperKeyword => ParseSuper(),
            TokenKind.NullKeyword => ParseNull(),
            TokenKind.TrueKeyword or TokenKind.FalseKeyword => ParseBoolean(),
            TokenKind.OpenParen => ParseParenthesized(),
            TokenKind.OpenBracket => ParseArray(),
            TokenKind.OpenBrace => ParseObject(),
            TokenKind.AsyncKeyword when PeekKind(out bool onSameLine) == TokenKind.FunctionKeyword && onSameLine
                => ParseFunctionExpression(),
            TokenKind.At => ParseDecoratedClass(),
            TokenKind.ClassKeyword => ParseClass(_lexer.Start, []),
            TokenKind.FunctionKeyword => ParseFunctionExpression(),
            TokenKind.NewKeyword => ParseNew(),
            TokenKind.Slash or TokenKind.SlashEquals => ParseRegExp(),
            TokenKind.PrivateName => ParsePrivateName(),
            _ => IsIdentifier() ? ParseIdentifierToken() : MissingOperand(),
        };

    private MissingExpression MissingOperand()
    {
        Error($"An expression is expected here, not {DescribeToken()}.");
        return new MissingExpression(_lexer.Start, _lexer.Start);
    }

    private ClassNode ParseDecoratedClass()
    {
        int start = _lexer.Start;
        ParseModifiers(allowDecorators: true, out ImmutableArray<Expression> decorators);
        return ParseClass(start, decorators);
    }

    private Identifier ParseIdentifierToken()
    {
        Identifier identifier = new(_lexer.Start, _lexer.End, _lexer.Name);
        Next();
        return identifier;
    }

    private Identifier ParseIdentifier()
    {
        if (IsIdentifier())
        {
            return ParseIdentifierToken();
        }

        return MissingName();
    }

    /// <summary>
    /// A name that is declared: <c>yield</c> and <c>await</c> too, which the compiler leaves to its checker.
    /// </summary>
    private Identifier ParseBindingIdentifier()
        => Token >= TokenKind.ImplementsKeyword ? ParseIdentifierToken() : MissingName();

    private Identifier MissingName()
    {
        Error($"A name is expected here, not {DescribeToken()}.");
        return new Identifier(_lexer.Start, _lexer.Start, string.Empty);
    }

    private PrivateName ParsePrivateName()
    {
        PrivateName name = new(_lexer.Start, _lexer.End, _lexer.Name);
        Next();
        return name;
    }

    private ThisExpression ParseThis()
    {
        int start = _lexer.Start;
        NextWord();
        return new ThisExpression(start, _lexer.PreviousEnd);
    }

    private NullLiteral ParseNull()
    {
        int start = _lexer.Start;
        NextWord();
        return new NullLiteral(start, _lexer.PreviousEnd);
    }

    private BooleanLiteral ParseBoolean()
    {
        int start = _lexer.Start;
        bool value = Token == TokenKind.TrueKeyword;
        NextWord();
        return new BooleanLiteral(start, _lexer.PreviousEnd, value);
    }

    private StringLiteral ParseString()
    {
        string value = _lexer.StringValue();
        StringLiteral literal = new(_lexer.Start, _lexer.End, value);
        Next();
        return literal;
    }

    private Expression ParseNumber()
    {
        int start = _lexer.Start;
        int end = _lexer.End;
        Expression number = Token == TokenKind.BigIntLiteral
            ? new BigIntLiteral(start, end, BigIntDigits())
            : new NumericLiteral(start, end, JsNumber.Parse(_lexer.Span));
        Next();
        return number;
    }

    private string BigIntDigits()
        => _lexer.Span[..^1].ToString().Replace("_", string.Empty, System.StringComparison.Ordinal);

    private RegExpLiteral ParseRegExp()
    {
        int start = _lexer.Start;
        _lexer.RescanRegExp();
        System.ReadOnlySpan<char> text = _lexer.Span;
        int slash = System.MemoryExtensions.LastIndexOf(text, '/');
        RegExpLiteral literal = slash > 0
            ? new RegExpLiteral(start, _lexer.End, text[1..slash].ToString(), _lexer.Intern(text[(slash + 1)..]))
            : new RegExpLiteral(start, _lexer.End, text[1..].ToString(), string.Empty);
        Next();
        return literal;
    }

    private TemplateLiteral ParseTemplate(bool isTagged)
    {
        int start = _lexer.Start;
        int textMark = _texts.Mark;
        int mark = _expressions.Mark;
        while (true)
        {
            string? value = _lexer.TemplateValue(out int wrong);
            if (wrong >= 0 && !isTagged)
            {
                _errors.Add(wrong, "This escape is not allowed in a template.");
            }

            _texts.Push(new TemplateElement(_lexer.Start, _lexer.End, value));
            bool isLast = Token is TokenKind.NoSubstitutionTemplate or TokenKind.TemplateTail;
            Next();
            if (isLast)
            {
                break;
            }

            _expressions.Push(ParseExpressionAllowingIn());
            if (Token != TokenKind.CloseBrace)
            {
                Error($"'}}' is expected here, not {DescribeToken()}.");
                _texts.Push(new TemplateElement(_lexer.PreviousEnd, _lexer.PreviousEnd, string.Empty));
                break;
            }

            _lexer.RescanTemplate();
        }

        return new TemplateLiteral(start, _lexer.PreviousEnd, _texts.PopTo(textMark), _expressions.PopTo(mark));
    }

    private ArrayLiteral ParseArray()
    {
        int start = _lexer.Start;
        Next();
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        int mark = _elements.Mark;
        while (Token is not (TokenKind.CloseBracket or TokenKind.EndOfFile))
        {
            if (Accept(TokenKind.Comma))
            {
                _elements.Push(null);
                continue;
            }

            int before = _lexer.Start;
            _elements.Push(Token == TokenKind.DotDotDot ? ParseSpread() : ParseAssignment());
            if (!Accept(TokenKind.Comma) && !RecoverInList(TokenKind.CloseBracket, before))
            {
                break;
            }
        }

        _context = saved;
        Expect(TokenKind.CloseBracket);
        return new ArrayLiteral(start, _lexer.PreviousEnd, _elements.PopTo(mark));
    }
}
