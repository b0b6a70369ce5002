using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Functions, their parameters and bodies.</content>
internal sealed partial class ScriptParser
{
    private FunctionNode ParseFunctionExpression()
    {
        int start = _lexer.Start;
        FunctionFlags flags = FunctionFlags.None;
        if (Token == TokenKind.AsyncKeyword)
        {
            NextWord();
            flags |= FunctionFlags.Async;
        }

        Context saved = _context;
        _context &= ~(Context.Decorator | Context.NoIn);
        FunctionNode function = ParseFunctionRest(start, flags, out bool hasBody);
        _context = saved;
        if (!hasBody)
        {
            Error($"'{{' is expected here, not {DescribeToken()}.");
        }

        return function;
    }

    /// <summary>From <c>function</c> on; without a body it is an overload.</summary>
    private FunctionNode ParseFunctionRest(int start, FunctionFlags flags, out bool hasBody)
    {
        NextWord();
        if (Accept(TokenKind.Asterisk))
        {
            flags |= FunctionFlags.Generator;
        }

        Identifier? name = Token >= TokenKind.ImplementsKeyword ? ParseIdentifierToken() : null;
        return ParseSignatureAndBody(start, flags, name, out hasBody);
    }

    private FunctionNode ParseMethod(FunctionFlags flags)
        => ParseSignatureAndBody(_lexer.Start, flags, name: null, out _);

    private FunctionNode ParseSignatureAndBody(int start, FunctionFlags flags, Identifier? name, out bool hasBody)
    {
        ParseTypeParameters();
        ImmutableArray<Parameter> parameters = ParseParameters(flags, isTried: false);
        TypeSpan returnType = ParseReturnType();
        BlockStatement body;
        if (Token == TokenKind.OpenBrace)
        {
            hasBody = true;
            body = ParseFunctionBlock(flags);
        }
        else
        {
            hasBody = false;
            ExpectBodyOrSemicolon();
            body = new BlockStatement(_lexer.PreviousEnd, _lexer.PreviousEnd, []);
        }

        return new FunctionNode(start, _lexer.PreviousEnd, flags, name, parameters, body, returnType);
    }

    private void ExpectBodyOrSemicolon()
    {
        if (CanEndStatement())
        {
            Accept(TokenKind.Semicolon);
        }
        else if (Token != TokenKind.Comma)
        {
            // A list of an object's members ends here as well as a statement; the list tells what is wrong.
            Error($"'{{' or ';' is expected here, not {DescribeToken()}.");
        }
    }

    private BlockStatement ParseFunctionBlock(FunctionFlags flags)
    {
        Context saved = _context;
        _context = FunctionContext(flags);
        BlockStatement block = ParseBlock();
        _context = saved;
        return block;
    }

    /// <param name="flags">What the function is, of which <c>yield</c> and <c>await</c> depend.</param>
    /// <param name="isTried">
    /// True when it may be no list of parameters at all: then the default value is returned at the first thing that
    /// cannot be one.
    /// </param>
    private ImmutableArray<Parameter> ParseParameters(FunctionFlags flags, bool isTried)
    {
        if (!Expect(TokenKind.OpenParen))
        {
            return [];
        }

        return ParseParameterList(flags, TokenKind.CloseParen, isTried);
    }

    private ImmutableArray<Parameter> ParseParameterList(FunctionFlags flags, TokenKind close, bool isTried)
    {
        Context saved = _context;
        _context = FunctionContext(flags);
        int mark = _parameters.Mark;
        bool isList = true;
        while (isList && Token != close && Token != TokenKind.EndOfFile)
        {
            int before = _lexer.Start;
            isList = TryParseParameter(isTried);
            if (isList && !Accept(TokenKind.Comma) && (isTried ? Token != close : !RecoverInList(close, before)))
            {
                isList = !isTried;
                break;
            }
        }

        _context = saved;
        ImmutableArray<Parameter> parameters = _parameters.PopTo(mark);
        if (!isList || (isTried && Token != close))
        {
            return default;
        }

        Expect(close);
        return parameters;
    }

    /// <summary>Reads a parameter; false when it is tried and is none.</summary>
    private bool TryParseParameter(bool isTried)
    {
        int start = _lexer.Start;
        Modifiers modifiers = Modifiers.None;
        ImmutableArray<Expression> decorators = [];
        if (Token == TokenKind.At || IsModifier(Token))
        {
            modifiers = ParseModifiers(allowDecorators: true, out decorators);
        }

        if (Token == TokenKind.ThisKeyword)
        {
            Next();
            ParseTypeAnnotation();
            return true;
        }

        ParameterFlags flags = (modifiers & Modifiers.Property) != 0 ? ParameterFlags.Property : ParameterFlags.None;
        flags |= Accept(TokenKind.DotDotDot) ? ParameterFlags.Rest : ParameterFlags.None;
        if (isTried && !IsStartOfBinding())
        {
            return false;
        }

        int errors = _errors.Count;
        Expression target = ParseBindingTarget();
        if (isTried && _errors.Count > errors)
        {
            return false;
        }

        flags |= Accept(TokenKind.Question) ? ParameterFlags.Optional : ParameterFlags.None;
        TypeSpan type = ParseTypeAnnotation();
        Expression? fallback = Accept(TokenKind.Equals) ? ParseAssignment() : null;
        _parameters.Push(new Parameter(start, _lexer.PreviousEnd, target, fallback, flags, type, decorators));
        return true;
    }

    private bool IsStartOfBinding()
        => Token is >= TokenKind.ImplementsKeyword or TokenKind.OpenBrace or TokenKind.OpenBracket;
}
