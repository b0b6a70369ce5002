using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Variables and <c>for</c>.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<VariableDeclarator> _declarators = new();

    private VariableStatement ParseVariableStatement()
    {
        int start = _lexer.Start;
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        VariableKind kind = ParseVariableWord();
        ImmutableArray<VariableDeclarator> declarators = ParseDeclarators(allowDefinite: true);
        _context = saved;
        int end = _lexer.PreviousEnd;
        ExpectSemicolon();
        return new VariableStatement(start, System.Math.Max(end, _lexer.PreviousEnd), kind, declarators);
    }

    private VariableKind ParseVariableWord()
    {
        TokenKind word = Token;
        NextWord();
        if (word == TokenKind.AwaitKeyword)
        {
            NextWord();
        }

        return word switch
        {
            TokenKind.VarKeyword => VariableKind.Var,
            TokenKind.LetKeyword => VariableKind.Let,
            TokenKind.ConstKeyword => VariableKind.Const,
            TokenKind.UsingKeyword => VariableKind.Using,
            _ => VariableKind.AwaitUsing,
        };
    }

    private ImmutableArray<VariableDeclarator> ParseDeclarators(bool allowDefinite)
    {
        int mark = _declarators.Mark;
        do
        {
            int start = _lexer.Start;
            Expression target = ParseBindingTarget();
            if (allowDefinite && target is Identifier && !_lexer.HasNewlineBefore)
            {
                Accept(TokenKind.Exclamation);
            }

            TypeSpan type = ParseTypeAnnotation();
            Expression? value = Accept(TokenKind.Equals) ? ParseAssignment() : null;
            int end = _lexer.PreviousEnd;
            _declarators.Push(new VariableDeclarator(start, end, target, value, type));
        }
        while (Accept(TokenKind.Comma) && !CanEndStatementHere());

        return _declarators.PopTo(mark);
    }

    /// <summary>Behind a comma that nothing follows, which is an error of its own.</summary>
    private bool CanEndStatementHere()
    {
        if (Token is not (TokenKind.Semicolon or TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            return false;
        }

        Error($"A name is expected here, not {DescribeToken()}.");
        return true;
    }

    private bool IsUsing(bool disallowOf)
    {
        Place place = Save();
        Next();
        bool isUsing = IsBindingOfUsing(disallowOf);
        Restore(place);
        return isUsing;
    }

    private bool IsAwaitUsing()
    {
        Place place = Save();
        bool isUsing = Next() == TokenKind.UsingKeyword && !_lexer.HasNewlineBefore;
        if (isUsing)
        {
            Next();
            isUsing = IsBindingOfUsing(disallowOf: false);
        }

        Restore(place);
        return isUsing;
    }

    private bool IsBindingOfUsing(bool disallowOf)
    {
        if (_lexer.HasNewlineBefore)
        {
            return false;
        }

        if (disallowOf && Token == TokenKind.OfKeyword)
        {
            return PeekKind() is TokenKind.Equals or TokenKind.Semicolon or TokenKind.Colon;
        }

        return Token is >= TokenKind.ImplementsKeyword or TokenKind.OpenBrace;
    }

    private Statement ParseFor()
    {
        int start = _lexer.Start;
        NextWord();
        bool isAwait = Accept(TokenKind.AwaitKeyword);
        Expect(TokenKind.OpenParen);
        SyntaxNode? initializer = null;
        if (Token != TokenKind.Semicolon)
        {
            Context saved = _context;
            _context |= Context.NoIn;
            initializer = ParseForInitializer();
            _context = saved;
        }

        if (isAwait ? Expect(TokenKind.OfKeyword) : Accept(TokenKind.OfKeyword))
        {
            SyntaxNode target = ToLoopTarget(initializer);
            Expression source = ParseAssignmentAllowingIn();
            Expect(TokenKind.CloseParen);
            Statement body = ParseBody();
            return new ForOfStatement(start, _lexer.PreviousEnd, target, source, body, isAwait);
        }

        if (initializer is not null && Accept(TokenKind.InKeyword))
        {
            SyntaxNode target = ToLoopTarget(initializer);
            Expression source = ParseExpressionAllowingIn();
            Expect(TokenKind.CloseParen);
            Statement body = ParseBody();
            return new ForInStatement(start, _lexer.PreviousEnd, target, source, body);
        }

        return ParseForRest(start, initializer);
    }

    private ForStatement ParseForRest(int start, SyntaxNode? initializer)
    {
        Expect(TokenKind.Semicolon);
        Expression? test = Token is TokenKind.Semicolon or TokenKind.CloseParen ? null : ParseExpressionAllowingIn();
        Expect(TokenKind.Semicolon);
        Expression? update = Token == TokenKind.CloseParen ? null : ParseExpressionAllowingIn();
        Expect(TokenKind.CloseParen);
        Statement body = ParseBody();
        return new ForStatement(start, _lexer.PreviousEnd, initializer, test, update, body);
    }

    private SyntaxNode ParseForInitializer()
    {
        int start = _lexer.Start;
        bool isDeclaration = Token switch
        {
            TokenKind.VarKeyword or TokenKind.ConstKeyword => true,
            TokenKind.LetKeyword => PeekKind() is not (TokenKind.Semicolon or TokenKind.InKeyword or TokenKind.Equals),
            TokenKind.UsingKeyword => IsUsing(disallowOf: true),
            TokenKind.AwaitKeyword => IsAwaitUsing(),
            _ => false,
        };
        if (!isDeclaration)
        {
            return ParseExpression();
        }

        VariableKind kind = ParseVariableWord();
        if (Token == TokenKind.OfKeyword && IsForOfWithoutVariable())
        {
            // `for (let of x)`: the compiler takes `of` for the word, and reports the missing variable later.
            return new VariableStatement(start, _lexer.PreviousEnd, kind, []);
        }

        ImmutableArray<VariableDeclarator> declarators = ParseDeclarators(allowDefinite: false);
        return new VariableStatement(start, _lexer.PreviousEnd, kind, declarators);
    }

    private bool IsForOfWithoutVariable()
        => LookAhead(static parser => parser.IsIdentifier() && parser.Next() == TokenKind.CloseParen);

    private SyntaxNode ToLoopTarget(SyntaxNode? initializer)
        => initializer switch
        {
            Expression expression => ToTarget(expression),
            null => new MissingExpression(_lexer.PreviousEnd, _lexer.PreviousEnd),
            _ => initializer,
        };
}
