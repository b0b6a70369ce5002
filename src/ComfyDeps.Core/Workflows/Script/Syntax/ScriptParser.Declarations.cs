using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Declarations and what may stand in front of them.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<EnumMember> _enumMembers = new();
    private readonly NodeStack<Identifier> _path = new();

    private bool IsDeclaration()
    {
        if (Token is TokenKind.FunctionKeyword or TokenKind.ClassKeyword or TokenKind.At or TokenKind.ConstKeyword
            or TokenKind.EnumKeyword)
        {
            return true;
        }

        Place place = Save();
        bool isDeclaration = LooksLikeDeclaration();
        Restore(place);
        return isDeclaration;
    }

    private bool LooksLikeDeclaration()
    {
        // Words in front of a declaration can pile up: the first one that is none of them decides.
        while (true)
        {
            switch (Token)
            {
                case TokenKind.AbstractKeyword or TokenKind.AccessorKeyword or TokenKind.AsyncKeyword
                    or TokenKind.DeclareKeyword or TokenKind.PrivateKeyword or TokenKind.ProtectedKeyword
                    or TokenKind.PublicKeyword or TokenKind.ReadonlyKeyword:
                    bool isDeclare = Token == TokenKind.DeclareKeyword;
                    Next();
                    if (_lexer.HasNewlineBefore)
                    {
                        return false;
                    }

                    if (isDeclare && Token == TokenKind.TypeKeyword)
                    {
                        return true;
                    }

                    break;
                case TokenKind.ExportKeyword:
                    if (EndsExport())
                    {
                        return true;
                    }

                    break;
                case TokenKind.StaticKeyword:
                    Next();
                    break;
                default:
                    return LooksLikeBareDeclaration();
            }
        }
    }

    /// <summary>Behind the words in front of it: does what follows declare something?</summary>
    private bool LooksLikeBareDeclaration()
    {
        switch (Token)
        {
            case TokenKind.VarKeyword or TokenKind.LetKeyword or TokenKind.ConstKeyword
                or TokenKind.FunctionKeyword or TokenKind.ClassKeyword or TokenKind.EnumKeyword or TokenKind.At:
                return true;
            case TokenKind.UsingKeyword:
                return IsUsing(disallowOf: false);
            case TokenKind.AwaitKeyword:
                return IsAwaitUsing();
            case TokenKind.InterfaceKeyword or TokenKind.TypeKeyword:
                Next();
                return !_lexer.HasNewlineBefore && IsIdentifier();
            case TokenKind.ModuleKeyword or TokenKind.NamespaceKeyword:
                Next();
                return !_lexer.HasNewlineBefore && (IsIdentifier() || Token == TokenKind.StringLiteral);
            case TokenKind.GlobalKeyword:
                Next();
                return Token == TokenKind.OpenBrace || IsIdentifier() || Token == TokenKind.ExportKeyword;
            case TokenKind.ImportKeyword:
                Next();
                return Token is TokenKind.StringLiteral or TokenKind.Asterisk or TokenKind.OpenBrace
                    || IsWordOrPrivate(Token);
            default:
                return false;
        }
    }

    private bool EndsExport()
    {
        TokenKind next = Next();
        if (next == TokenKind.TypeKeyword)
        {
            next = PeekKind();
        }

        return next is TokenKind.Equals or TokenKind.Asterisk or TokenKind.OpenBrace or TokenKind.DefaultKeyword
            or TokenKind.AsKeyword or TokenKind.At;
    }

    /// <summary>Reads a declaration; null when it is for the compiler alone.</summary>
    private Statement? ParseDeclaration()
    {
        int start = _lexer.Start;
        Modifiers modifiers = ParseModifiers(allowDecorators: true, out ImmutableArray<Expression> decorators);
        if ((modifiers & Modifiers.Export) != 0)
        {
            MarkModule();
        }

        Statement? declaration = ParseDeclarationCore(start, modifiers, decorators);
        bool isInlined = declaration is EnumDeclaration { IsConst: true };
        if (declaration is null || ((modifiers & Modifiers.Declare) != 0 && !isInlined))
        {
            return null;
        }

        if ((modifiers & Modifiers.Export) == 0)
        {
            return declaration;
        }

        return (modifiers & Modifiers.Default) != 0
            ? new ExportDefaultDeclaration(start, declaration.End, declaration)
            : new ExportDeclaration(start, declaration);
    }

    private void MarkModule() => _isModule |= !Has(Context.Namespace);

    private Statement? ParseDeclarationCore(int start, Modifiers modifiers, ImmutableArray<Expression> decorators)
    {
        switch (Token)
        {
            case TokenKind.VarKeyword or TokenKind.LetKeyword or TokenKind.ConstKeyword or TokenKind.UsingKeyword:
            case TokenKind.AwaitKeyword when IsAwaitUsing():
                return ParseVariableStatement();
            case TokenKind.FunctionKeyword:
                FunctionFlags flags = (modifiers & Modifiers.Async) != 0 ? FunctionFlags.Async : FunctionFlags.None;
                FunctionNode function = ParseFunctionRest(start, flags, out bool hasBody);
                if (function.Name is null && (modifiers & Modifiers.Default) == 0)
                {
                    _errors.Add(start, "A function that is declared needs a name.");
                }

                return hasBody ? new FunctionDeclaration(start, function) : null;
            case TokenKind.ClassKeyword:
                return new ClassDeclaration(start, ParseClass(start, decorators));
            case TokenKind.InterfaceKeyword:
                SkipInterface();
                return null;
            case TokenKind.TypeKeyword:
                SkipTypeAlias();
                return null;
            case TokenKind.EnumKeyword:
                return ParseEnum(start, (modifiers & Modifiers.Const) != 0);
            case TokenKind.GlobalKeyword or TokenKind.ModuleKeyword or TokenKind.NamespaceKeyword:
                return ParseNamespace(start);
            case TokenKind.ImportKeyword:
                return ParseImport(start);
            case TokenKind.ExportKeyword:
                return ParseExport(start);
            default:
                Error($"A declaration is expected here, not {DescribeToken()}.");
                return null;
        }
    }

    private void SkipInterface()
    {
        NextWord();
        ParseIdentifier();
        ParseTypeParameters();
        ParseHeritage();
        ParseTypeMembers();
    }

    private void SkipTypeAlias()
    {
        NextWord();
        if (_lexer.HasNewlineBefore)
        {
            Error("The name of a type stands on the line of 'type'.");
        }

        ParseIdentifier();
        ParseTypeParameters();
        Expect(TokenKind.Equals);
        ParseType();
        ExpectSemicolon();
    }

    private EnumDeclaration ParseEnum(int start, bool isConst)
    {
        NextWord();
        Identifier name = ParseIdentifier();
        int mark = _enumMembers.Mark;
        if (Expect(TokenKind.OpenBrace))
        {
            while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
            {
                int before = _lexer.Start;
                PropertyKey key = ParsePropertyKey();
                Expression? value = Accept(TokenKind.Equals) ? ParseAssignmentAllowingIn() : null;
                _enumMembers.Push(new EnumMember(before, _lexer.PreviousEnd, key, value));
                if (!Accept(TokenKind.Comma) && !RecoverInList(TokenKind.CloseBrace, before))
                {
                    break;
                }
            }

            Expect(TokenKind.CloseBrace);
        }

        return new EnumDeclaration(start, _lexer.PreviousEnd, name, _enumMembers.PopTo(mark), isConst);
    }

    private NamespaceDeclaration? ParseNamespace(int start)
    {
        bool isGlobal = Token == TokenKind.GlobalKeyword;
        bool isModule = Token == TokenKind.ModuleKeyword;
        NextWord();
        if (isGlobal || (isModule && Token == TokenKind.StringLiteral))
        {
            if (!isGlobal)
            {
                Next();
            }

            if (Token == TokenKind.OpenBrace)
            {
                ParseNamespaceBody();
            }
            else
            {
                ExpectSemicolon();
            }

            return null;
        }

        int mark = _path.Mark;
        _path.Push(ParseIdentifier());
        while (Accept(TokenKind.Dot))
        {
            _path.Push(Token >= TokenKind.BreakKeyword ? ParseIdentifierToken() : MissingName());
        }

        ImmutableArray<Identifier> path = _path.PopTo(mark);
        ImmutableArray<Statement> body = ParseNamespaceBody();
        return new NamespaceDeclaration(start, _lexer.PreviousEnd, path, body);
    }

    private ImmutableArray<Statement> ParseNamespaceBody()
    {
        Context saved = _context;
        _context |= Context.Namespace;
        BlockStatement block = ParseBlock();
        _context = saved;
        return block.Body;
    }
}
