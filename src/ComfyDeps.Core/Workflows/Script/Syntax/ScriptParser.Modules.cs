using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Imports and exports.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<ImportSpecifier> _imports = new();
    private readonly NodeStack<ExportSpecifier> _exports = new();

    private Statement? ParseImport(int start)
    {
        MarkModule();
        NextWord();
        Identifier? name = IsIdentifier() ? ParseIdentifierToken() : null;
        bool isType = false;
        bool isDeferred = false;
        if (name?.Name == "type" && IsTypeImport())
        {
            isType = true;
            name = IsIdentifier() ? ParseIdentifierToken() : null;
        }
        else if (name?.Name == "defer" && IsDeferredImport())
        {
            isDeferred = true;
            name = IsIdentifier() ? ParseIdentifierToken() : null;
        }

        if (name is not null && !isDeferred && Token is not (TokenKind.Comma or TokenKind.FromKeyword))
        {
            return ParseImportEquals(start, name, isType);
        }

        int mark = _imports.Mark;
        if (name is not null || Token is TokenKind.Asterisk or TokenKind.OpenBrace)
        {
            ParseImportClause(name);
            Expect(TokenKind.FromKeyword);
        }

        ImmutableArray<ImportSpecifier> specifiers = _imports.PopTo(mark);
        StringLiteral? source = ParseModuleSource();
        ParseAttributes(allowNewline: true);
        ExpectSemicolon();
        return isType || source is null ? null : new ImportDeclaration(start, _lexer.PreviousEnd, specifiers, source);
    }

    /// <summary>Behind <c>import type</c>: is the word a modifier, and not the name that is imported?</summary>
    private bool IsTypeImport()
    {
        if (Token == TokenKind.FromKeyword)
        {
            return PeekKind() is TokenKind.FromKeyword or TokenKind.Equals;
        }

        return IsIdentifier() || Token is TokenKind.Asterisk or TokenKind.OpenBrace;
    }

    private bool IsDeferredImport()
        => Token == TokenKind.FromKeyword
            ? PeekKind() != TokenKind.StringLiteral
            : Token is not (TokenKind.Comma or TokenKind.Equals);

    private void ParseImportClause(Identifier? name)
    {
        if (name is not null)
        {
            _imports.Push(new ImportSpecifier(name.Start, name.End, "default", name));
            if (!Accept(TokenKind.Comma))
            {
                return;
            }
        }

        int start = _lexer.Start;
        if (Accept(TokenKind.Asterisk))
        {
            Expect(TokenKind.AsKeyword);
            Identifier all = ParseIdentifier();
            _imports.Push(new ImportSpecifier(start, _lexer.PreviousEnd, "*", all));
        }
        else if (Expect(TokenKind.OpenBrace))
        {
            ParseSpecifiers(isImport: true);
        }
    }

    private void ParseSpecifiers(bool isImport)
    {
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            ParseSpecifier(isImport);
            if (!Accept(TokenKind.Comma) && !RecoverInList(TokenKind.CloseBrace, before))
            {
                break;
            }
        }

        Expect(TokenKind.CloseBrace);
    }

    /// <summary>Reads <c>a</c>, <c>a as b</c>, <c>type a</c>, and even <c>type as as as</c>.</summary>
    private void ParseSpecifier(bool isImport)
    {
        int start = _lexer.Start;
        bool isType = false;
        bool mayRename = true;
        Identifier first = ParseExportName(out bool isReserved);
        Identifier? second = null;
        if (first.Name == "type" && !isReserved)
        {
            if (Token == TokenKind.AsKeyword)
            {
                mayRename = false;
                isType = ParseTypeAs(ref first, ref second, ref isReserved);
            }
            else if (IsExportName())
            {
                isType = true;
                first = ParseExportName(out isReserved);
            }
        }

        if (mayRename && Accept(TokenKind.AsKeyword))
        {
            second = ParseExportName(out isReserved);
        }

        if (isImport && isReserved)
        {
            _errors.Add((second ?? first).Start, "A name is expected here: this word is reserved.");
        }

        if (!isType)
        {
            PushSpecifier(isImport, start, first, second);
        }
    }

    /// <summary>
    /// Behind <c>type</c>, at <c>as</c>: each word can be a name, and how many of them follow tells. True when
    /// <c>type</c> is none, so that the specifier is for the compiler alone.
    /// </summary>
    private bool ParseTypeAs(ref Identifier first, ref Identifier? second, ref bool isReserved)
    {
        Identifier word = ParseIdentifierToken();
        if (Token == TokenKind.AsKeyword)
        {
            Identifier secondWord = ParseIdentifierToken();
            bool isType = IsExportName();
            second = isType ? ParseExportName(out isReserved) : secondWord;
            first = isType ? word : first;
            return isType;
        }

        if (IsExportName())
        {
            second = ParseExportName(out isReserved);
            return false;
        }

        first = word;
        return true;
    }

    private void PushSpecifier(bool isImport, int start, Identifier first, Identifier? second)
    {
        int end = _lexer.PreviousEnd;
        if (isImport)
        {
            _imports.Push(new ImportSpecifier(start, end, first.Name, second ?? first));
        }
        else
        {
            _exports.Push(new ExportSpecifier(start, end, first.Name, (second ?? first).Name));
        }
    }

    private bool IsExportName() => Token is >= TokenKind.BreakKeyword or TokenKind.StringLiteral;

    /// <summary>A name, a word or a string; reserved means that it cannot name a variable.</summary>
    private Identifier ParseExportName(out bool isReserved)
    {
        isReserved = Token is TokenKind.StringLiteral or (>= TokenKind.BreakKeyword and <= TokenKind.WithKeyword);
        if (Token == TokenKind.StringLiteral)
        {
            StringLiteral text = ParseString();
            return new Identifier(text.Start, text.End, text.Value);
        }

        return Token >= TokenKind.BreakKeyword ? ParseIdentifierToken() : MissingName();
    }

    private ImportEqualsDeclaration? ParseImportEquals(int start, Identifier name, bool isType)
    {
        Expect(TokenKind.Equals);
        StringLiteral? source = null;
        Expression? entity = null;
        if (Token == TokenKind.RequireKeyword && PeekKind() == TokenKind.OpenParen)
        {
            Next();
            Next();
            source = ParseModuleSource();
            Expect(TokenKind.CloseParen);
        }
        else
        {
            entity = ParseEntityName();
        }

        ExpectSemicolon();
        bool exists = !isType && (source is not null || entity is not null);
        return exists ? new ImportEqualsDeclaration(start, _lexer.PreviousEnd, name, source, entity) : null;
    }

    private Expression ParseEntityName()
    {
        int start = _lexer.Start;
        Expression entity = ParseIdentifier();
        while (Accept(TokenKind.Dot))
        {
            entity = ParseMember(start, entity, isOptional: false);
        }

        return entity;
    }

    /// <summary>
    /// The string behind <c>from</c>; null for anything else, which only the compiler's checker refuses.
    /// </summary>
    private StringLiteral? ParseModuleSource()
    {
        if (Token == TokenKind.StringLiteral)
        {
            return ParseString();
        }

        ParseExpression();
        return null;
    }

    private void ParseAttributes(bool allowNewline)
    {
        bool isPresent = Token == TokenKind.WithKeyword
            ? allowNewline || !_lexer.HasNewlineBefore
            : Token == TokenKind.AssertKeyword && !_lexer.HasNewlineBefore;
        if (!isPresent)
        {
            return;
        }

        Next();
        ParseAttributeList();
    }

    private void ParseAttributeList()
    {
        if (!Expect(TokenKind.OpenBrace))
        {
            return;
        }

        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            ParseExportName(out _);
            Expect(TokenKind.Colon);
            ParseAssignment();
            if (!Accept(TokenKind.Comma) && !RecoverInList(TokenKind.CloseBrace, before))
            {
                break;
            }
        }

        Expect(TokenKind.CloseBrace);
    }

    private Statement? ParseExport(int start)
    {
        MarkModule();
        NextWord();
        switch (Token)
        {
            case TokenKind.DefaultKeyword:
                Next();
                Expression value = ParseAssignmentAllowingIn();
                ExpectSemicolon();
                return new ExportDefaultDeclaration(start, _lexer.PreviousEnd, value);
            case TokenKind.Equals:
                Next();
                Expression module = ParseAssignmentAllowingIn();
                ExpectSemicolon();
                return new ExportAssignment(start, _lexer.PreviousEnd, module);
            case TokenKind.AsKeyword:
                Next();
                Expect(TokenKind.NamespaceKeyword);
                ParseIdentifier();
                ExpectSemicolon();
                return null;
            default:
                return ParseExportNames(start);
        }
    }

    private Statement? ParseExportNames(int start)
    {
        bool isType = Accept(TokenKind.TypeKeyword);
        StringLiteral? source = null;
        if (Accept(TokenKind.Asterisk))
        {
            string? name = Accept(TokenKind.AsKeyword) ? ParseExportName(out _).Name : null;
            Expect(TokenKind.FromKeyword);
            source = ParseModuleSource();
            ParseAttributes(allowNewline: false);
            ExpectSemicolon();
            return isType || source is null ? null : new ExportAllDeclaration(start, _lexer.PreviousEnd, name, source);
        }

        int mark = _exports.Mark;
        if (Expect(TokenKind.OpenBrace))
        {
            ParseSpecifiers(isImport: false);
        }

        ImmutableArray<ExportSpecifier> specifiers = _exports.PopTo(mark);
        bool hasSource = Token == TokenKind.FromKeyword
            || (Token == TokenKind.StringLiteral && !_lexer.HasNewlineBefore);
        if (hasSource)
        {
            Expect(TokenKind.FromKeyword);
            source = ParseModuleSource();
            ParseAttributes(allowNewline: false);
        }

        ExpectSemicolon();
        bool exists = !isType && (source is not null || !hasSource);
        return exists ? new ExportNamesDeclaration(start, _lexer.PreviousEnd, specifiers, source) : null;
    }
}
