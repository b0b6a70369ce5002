using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Arrow functions, told apart from parentheses, comparisons and tags as the compiler does it.</content>
internal sealed partial class ScriptParser
{
    private FunctionNode? TryParseArrow(bool allowReturnType)
    {
        Place place = Save();
        bool? isArrow = LooksLikeArrow();
        Restore(place);
        if (isArrow == false)
        {
            return null;
        }

        if (isArrow == true)
        {
            return ParseArrow(isSure: true, allowReturnType: true);
        }

        int start = _lexer.Start;
        if (_notArrows is not null && _notArrows.Contains(start))
        {
            return null;
        }

        FunctionNode? arrow = ParseArrow(isSure: false, allowReturnType);
        if (arrow is null)
        {
            Restore(place);
            _notArrows ??= [];
            _notArrows.Add(start);
        }

        return arrow;
    }

    /// <summary>True or false when the first tokens tell, null when only trying does.</summary>
    private bool? LooksLikeArrow()
    {
        if (Token == TokenKind.AsyncKeyword)
        {
            Next();
            if (_lexer.HasNewlineBefore || Token is not (TokenKind.OpenParen or TokenKind.LessThan))
            {
                return false;
            }
        }

        return Token == TokenKind.LessThan ? LooksLikeGenericArrow() : LooksLikeParameters();
    }

    private bool? LooksLikeParameters()
    {
        switch (Next())
        {
            case TokenKind.CloseParen:
                return Next() is TokenKind.Arrow or TokenKind.Colon or TokenKind.OpenBrace;
            case TokenKind.OpenBracket or TokenKind.OpenBrace:
                return null;
            case TokenKind.DotDotDot:
                return true;
        }

        if (IsModifier(Token) && Token != TokenKind.AsyncKeyword)
        {
            Place place = Save();
            Next();
            if (IsIdentifier())
            {
                return Token != TokenKind.AsKeyword;
            }

            Restore(place);
        }

        if (!IsIdentifier() && Token != TokenKind.ThisKeyword)
        {
            return false;
        }

        switch (Next())
        {
            case TokenKind.Colon:
                return true;
            case TokenKind.Question:
                return Next() is TokenKind.Colon or TokenKind.Comma or TokenKind.Equals or TokenKind.CloseParen;
            case TokenKind.Comma or TokenKind.Equals or TokenKind.CloseParen:
                return null;
            default:
                return false;
        }
    }

    private bool? LooksLikeGenericArrow()
    {
        Next();
        if (!IsIdentifier() && Token != TokenKind.ConstKeyword)
        {
            return false;
        }

        if (!_isJsx)
        {
            return null;
        }

        Accept(TokenKind.ConstKeyword);
        return Next() switch
        {
            TokenKind.ExtendsKeyword =>
                Next() is not (TokenKind.Equals or TokenKind.GreaterThan or TokenKind.Slash),
            TokenKind.Comma or TokenKind.Equals => true,
            _ => false,
        };
    }

    /// <summary>Reads an arrow function; null when it is only tried and turns out to be none.</summary>
    private FunctionNode? ParseArrow(bool isSure, bool allowReturnType)
    {
        int start = _lexer.Start;
        int errors = _errors.Count;
        FunctionFlags flags = FunctionFlags.Arrow;
        if (Token == TokenKind.AsyncKeyword)
        {
            NextWord();
            flags |= FunctionFlags.Async;
        }

        if (!TryArrowHead(
            flags, isSure, errors, out ImmutableArray<Parameter> parameters, out TypeSpan? returnType))
        {
            return null;
        }

        bool hasBody = Token is TokenKind.Arrow or TokenKind.OpenBrace;
        Expect(TokenKind.Arrow);
        SyntaxNode body = hasBody
            ? ParseArrowBody(flags, allowReturnType)
            : new MissingExpression(_lexer.PreviousEnd, _lexer.PreviousEnd);
        if (!allowReturnType && returnType is not null && Token != TokenKind.Colon)
        {
            return null;
        }

        ImmutableArray<Parameter> known = parameters.IsDefault ? [] : parameters;
        TypeSpan type = returnType ?? default;
        return new FunctionNode(start, _lexer.PreviousEnd, flags, name: null, known, body, type);
    }

    /// <summary>Reads what stands in front of <c>=></c>; false as soon as what is only tried cannot be that.</summary>
    private bool TryArrowHead(
        FunctionFlags flags,
        bool isSure,
        int errors,
        out ImmutableArray<Parameter> parameters,
        out TypeSpan? returnType)
    {
        parameters = default;
        returnType = null;
        ParseTypeParameters();
        if (!isSure && (_errors.Count > errors || Token != TokenKind.OpenParen))
        {
            return false;
        }

        parameters = ParseParameters(flags, isTried: !isSure);
        if (!isSure && (parameters.IsDefault || _errors.Count > errors))
        {
            return false;
        }

        returnType = Token == TokenKind.Colon ? ParseReturnType() : null;
        return isSure || (_errors.Count <= errors && Token is TokenKind.Arrow or TokenKind.OpenBrace);
    }

    private FunctionNode? TryParseAsyncArrow(bool allowReturnType)
    {
        int start = _lexer.Start;
        Place place = Save();
        Next();
        if (!_lexer.HasNewlineBefore && IsIdentifier())
        {
            Identifier name = ParseIdentifierToken();
            if (Token == TokenKind.Arrow && !_lexer.HasNewlineBefore)
            {
                return ParseSimpleArrow(start, name, FunctionFlags.Arrow | FunctionFlags.Async, allowReturnType);
            }
        }

        Restore(place);
        return null;
    }

    private FunctionNode ParseSimpleArrow(int start, Identifier name, FunctionFlags flags, bool allowReturnType)
    {
        Next();
        Parameter parameter = new(name.Start, name.End, name, null, ParameterFlags.None, default, []);
        SyntaxNode body = ParseArrowBody(flags, allowReturnType);
        return new FunctionNode(start, _lexer.PreviousEnd, flags, name: null, [parameter], body, returnType: default);
    }

    private SyntaxNode ParseArrowBody(FunctionFlags flags, bool allowReturnType)
    {
        if (Token == TokenKind.OpenBrace)
        {
            return ParseFunctionBlock(flags);
        }

        Context saved = _context;
        _context = FunctionContext(flags) | (saved & Context.NoIn);
        Expression body = ParseAssignment(allowReturnType);
        _context = saved;
        return body;
    }

    private static Context FunctionContext(FunctionFlags flags)
        => ((flags & FunctionFlags.Async) != 0 ? Context.Await : Context.None)
            | ((flags & FunctionFlags.Generator) != 0 ? Context.Yield : Context.None);
}
