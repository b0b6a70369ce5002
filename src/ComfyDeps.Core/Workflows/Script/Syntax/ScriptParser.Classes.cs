using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Classes.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<ClassMember> _classMembers = new();

    private ClassNode ParseClass(int start, ImmutableArray<Expression> decorators)
    {
        if (!Expect(TokenKind.ClassKeyword))
        {
            return new ClassNode(start, _lexer.PreviousEnd, name: null, superClass: null, [], decorators);
        }

        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        bool hasName = Token >= TokenKind.ImplementsKeyword
            && !(Token == TokenKind.ImplementsKeyword && IsWordOrPrivate(PeekKind()));
        Identifier? name = hasName ? ParseIdentifierToken() : null;
        ParseTypeParameters();
        Expression? superClass = ParseHeritage();
        int mark = _classMembers.Mark;
        if (Expect(TokenKind.OpenBrace))
        {
            ParseClassMembers();
            Expect(TokenKind.CloseBrace);
        }

        _context = saved;
        return new ClassNode(start, _lexer.PreviousEnd, name, superClass, _classMembers.PopTo(mark), decorators);
    }

    private Expression? ParseHeritage()
    {
        Expression? superClass = null;
        while (Token is TokenKind.ExtendsKeyword or TokenKind.ImplementsKeyword)
        {
            bool isExtends = Token == TokenKind.ExtendsKeyword;
            NextWord();
            while (Token != TokenKind.OpenBrace || (isExtends && IsExtendedObject()))
            {
                Expression type = ParseLeftHandSide();
                superClass ??= isExtends ? type : null;
                if (Token == TokenKind.LessThan)
                {
                    ParseTypeArguments();
                }

                if (!Accept(TokenKind.Comma))
                {
                    break;
                }
            }
        }

        return superClass;
    }

    /// <summary><c>class A extends {} {}</c>: the first braces are what is extended.</summary>
    private bool IsExtendedObject()
        => LookAhead(static parser => parser.Token == TokenKind.CloseBrace
            && parser.Next() is TokenKind.Comma or TokenKind.OpenBrace or TokenKind.ExtendsKeyword
                or TokenKind.ImplementsKeyword);

    private void ParseClassMembers()
    {
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            if (Accept(TokenKind.Semicolon))
            {
                continue;
            }

            if (ParseClassMember() is ClassMember member)
            {
                _classMembers.Push(member);
            }

            if (_lexer.Start == before)
            {
                Error($"A member of the class is expected here, not {DescribeToken()}.");
                Next();
            }
        }
    }

    /// <summary>Reads a member; null when it is for the compiler alone.</summary>
    private ClassMember? ParseClassMember()
    {
        int start = _lexer.Start;
        Modifiers modifiers = ParseModifiers(
            allowDecorators: true, out ImmutableArray<Expression> decorators, allowConst: true, inClass: true);
        if (Token == TokenKind.StaticKeyword && PeekKind() == TokenKind.OpenBrace)
        {
            return ParseStaticBlock(start);
        }

        if (Token is TokenKind.GetKeyword or TokenKind.SetKeyword && TryAccessorWord(out MethodKind kind))
        {
            PropertyKey key = ParsePropertyKey();
            return FinishMethod(start, modifiers, key, kind, FunctionFlags.None, decorators);
        }

        if (Token == TokenKind.OpenBracket && IsIndexSignature())
        {
            ParseIndexSignature();
            return null;
        }

        return ParseMethodOrField(start, modifiers, decorators);
    }

    /// <summary>False for a member that is only told to the compiler.</summary>
    private static bool Exists(Modifiers modifiers) => (modifiers & (Modifiers.Declare | Modifiers.Abstract)) == 0;

    private ClassMember? ParseMethodOrField(int start, Modifiers modifiers, ImmutableArray<Expression> decorators)
    {
        bool isGenerator = Accept(TokenKind.Asterisk);
        if (!IsLiteralKey(Token) && Token != TokenKind.OpenBracket)
        {
            return null;
        }

        bool isStatic = (modifiers & Modifiers.Static) != 0;
        bool isConstructorWord = Token == TokenKind.ConstructorKeyword && !isStatic;
        PropertyKey key = ParsePropertyKey();
        bool isOptional = Accept(TokenKind.Question);
        if (isGenerator || Token is TokenKind.OpenParen or TokenKind.LessThan)
        {
            MethodKind kind = !isStatic && key.Name == "constructor" && !key.IsPrivate
                ? MethodKind.Constructor
                : MethodKind.Method;
            return FinishMethod(start, modifiers, key, kind, MethodFlags(isGenerator, modifiers), decorators);
        }

        if (isConstructorWord)
        {
            Error($"'(' is expected here, not {DescribeToken()}: a class has no field 'constructor'.");
        }

        FieldMember field = ParseField(start, isStatic, key, isOptional, decorators);
        return Exists(modifiers) ? field : null;
    }

    private StaticBlock ParseStaticBlock(int start)
    {
        NextWord();
        Context saved = _context;
        _context = Context.Await;
        BlockStatement body = ParseBlock();
        _context = saved;
        return new StaticBlock(start, body);
    }

    private MethodMember? FinishMethod(
        int start,
        Modifiers modifiers,
        PropertyKey key,
        MethodKind kind,
        FunctionFlags flags,
        ImmutableArray<Expression> decorators)
    {
        FunctionNode function = ParseSignatureAndBody(_lexer.Start, flags, name: null, out bool hasBody);
        bool isStatic = (modifiers & Modifiers.Static) != 0;
        return hasBody && Exists(modifiers)
            ? new MethodMember(start, isStatic, key, kind, function, decorators)
            : null;
    }

    private FieldMember ParseField(
        int start, bool isStatic, PropertyKey key, bool isOptional, ImmutableArray<Expression> decorators)
    {
        if (!isOptional && !_lexer.HasNewlineBefore)
        {
            Accept(TokenKind.Exclamation);
        }

        TypeSpan type = ParseTypeAnnotation();
        Context saved = _context;
        _context = Context.None;
        Expression? value = Accept(TokenKind.Equals) ? ParseAssignment() : null;
        _context = saved;
        int end = _lexer.PreviousEnd;
        ExpectSemicolon();
        return new FieldMember(start, end, isStatic, key, value, type, decorators);
    }

    private bool IsIndexSignature()
    {
        Place place = Save();
        bool isSignature = LooksLikeIndexSignature();
        Restore(place);
        return isSignature;
    }

    private bool LooksLikeIndexSignature()
    {
        Next();
        if (Token is TokenKind.DotDotDot or TokenKind.CloseBracket)
        {
            return true;
        }

        if (IsModifier(Token))
        {
            Next();
            if (IsIdentifier())
            {
                return true;
            }
        }
        else if (!IsIdentifier())
        {
            return false;
        }
        else
        {
            Next();
        }

        if (Token is TokenKind.Colon or TokenKind.Comma)
        {
            return true;
        }

        return Token == TokenKind.Question
            && Next() is TokenKind.Colon or TokenKind.Comma or TokenKind.CloseBracket;
    }

    private void ParseIndexSignature()
    {
        Next();
        ParseParameterList(FunctionFlags.None, TokenKind.CloseBracket, isTried: false);
        ParseTypeAnnotation();
        ExpectTypeMemberEnd();
    }
}
