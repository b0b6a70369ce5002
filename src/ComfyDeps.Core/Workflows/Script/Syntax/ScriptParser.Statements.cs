using System.Collections.Generic;
using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Statements.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<SwitchCase> _cases = new();

    /// <summary>Reads statements up to a <c>}</c> or the end; what is none is told and passed over.</summary>
    private void ParseStatements()
    {
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            if (ParseStatement() is Statement statement)
            {
                _statements.Push(statement);
            }

            if (_lexer.Start == before && Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
            {
                Error($"A statement is expected here, not {DescribeToken()}.");
                Next();
            }
        }
    }

    private BlockStatement ParseBlock()
    {
        int start = _lexer.Start;
        int mark = _statements.Mark;
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        if (Expect(TokenKind.OpenBrace))
        {
            ParseStatements();
            Expect(TokenKind.CloseBrace);
        }

        _context = saved;
        return new BlockStatement(start, _lexer.PreviousEnd, _statements.PopTo(mark));
    }

    /// <summary>A statement that must be there; one for the compiler alone becomes an empty one.</summary>
    private Statement ParseBody()
    {
        int start = _lexer.Start;
        return ParseStatement() ?? new EmptyStatement(start, _lexer.PreviousEnd);
    }

    /// <summary>Reads a statement; null when it is for the compiler alone.</summary>
    private Statement? ParseStatement()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (!TryEnter())
        {
            MissingExpression skipped = SkipTooDeep();
            return new EmptyStatement(skipped.Start, skipped.End);
        }

        Statement? statement = ParseStatementCore();
        _depth--;
        return statement;
    }

    private Statement? ParseStatementCore()
        => Token switch
        {
            TokenKind.Semicolon => ParseEmpty(),
            TokenKind.OpenBrace => ParseBlock(),
            TokenKind.VarKeyword => ParseVariableStatement(),
            TokenKind.LetKeyword when PeekKind() is >= TokenKind.ImplementsKeyword or TokenKind.OpenBrace
                or TokenKind.OpenBracket => ParseVariableStatement(),
            TokenKind.UsingKeyword when IsUsing(disallowOf: false) => ParseVariableStatement(),
            TokenKind.AwaitKeyword when IsAwaitUsing() => ParseVariableStatement(),
            TokenKind.IfKeyword => ParseIf(),
            TokenKind.ForKeyword => ParseFor(),
            TokenKind.WhileKeyword => ParseWhile(),
            TokenKind.DoKeyword => ParseDoWhile(),
            TokenKind.ReturnKeyword => ParseReturn(),
            TokenKind.ThrowKeyword => ParseThrow(),
            TokenKind.BreakKeyword or TokenKind.ContinueKeyword => ParseJump(),
            TokenKind.TryKeyword or TokenKind.CatchKeyword or TokenKind.FinallyKeyword => ParseTry(),
            TokenKind.SwitchKeyword => ParseSwitch(),
            TokenKind.WithKeyword => ParseWith(),
            TokenKind.DebuggerKeyword => ParseDebugger(),
            TokenKind.FunctionKeyword or TokenKind.ClassKeyword or TokenKind.At => ParseDeclaration(),
            TokenKind.AsyncKeyword or TokenKind.InterfaceKeyword or TokenKind.TypeKeyword
                or TokenKind.ModuleKeyword or TokenKind.NamespaceKeyword or TokenKind.DeclareKeyword
                or TokenKind.ConstKeyword or TokenKind.EnumKeyword or TokenKind.ExportKeyword
                or TokenKind.ImportKeyword or TokenKind.PrivateKeyword or TokenKind.ProtectedKeyword
                or TokenKind.PublicKeyword or TokenKind.AbstractKeyword or TokenKind.AccessorKeyword
                or TokenKind.StaticKeyword or TokenKind.ReadonlyKeyword or TokenKind.GlobalKeyword
                when IsDeclaration() => ParseDeclaration(),
            _ => ParseExpressionOrLabel(),
        };

    private EmptyStatement ParseEmpty()
    {
        int start = _lexer.Start;
        Next();
        return new EmptyStatement(start, _lexer.PreviousEnd);
    }

    private Statement ParseExpressionOrLabel()
    {
        int start = _lexer.Start;
        Expression expression = ParseExpressionAllowingIn();
        if (expression is Identifier label && label.Start == start && Accept(TokenKind.Colon))
        {
            return new LabeledStatement(label, ParseBody());
        }

        ExpectSemicolon();
        return new ExpressionStatement(start, _lexer.PreviousEnd, expression);
    }

    private Expression ParseParenthesized()
    {
        Expect(TokenKind.OpenParen);
        Expression expression = ParseExpressionAllowingIn();
        Expect(TokenKind.CloseParen);
        return expression;
    }

    private IfStatement ParseIf()
    {
        Stack<(int Start, Expression Test, Statement Then)> chain = new();
        Statement? last = null;
        while (true)
        {
            int start = _lexer.Start;
            NextWord();
            Expression test = ParseParenthesized();
            chain.Push((start, test, ParseBody()));
            if (!Accept(TokenKind.ElseKeyword))
            {
                break;
            }

            if (Token != TokenKind.IfKeyword)
            {
                last = ParseBody();
                break;
            }
        }

        int end = _lexer.PreviousEnd;
        while (true)
        {
            (int start, Expression test, Statement then) = chain.Pop();
            IfStatement statement = new(start, end, test, then, last);
            if (chain.Count == 0)
            {
                return statement;
            }

            last = statement;
        }
    }

    private WhileStatement ParseWhile()
    {
        int start = _lexer.Start;
        NextWord();
        Expression test = ParseParenthesized();
        return new WhileStatement(start, test, ParseBody());
    }

    private DoWhileStatement ParseDoWhile()
    {
        int start = _lexer.Start;
        NextWord();
        Statement body = ParseBody();
        Expect(TokenKind.WhileKeyword);
        Expression test = ParseParenthesized();
        Accept(TokenKind.Semicolon);
        return new DoWhileStatement(start, _lexer.PreviousEnd, body, test);
    }

    private ReturnStatement ParseReturn()
    {
        int start = _lexer.Start;
        NextWord();
        Expression? result = CanEndStatement() ? null : ParseExpressionAllowingIn();
        ExpectSemicolon();
        return new ReturnStatement(start, _lexer.PreviousEnd, result);
    }

    private ThrowStatement ParseThrow()
    {
        int start = _lexer.Start;
        NextWord();
        Expression value;
        if (_lexer.HasNewlineBefore)
        {
            // The compiler's parser lets this pass, and its checker complains.
            value = new MissingExpression(_lexer.PreviousEnd, _lexer.PreviousEnd);
        }
        else
        {
            value = ParseExpressionAllowingIn();
        }

        ExpectSemicolon();
        return new ThrowStatement(start, _lexer.PreviousEnd, value);
    }

    private Statement ParseJump()
    {
        int start = _lexer.Start;
        bool isBreak = Token == TokenKind.BreakKeyword;
        NextWord();
        Identifier? label = CanEndStatement() ? null : ParseIdentifier();
        ExpectSemicolon();
        return isBreak
            ? new BreakStatement(start, _lexer.PreviousEnd, label)
            : new ContinueStatement(start, _lexer.PreviousEnd, label);
    }

    private TryStatement ParseTry()
    {
        int start = _lexer.Start;
        Expect(TokenKind.TryKeyword);
        BlockStatement block = Token is TokenKind.CatchKeyword or TokenKind.FinallyKeyword
            ? new BlockStatement(start, start, [])
            : ParseBlock();
        Expression? parameter = null;
        BlockStatement? handler = null;
        BlockStatement? finalizer = null;
        if (Accept(TokenKind.CatchKeyword))
        {
            if (Accept(TokenKind.OpenParen))
            {
                parameter = ParseBindingTarget();
                ParseTypeAnnotation();
                Expect(TokenKind.CloseParen);
            }

            handler = ParseBlock();
        }

        if (handler is null || Token == TokenKind.FinallyKeyword)
        {
            if (Expect(TokenKind.FinallyKeyword))
            {
                finalizer = ParseBlock();
            }
        }

        return new TryStatement(start, _lexer.PreviousEnd, block, parameter, handler, finalizer);
    }

    private WithStatement ParseWith()
    {
        int start = _lexer.Start;
        NextWord();
        Expression target = ParseParenthesized();
        return new WithStatement(start, target, ParseBody());
    }

    private DebuggerStatement ParseDebugger()
    {
        int start = _lexer.Start;
        NextWord();
        ExpectSemicolon();
        return new DebuggerStatement(start, _lexer.PreviousEnd);
    }

    private SwitchStatement ParseSwitch()
    {
        int start = _lexer.Start;
        NextWord();
        Expression value = ParseParenthesized();
        int mark = _cases.Mark;
        if (Expect(TokenKind.OpenBrace))
        {
            while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
            {
                _cases.Push(ParseCase());
            }

            Expect(TokenKind.CloseBrace);
        }

        ImmutableArray<SwitchCase> cases = _cases.PopTo(mark);
        return new SwitchStatement(start, _lexer.PreviousEnd, value, cases);
    }

    private SwitchCase ParseCase()
    {
        int start = _lexer.Start;
        Expression? test = null;
        if (Accept(TokenKind.CaseKeyword))
        {
            test = ParseExpressionAllowingIn();
            Expect(TokenKind.Colon);
        }
        else if (Expect(TokenKind.DefaultKeyword))
        {
            Expect(TokenKind.Colon);
        }

        int mark = _statements.Mark;
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile)
            && (Token is not (TokenKind.CaseKeyword or TokenKind.DefaultKeyword)))
        {
            int before = _lexer.Start;
            if (ParseStatement() is Statement statement)
            {
                _statements.Push(statement);
            }

            if (_lexer.Start == before)
            {
                Error($"A statement is expected here, not {DescribeToken()}.");
                Next();
            }
        }

        return new SwitchCase(start, _lexer.PreviousEnd, test, _statements.PopTo(mark));
    }
}
