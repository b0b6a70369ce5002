namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Objects and the keys of their members.</content>
internal sealed partial class ScriptParser
{
    private ObjectLiteral ParseObject()
    {
        int start = _lexer.Start;
        Next();
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        int mark = _members.Mark;
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            if (IsStartOfMember())
            {
                _members.Push(ParseObjectMember());
            }

            if (!Accept(TokenKind.Comma) && !RecoverInList(TokenKind.CloseBrace, before))
            {
                break;
            }
        }

        _context = saved;
        Expect(TokenKind.CloseBrace);
        return new ObjectLiteral(start, _lexer.PreviousEnd, _members.PopTo(mark));
    }

    private bool IsStartOfMember()
        => IsLiteralKey(Token)
            || Token is TokenKind.DotDotDot or TokenKind.OpenBracket or TokenKind.Asterisk or TokenKind.At;

    private ObjectMember ParseObjectMember()
    {
        int start = _lexer.Start;
        if (Accept(TokenKind.DotDotDot))
        {
            Expression argument = ParseAssignment();
            return new SpreadProperty(start, _lexer.PreviousEnd, argument);
        }

        Modifiers modifiers = Modifiers.None;
        if (IsModifier(Token) || Token == TokenKind.At)
        {
            modifiers = ParseModifiers(allowDecorators: true, out _);
        }

        if (Token is TokenKind.GetKeyword or TokenKind.SetKeyword && TryAccessorWord(out MethodKind accessor))
        {
            PropertyKey accessorKey = ParsePropertyKey();
            return new MethodProperty(start, accessorKey, accessor, ParseMethod(FunctionFlags.None));
        }

        bool isGenerator = Accept(TokenKind.Asterisk);
        bool isName = IsIdentifier();
        PropertyKey key = ParsePropertyKey();
        Accept(TokenKind.Question);
        Accept(TokenKind.Exclamation);
        if (isGenerator || Token is TokenKind.OpenParen or TokenKind.LessThan)
        {
            FunctionNode method = ParseMethod(MethodFlags(isGenerator, modifiers));
            return new MethodProperty(start, key, MethodKind.Method, method);
        }

        return isName && Token != TokenKind.Colon ? ParseShorthand(key) : ParsePropertyValue(start, key);
    }

    private ShorthandProperty ParseShorthand(PropertyKey key)
    {
        Identifier name = new(key.Start, key.End, key.Name!);
        Expression? fallback = Accept(TokenKind.Equals) ? ParseAssignment() : null;
        return new ShorthandProperty(fallback is null ? name.End : _lexer.PreviousEnd, name, fallback);
    }

    private PropertyAssignment ParsePropertyValue(int start, PropertyKey key)
    {
        if (!Expect(TokenKind.Colon))
        {
            int end = _lexer.PreviousEnd;
            return new PropertyAssignment(start, end, key, new MissingExpression(end, end));
        }

        Expression value = ParseAssignment();
        return new PropertyAssignment(start, _lexer.PreviousEnd, key, value);
    }

    /// <summary>Passes over <c>get</c> or <c>set</c> when a member's key follows.</summary>
    private bool TryAccessorWord(out MethodKind kind)
    {
        kind = Token == TokenKind.GetKeyword ? MethodKind.Getter : MethodKind.Setter;
        Place place = Save();
        NextWord();
        if (Token == TokenKind.OpenBracket || IsLiteralKey(Token))
        {
            return true;
        }

        Restore(place);
        return false;
    }

    private static bool IsLiteralKey(TokenKind kind)
        => kind is >= TokenKind.BreakKeyword or TokenKind.StringLiteral or TokenKind.NumericLiteral
            or TokenKind.BigIntLiteral or TokenKind.PrivateName;

    private PropertyKey ParsePropertyKey()
    {
        int start = _lexer.Start;
        int end = _lexer.End;
        string name;
        switch (Token)
        {
            case TokenKind.StringLiteral:
                name = _lexer.StringValue();
                break;
            case TokenKind.NumericLiteral:
                name = _lexer.Intern(JsNumber.Format(JsNumber.Parse(_lexer.Span)));
                break;
            case TokenKind.BigIntLiteral:
                name = BigIntDigits();
                break;
            case TokenKind.OpenBracket:
                Next();
                Expression computed = ParseExpressionAllowingIn();
                Expect(TokenKind.CloseBracket);
                return new PropertyKey(start, _lexer.PreviousEnd, name: null, computed);
            case TokenKind.PrivateName:
                name = _lexer.Name;
                Next();
                return new PropertyKey(start, end, name, computed: null, isPrivate: true);
            case >= TokenKind.BreakKeyword:
                name = _lexer.Name;
                break;
            default:
                Error($"The name of a member is expected here, not {DescribeToken()}.");
                return new PropertyKey(start, start, string.Empty, computed: null);
        }

        Next();
        return new PropertyKey(start, end, name, computed: null);
    }
}
