namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Types, which are read for where they end and otherwise passed over.</content>
internal sealed partial class ScriptParser
{
    private TypeSpan ParseTypeAnnotation()
    {
        if (!Accept(TokenKind.Colon))
        {
            return default;
        }

        int start = _lexer.Start;
        ParseType();
        return new TypeSpan(start, _lexer.PreviousEnd);
    }

    private TypeSpan ParseReturnType()
    {
        if (!Accept(TokenKind.Colon))
        {
            return default;
        }

        int start = _lexer.Start;
        ParseReturnTypeOnly();
        return new TypeSpan(start, _lexer.PreviousEnd);
    }

    private void ParseReturnTypeOnly()
    {
        Context saved = _context;
        _context &= ~Context.NoConditionalType;
        if (IsIdentifier())
        {
            Place place = Save();
            Next();
            if (Token == TokenKind.IsKeyword && !_lexer.HasNewlineBefore)
            {
                Next();
            }
            else
            {
                Restore(place);
            }
        }

        ParseType();
        _context = saved;
    }

    private void ParseTypeWithoutConditional()
    {
        Context saved = _context;
        _context |= Context.NoConditionalType;
        ParseType();
        _context = saved;
    }

    private void ParseType()
    {
        if (!TryEnter())
        {
            SkipTooDeep();
            return;
        }

        Context saved = _context;
        _context &= ~(Context.Yield | Context.Await);
        while (ParseTypeUpToConditional())
        {
            // `A extends B ? C : D extends E ? …`: chains are long, so they are no recursion.
            ParseTypeWithoutConditional();
            Expect(TokenKind.Question);
            _context &= ~Context.NoConditionalType;
            ParseType();
            if (!Expect(TokenKind.Colon))
            {
                break;
            }
        }

        _context = saved;
        _depth--;
    }

    /// <summary>Reads a type; true when it is the first part of a conditional one.</summary>
    private bool ParseTypeUpToConditional()
    {
        if (IsStartOfFunctionType())
        {
            ParseFunctionType();
            return false;
        }

        ParseUnionType();
        return !Has(Context.NoConditionalType) && !_lexer.HasNewlineBefore && Accept(TokenKind.ExtendsKeyword);
    }

    private void ParseUnionType()
    {
        Accept(TokenKind.Bar);
        do
        {
            Accept(TokenKind.Ampersand);
            do
            {
                if (IsStartOfFunctionType())
                {
                    Error("Put the type of a function in parentheses here.");
                    ParseFunctionType();
                }
                else
                {
                    ParseTypeOperator();
                }
            }
            while (Accept(TokenKind.Ampersand));
        }
        while (Accept(TokenKind.Bar));
    }

    private void ParseTypeOperator()
    {
        while (Token is TokenKind.KeyOfKeyword or TokenKind.UniqueKeyword or TokenKind.ReadonlyKeyword)
        {
            NextWord();
        }

        if (Token == TokenKind.InferKeyword)
        {
            ParseInferType();
            return;
        }

        Context saved = _context;
        _context &= ~Context.NoConditionalType;
        ParseArrayType();
        _context = saved;
    }

    private void ParseInferType()
    {
        NextWord();
        ParseIdentifier();
        if (Token != TokenKind.ExtendsKeyword)
        {
            return;
        }

        Place place = Save();
        Next();
        ParseTypeWithoutConditional();
        if (!Has(Context.NoConditionalType) && Token == TokenKind.Question)
        {
            Restore(place);
        }
    }

    private void ParseArrayType()
    {
        ParseNonArrayType();
        while (!_lexer.HasNewlineBefore)
        {
            switch (Token)
            {
                case TokenKind.Exclamation:
                    Next();
                    break;
                case TokenKind.Question:
                    if (LookAhead(static parser => parser.IsStartOfType()))
                    {
                        return;
                    }

                    Next();
                    break;
                case TokenKind.OpenBracket:
                    Next();
                    if (IsStartOfType())
                    {
                        ParseType();
                    }

                    Expect(TokenKind.CloseBracket);
                    break;
                default:
                    return;
            }
        }
    }

    private void ParseNonArrayType()
    {
        switch (Token)
        {
            case TokenKind.StringLiteral or TokenKind.NumericLiteral or TokenKind.BigIntLiteral
                or TokenKind.NoSubstitutionTemplate or TokenKind.TrueKeyword or TokenKind.FalseKeyword
                or TokenKind.NullKeyword or TokenKind.VoidKeyword:
            case TokenKind.Minus when PeekKind() is TokenKind.NumericLiteral or TokenKind.BigIntLiteral:
                ParseLiteralType();
                return;
            case TokenKind.ThisKeyword:
                ParseThisType();
                return;
            case TokenKind.TypeOfKeyword:
                ParseTypeOf();
                return;
            case TokenKind.OpenBrace:
                ParseObjectType();
                return;
            case TokenKind.OpenBracket:
                ParseTupleType();
                return;
            case TokenKind.OpenParen:
                ParseParenthesizedType();
                return;
            case TokenKind.ImportKeyword:
                ParseImportType();
                return;
            case TokenKind.AssertsKeyword when PeekKind(out bool sameLine) >= TokenKind.BreakKeyword && sameLine:
                ParseAssertsType();
                return;
            case TokenKind.TemplateHead:
                ParseTemplateType();
                return;
            default:
                ParseDocumentationType();
                return;
        }
    }

    private void ParseLiteralType()
    {
        if (Token >= TokenKind.BreakKeyword)
        {
            NextWord();
        }
        else
        {
            Accept(TokenKind.Minus);
            Next();
        }
    }

    /// <summary><c>this</c>, or <c>this is T</c>.</summary>
    private void ParseThisType()
    {
        NextWord();
        if (Token == TokenKind.IsKeyword && !_lexer.HasNewlineBefore)
        {
            Next();
            ParseType();
        }
    }

    private void ParseParenthesizedType()
    {
        Next();
        ParseType();
        Expect(TokenKind.CloseParen);
    }

    /// <summary>
    /// What only comments write (<c>*</c>, <c>?T</c>, <c>!T</c>, <c>function(T)</c>): parsed, and refused later.
    /// </summary>
    private void ParseDocumentationType()
    {
        switch (Token)
        {
            case TokenKind.Asterisk or TokenKind.AsteriskEquals:
                _lexer.RescanFirst(TokenKind.Asterisk);
                Next();
                return;
            case TokenKind.Question or TokenKind.QuestionQuestion:
                _lexer.RescanFirst(TokenKind.Question);
                Next();
                if (Token is not (TokenKind.Comma or TokenKind.CloseBrace or TokenKind.CloseParen
                    or TokenKind.GreaterThan or TokenKind.Equals or TokenKind.Bar))
                {
                    ParseType();
                }

                return;
            case TokenKind.Exclamation:
                Next();
                ParseType();
                return;
            case TokenKind.FunctionKeyword when PeekKind() == TokenKind.OpenParen:
                Next();
                Next();
                ParseTypeList(TokenKind.CloseParen);
                Expect(TokenKind.CloseParen);
                ParseReturnType();
                return;
            default:
                ParseTypeReference();
                return;
        }
    }
}
