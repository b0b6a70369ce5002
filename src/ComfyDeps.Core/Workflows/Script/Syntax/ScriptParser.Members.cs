using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Members, calls and <c>new</c>.</content>
internal sealed partial class ScriptParser
{
    private Expression ParseLeftHandSide()
    {
        int start = _lexer.Start;
        Expression first = Token switch
        {
            TokenKind.ImportKeyword => ParseImportExpression(),
            TokenKind.SuperKeyword => ParseSuper(),
            _ => ParsePrimary(),
        };
        return ParseMembersAndCalls(start, first, allowCalls: true);
    }

    private SuperExpression ParseSuper()
    {
        int start = _lexer.Start;
        NextWord();
        SuperExpression super = new(start, _lexer.PreviousEnd);
        if (Token is not (TokenKind.OpenParen or TokenKind.Dot or TokenKind.OpenBracket))
        {
            Error("'(' or '.' is expected behind 'super'.");
        }

        return super;
    }

    private Expression ParseImportExpression()
    {
        int start = _lexer.Start;
        NextWord();
        if (Accept(TokenKind.Dot))
        {
            string word = Token >= TokenKind.BreakKeyword ? _lexer.Name : string.Empty;
            if (word.Length == 0)
            {
                Error($"'meta' is expected here, not {DescribeToken()}.");
                return new MissingExpression(start, _lexer.PreviousEnd);
            }

            Next();
            if (word is not ("defer" or "source") || Token != TokenKind.OpenParen)
            {
                _isModule |= word == "meta";
                return new MetaProperty(start, _lexer.PreviousEnd, "import." + word);
            }
        }

        if (!_isJavaScript && Token == TokenKind.LessThan)
        {
            TryTypeArguments();
        }

        if (Token != TokenKind.OpenParen)
        {
            Error($"'(' is expected here, not {DescribeToken()}.");
            return new MissingExpression(start, _lexer.PreviousEnd);
        }

        ImmutableArray<Expression> arguments = ParseArguments();
        int end = _lexer.PreviousEnd;
        Expression source = arguments.IsEmpty ? new MissingExpression(end, end) : arguments[0];
        return new ImportExpression(start, end, source, arguments.Length > 1 ? arguments[1] : null);
    }

    /// <summary>Reads everything that can stand behind an operand; in a loop, as chains can be very long.</summary>
    private Expression ParseMembersAndCalls(int start, Expression expression, bool allowCalls)
    {
        while (true)
        {
            switch (Token)
            {
                case TokenKind.Dot:
                    Next();
                    expression = ParseMember(start, expression, isOptional: false);
                    break;
                case TokenKind.QuestionDot:
                    if (!allowCalls)
                    {
                        Error("'?.' cannot follow what 'new' creates.");
                        return expression;
                    }

                    Next();
                    expression = ParseOptional(start, expression);
                    break;
                case TokenKind.OpenBracket when !Has(Context.Decorator):
                    expression = ParseIndex(start, expression, isOptional: false);
                    break;
                case TokenKind.OpenParen when allowCalls:
                    expression = ParseCall(start, expression, isOptional: false);
                    break;
                case TokenKind.NoSubstitutionTemplate or TokenKind.TemplateHead:
                    expression = new TaggedTemplate(start, expression, ParseTemplate(isTagged: true));
                    break;
                case TokenKind.Exclamation when !_lexer.HasNewlineBefore:
                    Next();
                    break;
                case TokenKind.LessThan or TokenKind.LessThanLessThan when !_isJavaScript && TryTypeArguments():
                    break;
                default:
                    return expression;
            }
        }
    }

    private Expression ParseOptional(int start, Expression expression)
    {
        if (Token is TokenKind.LessThan or TokenKind.LessThanLessThan && !_isJavaScript)
        {
            TryTypeArguments();
        }

        switch (Token)
        {
            case TokenKind.OpenBracket:
                return ParseIndex(start, expression, isOptional: true);
            case TokenKind.OpenParen:
                return ParseCall(start, expression, isOptional: true);
            case TokenKind.NoSubstitutionTemplate or TokenKind.TemplateHead:
                return new TaggedTemplate(start, expression, ParseTemplate(isTagged: true));
            default:
                return ParseMember(start, expression, isOptional: true);
        }
    }

    private MemberExpression ParseMember(int start, Expression expression, bool isOptional)
    {
        int nameStart = _lexer.Start;
        bool isName = IsWordOrPrivate(Token);
        if (isName && _lexer.HasNewlineBefore && PeekKind(out bool onSameLine) >= TokenKind.BreakKeyword && onSameLine)
        {
            // `a.` at the end of a line that is being typed: the next line is a statement of its own.
            isName = false;
        }

        if (!isName)
        {
            Error($"The name of a member is expected here, not {DescribeToken()}.");
            int end = _lexer.PreviousEnd;
            return new MemberExpression(start, end, expression, string.Empty, end, isOptional);
        }

        string name = _lexer.Name;
        Next();
        return new MemberExpression(start, _lexer.PreviousEnd, expression, name, nameStart, isOptional);
    }

    private static bool IsWordOrPrivate(TokenKind kind) => kind is >= TokenKind.BreakKeyword or TokenKind.PrivateName;

    private IndexExpression ParseIndex(int start, Expression expression, bool isOptional)
    {
        Next();
        Expression index = ParseExpressionAllowingIn();
        Expect(TokenKind.CloseBracket);
        return new IndexExpression(start, _lexer.PreviousEnd, expression, index, isOptional);
    }

    private CallExpression ParseCall(int start, Expression expression, bool isOptional)
    {
        ImmutableArray<Expression> arguments = ParseArguments();
        return new CallExpression(start, _lexer.PreviousEnd, expression, arguments, isOptional);
    }

    private ImmutableArray<Expression> ParseArguments()
    {
        Next();
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        int mark = _expressions.Mark;
        while (Token is not (TokenKind.CloseParen or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            _expressions.Push(Token == TokenKind.DotDotDot ? ParseSpread() : ParseAssignment());
            if (!Accept(TokenKind.Comma) && !RecoverInList(TokenKind.CloseParen, before))
            {
                break;
            }
        }

        _context = saved;
        Expect(TokenKind.CloseParen);
        return _expressions.PopTo(mark);
    }

    private SpreadElement ParseSpread()
    {
        int start = _lexer.Start;
        Next();
        Expression argument = ParseAssignment();
        return new SpreadElement(start, _lexer.PreviousEnd, argument);
    }

    /// <summary>Behind a part of a list without a comma: true when the list goes on all the same.</summary>
    private bool RecoverInList(TokenKind close, int before)
    {
        if (Token == close || Token == TokenKind.EndOfFile)
        {
            return false;
        }

        Error($"',' or {TokenText.Of(close)} is expected here, not {DescribeToken()}.");
        if (Token is TokenKind.CloseBrace or TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.Semicolon
            || (_lexer.HasNewlineBefore && IsStatementWord(Token)))
        {
            return false;
        }

        if (_lexer.Start == before)
        {
            Next();
        }

        return true;
    }

    /// <summary>
    /// A word with which only a statement starts, so that a list that is not closed ends in front of it.
    /// </summary>
    private static bool IsStatementWord(TokenKind kind)
        => kind is TokenKind.ConstKeyword or TokenKind.VarKeyword or TokenKind.ExportKeyword or TokenKind.IfKeyword
            or TokenKind.ForKeyword or TokenKind.WhileKeyword or TokenKind.DoKeyword or TokenKind.ReturnKeyword
            or TokenKind.SwitchKeyword or TokenKind.TryKeyword or TokenKind.ThrowKeyword or TokenKind.BreakKeyword
            or TokenKind.ContinueKeyword or TokenKind.EnumKeyword or TokenKind.CaseKeyword or TokenKind.DefaultKeyword;

    private Expression ParseNew()
    {
        int start = _lexer.Start;
        NextWord();
        if (Accept(TokenKind.Dot))
        {
            string word = Token >= TokenKind.BreakKeyword ? _lexer.Name : string.Empty;
            if (word != "target")
            {
                Error($"'target' is expected here, not {DescribeToken()}.");
            }

            if (word.Length > 0)
            {
                Next();
            }

            return new MetaProperty(start, _lexer.PreviousEnd, "new.target");
        }

        if (!TryEnter())
        {
            return SkipTooDeep();
        }

        int calleeStart = _lexer.Start;
        Expression callee = Token == TokenKind.ImportKeyword ? ParseImportExpression() : ParsePrimary();
        callee = ParseMembersAndCalls(calleeStart, callee, allowCalls: false);
        ImmutableArray<Expression> arguments = Token == TokenKind.OpenParen ? ParseArguments() : [];
        _depth--;
        return new NewExpression(start, _lexer.PreviousEnd, callee, arguments);
    }

    /// <summary>Passes over <c>&lt;T></c> in an expression when it is no comparison, by the compiler's rules.</summary>
    private bool TryTypeArguments()
    {
        Place place = Save();
        int errors = _errors.Count;
        if (Token == TokenKind.LessThanLessThan)
        {
            _lexer.RescanFirst(TokenKind.LessThan);
        }

        Next();
        ParseTypeList(TokenKind.GreaterThan);
        if (_errors.Count == errors && _lexer.RescanGreaterThan() == TokenKind.GreaterThan)
        {
            Next();
            if (CanFollowTypeArguments())
            {
                return true;
            }
        }

        Restore(place);
        return false;
    }

    private bool CanFollowTypeArguments()
        => Token switch
        {
            TokenKind.OpenParen or TokenKind.NoSubstitutionTemplate or TokenKind.TemplateHead => true,
            TokenKind.LessThan or TokenKind.GreaterThan or TokenKind.Plus or TokenKind.Minus => false,
            _ => _lexer.HasNewlineBefore || IsBinaryOperator() || !IsStartOfExpression(),
        };
}
