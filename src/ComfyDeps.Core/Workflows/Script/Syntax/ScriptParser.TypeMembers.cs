namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Types of objects, tuples and functions, and the parameters of types.</content>
internal sealed partial class ScriptParser
{
    private bool IsStartOfType()
    {
        switch (Token)
        {
            case TokenKind.VoidKeyword or TokenKind.NullKeyword or TokenKind.ThisKeyword or TokenKind.TypeOfKeyword
                or TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.LessThan or TokenKind.Bar
                or TokenKind.Ampersand or TokenKind.NewKeyword or TokenKind.StringLiteral or TokenKind.NumericLiteral
                or TokenKind.BigIntLiteral or TokenKind.TrueKeyword or TokenKind.FalseKeyword or TokenKind.Asterisk
                or TokenKind.Question or TokenKind.Exclamation or TokenKind.DotDotDot or TokenKind.ImportKeyword
                or TokenKind.NoSubstitutionTemplate or TokenKind.TemplateHead or TokenKind.FunctionKeyword:
                return true;
            case TokenKind.Minus:
                return PeekKind() is TokenKind.NumericLiteral or TokenKind.BigIntLiteral;
            case TokenKind.OpenParen:
                return LookAhead(static parser => parser.Token is TokenKind.CloseParen or TokenKind.At
                    || parser.IsStartOfBinding() || IsModifier(parser.Token) || parser.IsStartOfType());
            default:
                return IsIdentifier();
        }
    }

    private bool IsStartOfFunctionType()
        => Token switch
        {
            TokenKind.LessThan or TokenKind.NewKeyword => true,
            TokenKind.OpenParen => LookAhead(static parser => parser.LooksLikeTypeParameters()),
            TokenKind.AbstractKeyword => PeekKind() == TokenKind.NewKeyword,
            _ => false,
        };

    /// <summary>Behind <c>(</c>: is this the list of parameters of a function's type?</summary>
    private bool LooksLikeTypeParameters()
    {
        if (Token is TokenKind.CloseParen or TokenKind.DotDotDot)
        {
            return true;
        }

        if (IsModifier(Token))
        {
            ParseModifiers(allowDecorators: false, out _);
        }

        if (IsIdentifier() || Token == TokenKind.ThisKeyword)
        {
            Next();
        }
        else if (Token is TokenKind.OpenBrace or TokenKind.OpenBracket)
        {
            int errors = _errors.Count;
            ParseBindingTarget();
            if (_errors.Count > errors)
            {
                return false;
            }
        }
        else
        {
            return false;
        }

        return Token switch
        {
            TokenKind.Colon or TokenKind.Comma or TokenKind.Question or TokenKind.Equals => true,
            TokenKind.CloseParen => Next() == TokenKind.Arrow,
            _ => false,
        };
    }

    private void ParseFunctionType()
    {
        if (Token == TokenKind.AbstractKeyword)
        {
            NextWord();
        }

        Accept(TokenKind.NewKeyword);
        ParseTypeParameters();
        ParseParameters(FunctionFlags.None, isTried: false);
        if (Expect(TokenKind.Arrow))
        {
            ParseReturnTypeOnly();
        }
    }

    private void ParseTypeParameters()
    {
        if (Token != TokenKind.LessThan)
        {
            return;
        }

        Next();
        while (Token is not (TokenKind.GreaterThan or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            ParseModifiers(allowDecorators: false, out _, allowConst: true);
            ParseIdentifier();
            if (Accept(TokenKind.ExtendsKeyword))
            {
                ParseType();
            }

            if (Accept(TokenKind.Equals))
            {
                ParseType();
            }

            if (!Accept(TokenKind.Comma) || _lexer.Start == before)
            {
                break;
            }
        }

        Expect(TokenKind.GreaterThan);
    }

    private void ParseObjectType()
    {
        if (!LookAhead(static parser => parser.LooksLikeMappedType()))
        {
            ParseTypeMembers();
            return;
        }

        Next();
        if (Token is TokenKind.Plus or TokenKind.Minus)
        {
            Next();
        }

        Accept(TokenKind.ReadonlyKeyword);
        Expect(TokenKind.OpenBracket);
        Next();
        Expect(TokenKind.InKeyword);
        ParseType();
        if (Accept(TokenKind.AsKeyword))
        {
            ParseType();
        }

        Expect(TokenKind.CloseBracket);
        if (Token is TokenKind.Plus or TokenKind.Minus)
        {
            Next();
            Expect(TokenKind.Question);
        }
        else
        {
            Accept(TokenKind.Question);
        }

        ParseTypeAnnotation();
        ExpectSemicolon();
        ParseTypeMembersUntilBrace();
    }

    private bool LooksLikeMappedType()
    {
        if (Token is TokenKind.Plus or TokenKind.Minus)
        {
            return Next() == TokenKind.ReadonlyKeyword;
        }

        if (Token == TokenKind.ReadonlyKeyword)
        {
            Next();
        }

        if (Token != TokenKind.OpenBracket)
        {
            return false;
        }

        Next();
        return IsIdentifier() && Next() == TokenKind.InKeyword;
    }

    private void ParseTypeMembers()
    {
        if (Expect(TokenKind.OpenBrace))
        {
            ParseTypeMembersUntilBrace();
        }
    }

    private void ParseTypeMembersUntilBrace()
    {
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            ParseTypeMember();
            if (_lexer.Start == before)
            {
                Error($"A member of the type is expected here, not {DescribeToken()}.");
                Next();
            }
        }

        Expect(TokenKind.CloseBrace);
    }

    private void ParseTypeMember()
    {
        if (Token == TokenKind.NewKeyword && PeekKind() is TokenKind.OpenParen or TokenKind.LessThan)
        {
            Next();
        }

        if (Token is TokenKind.OpenParen or TokenKind.LessThan)
        {
            ParseSignature();
            ExpectTypeMemberEnd();
            return;
        }

        if (IsModifier(Token))
        {
            ParseModifiers(allowDecorators: false, out _);
        }

        if (Token is TokenKind.GetKeyword or TokenKind.SetKeyword && TryAccessorWord(out _))
        {
            ParseTypeAccessor();
        }
        else if (Token == TokenKind.OpenBracket && IsIndexSignature())
        {
            ParseIndexSignature();
        }
        else if (IsLiteralKey(Token) || Token == TokenKind.OpenBracket)
        {
            ParseTypeProperty();
        }
    }

    private void ParseTypeAccessor()
    {
        ParsePropertyKey();
        ParseSignature();
        if (Token == TokenKind.OpenBrace)
        {
            ParseFunctionBlock(FunctionFlags.None);
        }

        ExpectTypeMemberEnd();
    }

    /// <summary>A property or a method, which differ behind the key.</summary>
    private void ParseTypeProperty()
    {
        ParsePropertyKey();
        Accept(TokenKind.Question);
        if (Token is TokenKind.OpenParen or TokenKind.LessThan)
        {
            ParseSignature();
        }
        else
        {
            ParseTypeAnnotation();
            if (Accept(TokenKind.Equals))
            {
                ParseAssignment();
            }
        }

        ExpectTypeMemberEnd();
    }

    private void ParseSignature()
    {
        ParseTypeParameters();
        ParseParameters(FunctionFlags.None, isTried: false);
        ParseReturnType();
    }

    private void ExpectTypeMemberEnd()
    {
        if (!Accept(TokenKind.Comma))
        {
            ExpectSemicolon();
        }
    }

    private void ParseTupleType()
    {
        Next();
        while (Token is not (TokenKind.CloseBracket or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            Place place = Save();
            bool isNamed = LooksLikeTupleName();
            Restore(place);
            Accept(TokenKind.DotDotDot);
            if (isNamed)
            {
                Next();
                Accept(TokenKind.Question);
                Expect(TokenKind.Colon);
                Accept(TokenKind.DotDotDot);
            }

            ParseType();
            if (!Accept(TokenKind.Comma) || _lexer.Start == before)
            {
                break;
            }
        }

        Expect(TokenKind.CloseBracket);
    }

    private bool LooksLikeTupleName()
    {
        if (Token == TokenKind.DotDotDot)
        {
            Next();
        }

        if (Token < TokenKind.BreakKeyword)
        {
            return false;
        }

        return Next() == TokenKind.Colon || (Token == TokenKind.Question && Next() == TokenKind.Colon);
    }
}
