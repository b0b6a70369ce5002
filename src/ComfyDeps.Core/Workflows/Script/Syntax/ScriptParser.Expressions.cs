using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Expressions from commas down to unary operators.</content>
internal sealed partial class ScriptParser
{
    private readonly Stack<(int Start, Expression Test, Expression Then)> _conditionals = new();

    private Expression ParseExpression()
    {
        Context saved = _context;
        _context &= ~Context.Decorator;
        int start = _lexer.Start;
        Expression first = ParseAssignment();
        if (Token == TokenKind.Comma)
        {
            int mark = _expressions.Mark;
            _expressions.Push(first);
            while (Accept(TokenKind.Comma))
            {
                _expressions.Push(ParseAssignment());
            }

            first = new SequenceExpression(start, _lexer.PreviousEnd, _expressions.PopTo(mark));
        }

        _context = saved;
        return first;
    }

    private Expression ParseExpressionAllowingIn()
    {
        Context saved = _context;
        _context &= ~Context.NoIn;
        Expression expression = ParseExpression();
        _context = saved;
        return expression;
    }

    private Expression ParseAssignmentAllowingIn()
    {
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        Expression expression = ParseAssignment();
        _context = saved;
        return expression;
    }

    /// <param name="allowReturnType">
    /// False between <c>?</c> and <c>:</c>, where <c>(b): c => d</c> may be no arrow function with a return type.
    /// </param>
    private Expression ParseAssignment(bool allowReturnType = true)
    {
        if (!TryEnter())
        {
            return SkipTooDeep();
        }

        int start = _lexer.Start;
        Expression expression = ParseAssignmentOrTest(allowReturnType, out bool isTest);
        if (isTest && Token == TokenKind.Question)
        {
            expression = ParseConditional(start, expression, allowReturnType);
        }

        _depth--;
        return expression;
    }

    private Expression ParseConditional(int start, Expression test, bool allowReturnType)
    {
        int mark = _conditionals.Count;
        Expression last;
        while (true)
        {
            Next();
            Context saved = _context;
            _context &= ~(Context.NoIn | Context.Decorator);
            Expression then = ParseAssignment(allowReturnType: false);
            _context = saved;
            _conditionals.Push((start, test, then));
            if (!Expect(TokenKind.Colon))
            {
                last = new MissingExpression(_lexer.PreviousEnd, _lexer.PreviousEnd);
                break;
            }

            start = _lexer.Start;
            last = ParseAssignmentOrTest(allowReturnType, out bool isTest);
            if (!isTest || Token != TokenKind.Question)
            {
                break;
            }

            test = last;
        }

        int end = System.Math.Max(last.End, _lexer.PreviousEnd);
        while (_conditionals.Count > mark)
        {
            (int Start, Expression Test, Expression Then) part = _conditionals.Pop();
            last = new ConditionalExpression(part.Start, end, part.Test, part.Then, last);
        }

        return last;
    }

    /// <summary>Everything above commas but <c>?:</c>, of which it may be the first part.</summary>
    private Expression ParseAssignmentOrTest(bool allowReturnType, out bool isTest)
    {
        isTest = false;
        switch (Token)
        {
            case TokenKind.YieldKeyword when IsYieldExpression():
                return ParseYield();
            case TokenKind.OpenParen or TokenKind.LessThan:
                if (TryParseArrow(allowReturnType) is FunctionNode arrow)
                {
                    return arrow;
                }

                break;
            case TokenKind.AsyncKeyword:
                if ((TryParseArrow(allowReturnType) ?? TryParseAsyncArrow(allowReturnType)) is FunctionNode asyncArrow)
                {
                    return asyncArrow;
                }

                break;
        }

        int start = _lexer.Start;
        Expression expression = ParseBinary(0);
        bool isPlain = expression.Start == start;
        if (Token == TokenKind.Arrow && isPlain && expression is Identifier name)
        {
            return ParseSimpleArrow(start, name, FunctionFlags.Arrow, allowReturnType);
        }

        if (Token is >= TokenKind.Equals and <= TokenKind.QuestionQuestionEquals
            && (!isPlain || IsAssignable(expression)))
        {
            return ParseAssignmentTo(start, expression, allowReturnType);
        }

        isTest = true;
        return expression;
    }

    private AssignmentExpression ParseAssignmentTo(int start, Expression left, bool allowReturnType)
    {
        BinaryOperator? kind = Operators.OfAssignment(Token);
        Expression target = kind is null ? ToTarget(left) : left;
        Next();
        Expression value = ParseAssignment(allowReturnType);
        return new AssignmentExpression(start, _lexer.PreviousEnd, kind, target, value);
    }

    private static bool IsAssignable(Expression expression)
        => expression is not (BinaryExpression or UnaryExpression or UpdateExpression or AwaitExpression
            or ConditionalExpression or AssignmentExpression or YieldExpression or FunctionNode { IsArrow: true });

    private bool IsYieldExpression()
        => Has(Context.Yield)
            || (PeekKind(out bool onSameLine) is TokenKind next && onSameLine && IsWordOrLiteral(next));

    private YieldExpression ParseYield()
    {
        int start = _lexer.Start;
        NextWord();
        if (_lexer.HasNewlineBefore || (Token != TokenKind.Asterisk && !IsStartOfExpression()))
        {
            return new YieldExpression(start, _lexer.PreviousEnd, argument: null, isDelegate: false);
        }

        bool isDelegate = Accept(TokenKind.Asterisk);
        Expression argument = ParseAssignment();
        return new YieldExpression(start, _lexer.PreviousEnd, argument, isDelegate);
    }

    private Expression ParseBinary(int precedence)
    {
        int start = _lexer.Start;
        Expression left = ParseUnary();
        while (true)
        {
            TokenKind token = _lexer.RescanGreaterThan();
            int next = Operators.Precedence(token);
            bool takes = token == TokenKind.AsteriskAsterisk ? next >= precedence : next > precedence;
            if (!takes || next == 0 || (token == TokenKind.InKeyword && Has(Context.NoIn)))
            {
                return left;
            }

            if (token is TokenKind.AsKeyword or TokenKind.SatisfiesKeyword)
            {
                if (_lexer.HasNewlineBefore)
                {
                    return left;
                }

                NextWord();
                ParseType();
                continue;
            }

            left = ParseBinaryRest(start, left, token, next);
        }
    }

    private BinaryExpression ParseBinaryRest(int start, Expression left, TokenKind token, int precedence)
    {
        if (token == TokenKind.AsteriskAsterisk && left is UnaryExpression or AwaitExpression && left.Start == start)
        {
            Error("Put the operand in front of '**' in parentheses.");
        }

        Next();
        Expression right;
        if (token != TokenKind.AsteriskAsterisk)
        {
            right = ParseBinary(precedence);
        }
        else if (TryEnter())
        {
            right = ParseBinary(precedence);
            _depth--;
        }
        else
        {
            right = SkipTooDeep();
        }

        return new BinaryExpression(start, _lexer.PreviousEnd, Operators.OfBinary(token), left, right);
    }

    private Expression ParseUnary()
    {
        switch (Token)
        {
            case TokenKind.Plus or TokenKind.Minus or TokenKind.Tilde or TokenKind.Exclamation
                or TokenKind.DeleteKeyword or TokenKind.TypeOfKeyword or TokenKind.VoidKeyword:
            case TokenKind.AwaitKeyword when IsAwaitExpression():
            case TokenKind.LessThan when !_isJsx:
                if (!TryEnter())
                {
                    return SkipTooDeep();
                }

                Expression prefixed = ParsePrefixed();
                _depth--;
                return prefixed;
            case TokenKind.PlusPlus or TokenKind.MinusMinus:
                int start = _lexer.Start;
                bool isIncrement = Token == TokenKind.PlusPlus;
                Next();
                Expression changed = ParseLeftHandSide();
                return new UpdateExpression(start, _lexer.PreviousEnd, changed, isIncrement, isPrefix: true);
            case TokenKind.LessThan when PeekKind() is TokenKind.GreaterThan or >= TokenKind.BreakKeyword:
                return ParseJsx();
            default:
                return ParsePostfix();
        }
    }

    private Expression ParsePrefixed()
    {
        int start = _lexer.Start;
        TokenKind token = Token;
        if (token == TokenKind.LessThan)
        {
            Next();
            ParseType();
            Expect(TokenKind.GreaterThan);
            return ParseUnary();
        }

        NextWord();
        Expression operand = ParseUnary();
        return token == TokenKind.AwaitKeyword
            ? new AwaitExpression(start, _lexer.PreviousEnd, operand)
            : new UnaryExpression(start, _lexer.PreviousEnd, Operators.OfUnary(token), operand);
    }

    private bool IsAwaitExpression()
    {
        if (Has(Context.Await))
        {
            return true;
        }

        TokenKind next = PeekKind(out bool onSameLine);
        if (onSameLine && IsWordOrLiteral(next))
        {
            return true;
        }

        _hasUnclearAwait |= Has(Context.TopLevel);
        return false;
    }

    private Expression ParsePostfix()
    {
        int start = _lexer.Start;
        Expression expression = ParseLeftHandSide();
        if (Token is not (TokenKind.PlusPlus or TokenKind.MinusMinus) || _lexer.HasNewlineBefore)
        {
            return expression;
        }

        bool isIncrement = Token == TokenKind.PlusPlus;
        Next();
        return new UpdateExpression(start, _lexer.PreviousEnd, expression, isIncrement, isPrefix: false);
    }

    private static bool IsWordOrLiteral(TokenKind kind)
        => kind is >= TokenKind.BreakKeyword or TokenKind.NumericLiteral or TokenKind.BigIntLiteral
            or TokenKind.StringLiteral or TokenKind.PrivateName;

    private bool IsIdentifier()
        => Token >= TokenKind.ImplementsKeyword
            && (Token != TokenKind.YieldKeyword || !Has(Context.Yield))
            && (Token != TokenKind.AwaitKeyword || !Has(Context.Await));

    private bool IsStartOfExpression()
    {
        switch (Token)
        {
            case TokenKind.ThisKeyword or TokenKind.SuperKeyword or TokenKind.NullKeyword or TokenKind.TrueKeyword
                or TokenKind.FalseKeyword or TokenKind.NumericLiteral or TokenKind.BigIntLiteral
                or TokenKind.StringLiteral or TokenKind.NoSubstitutionTemplate or TokenKind.TemplateHead
                or TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace or TokenKind.FunctionKeyword
                or TokenKind.ClassKeyword or TokenKind.NewKeyword or TokenKind.Slash or TokenKind.SlashEquals:
            case TokenKind.Plus or TokenKind.Minus or TokenKind.Tilde or TokenKind.Exclamation
                or TokenKind.DeleteKeyword or TokenKind.TypeOfKeyword or TokenKind.VoidKeyword
                or TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.LessThan or TokenKind.AwaitKeyword
                or TokenKind.YieldKeyword or TokenKind.PrivateName or TokenKind.At:
                return true;
            case TokenKind.ImportKeyword:
                return PeekKind() is TokenKind.OpenParen or TokenKind.LessThan or TokenKind.Dot;
            default:
                return IsBinaryOperator() || IsIdentifier();
        }
    }

    private bool IsBinaryOperator()
        => Operators.Precedence(Token) > 0 && !(Token == TokenKind.InKeyword && Has(Context.NoIn));
}
