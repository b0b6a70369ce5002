namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Types that are named, and the less usual ones.</content>
internal sealed partial class ScriptParser
{
    private void ParseTypeReference()
    {
        if (Token < TokenKind.BreakKeyword)
        {
            Error($"A type is expected here, not {DescribeToken()}.");
            return;
        }

        Next();
        ParseTypeNameRest();
        ParseTypeReferenceArguments();
    }

    private void ParseTypeNameRest()
    {
        while (Token == TokenKind.Dot)
        {
            Next();
            if (Token == TokenKind.LessThan)
            {
                return;
            }

            ParseMember(_lexer.Start, new MissingExpression(_lexer.Start, _lexer.Start), isOptional: false);
        }
    }

    private void ParseTypeReferenceArguments()
    {
        if (_lexer.HasNewlineBefore || Token is not (TokenKind.LessThan or TokenKind.LessThanLessThan))
        {
            return;
        }

        if (Token == TokenKind.LessThanLessThan)
        {
            _lexer.RescanFirst(TokenKind.LessThan);
        }

        ParseTypeArguments();
    }

    private void ParseTypeArguments()
    {
        Next();
        ParseTypeList(TokenKind.GreaterThan);
        Expect(TokenKind.GreaterThan);
    }

    private void ParseTypeList(TokenKind close)
    {
        while (Token != close && Token != TokenKind.EndOfFile)
        {
            int before = _lexer.Start;
            ParseType();
            if (!Accept(TokenKind.Comma))
            {
                if (_lexer.Start == before)
                {
                    break;
                }

                return;
            }
        }
    }

    private void ParseTypeOf()
    {
        NextWord();
        if (Token == TokenKind.ImportKeyword)
        {
            ParseImportType();
            return;
        }

        if (Token < TokenKind.BreakKeyword)
        {
            Error($"A name is expected here, not {DescribeToken()}.");
            return;
        }

        Next();
        ParseTypeNameRest();
        ParseTypeReferenceArguments();
    }

    private void ParseImportType()
    {
        NextWord();
        Expect(TokenKind.OpenParen);
        ParseType();
        if (Accept(TokenKind.Comma) && Expect(TokenKind.OpenBrace))
        {
            if (!Accept(TokenKind.WithKeyword) && !Accept(TokenKind.AssertKeyword))
            {
                Error($"'with' is expected here, not {DescribeToken()}.");
            }

            Expect(TokenKind.Colon);
            ParseAttributeList();
            Accept(TokenKind.Comma);
            Expect(TokenKind.CloseBrace);
            Accept(TokenKind.Comma);
        }

        Expect(TokenKind.CloseParen);
        ParseTypeNameRest();
        ParseTypeReferenceArguments();
    }

    private void ParseAssertsType()
    {
        NextWord();
        if (!Accept(TokenKind.ThisKeyword))
        {
            ParseIdentifier();
        }

        if (Accept(TokenKind.IsKeyword))
        {
            ParseType();
        }
    }

    private void ParseTemplateType()
    {
        while (Token is TokenKind.TemplateHead or TokenKind.TemplateMiddle)
        {
            Next();
            ParseType();
            if (Token != TokenKind.CloseBrace)
            {
                Error($"'}}' is expected here, not {DescribeToken()}.");
                return;
            }

            _lexer.RescanTemplate();
        }

        Next();
    }
}
