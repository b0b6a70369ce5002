using System;
using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Words and decorators in front of declarations, members and parameters.</content>
internal sealed partial class ScriptParser
{
    [Flags]
    private enum Modifiers
    {
        None = 0,
        Export = 1,
        Default = 2,
        Declare = 4,
        Abstract = 8,
        Static = 16,
        Async = 32,
        Const = 64,
        Property = 128,
        Other = 256,
    }

    private static bool IsModifier(TokenKind kind)
        => kind is TokenKind.AbstractKeyword or TokenKind.AccessorKeyword or TokenKind.AsyncKeyword
            or TokenKind.ConstKeyword or TokenKind.DeclareKeyword or TokenKind.DefaultKeyword or TokenKind.ExportKeyword
            or TokenKind.InKeyword or TokenKind.PublicKeyword or TokenKind.PrivateKeyword or TokenKind.ProtectedKeyword
            or TokenKind.ReadonlyKeyword or TokenKind.StaticKeyword or TokenKind.OutKeyword
            or TokenKind.OverrideKeyword;

    private static Modifiers ModifierOf(TokenKind kind)
        => kind switch
        {
            TokenKind.ExportKeyword => Modifiers.Export,
            TokenKind.DefaultKeyword => Modifiers.Default,
            TokenKind.DeclareKeyword => Modifiers.Declare,
            TokenKind.AbstractKeyword => Modifiers.Abstract,
            TokenKind.StaticKeyword => Modifiers.Static,
            TokenKind.AsyncKeyword => Modifiers.Async,
            TokenKind.ConstKeyword => Modifiers.Const,
            TokenKind.PublicKeyword or TokenKind.PrivateKeyword or TokenKind.ProtectedKeyword
                or TokenKind.ReadonlyKeyword or TokenKind.OverrideKeyword => Modifiers.Property,
            _ => Modifiers.Other,
        };

    private static FunctionFlags MethodFlags(bool isGenerator, Modifiers modifiers)
        => (isGenerator ? FunctionFlags.Generator : FunctionFlags.None)
            | ((modifiers & Modifiers.Async) != 0 ? FunctionFlags.Async : FunctionFlags.None);

    private Modifiers ParseModifiers(
        bool allowDecorators,
        out ImmutableArray<Expression> decorators,
        bool allowConst = false,
        bool inClass = false)
    {
        int mark = _expressions.Mark;
        Modifiers modifiers = Modifiers.None;
        while (true)
        {
            if (allowDecorators && Token == TokenKind.At)
            {
                _expressions.Push(ParseDecorator());
            }
            else if (IsModifier(Token) && TryModifier(modifiers, allowConst, inClass, out Modifiers modifier))
            {
                modifiers |= modifier;
            }
            else
            {
                break;
            }
        }

        decorators = _expressions.PopTo(mark);
        return modifiers;
    }

    private bool TryModifier(Modifiers seen, bool allowConst, bool inClass, out Modifiers modifier)
    {
        TokenKind kind = Token;
        modifier = ModifierOf(kind);
        if (kind == TokenKind.StaticKeyword && (seen & Modifiers.Static) != 0)
        {
            return false;
        }

        Place place = Save();
        NextWord();
        bool isModifier;
        if (kind == TokenKind.ConstKeyword && allowConst)
        {
            isModifier = !_lexer.HasNewlineBefore && CanFollowModifier();
        }
        else if (kind == TokenKind.StaticKeyword && inClass && Token == TokenKind.OpenBrace)
        {
            isModifier = false;
        }
        else
        {
            isModifier = IsFollowedAsModifier(kind);
        }

        if (!isModifier)
        {
            Restore(place);
        }

        return isModifier;
    }

    /// <summary>With the current token behind a word: is the word a modifier of what follows?</summary>
    private bool IsFollowedAsModifier(TokenKind kind)
    {
        switch (kind)
        {
            case TokenKind.ConstKeyword:
                return Token == TokenKind.EnumKeyword;
            case TokenKind.ExportKeyword when Token == TokenKind.DefaultKeyword:
                return LookAhead(static parser => parser.CanFollowDefault());
            case TokenKind.ExportKeyword when Token == TokenKind.TypeKeyword:
                return LookAhead(static parser => parser.CanFollowExport());
            case TokenKind.ExportKeyword:
                return CanFollowExport();
            case TokenKind.DefaultKeyword:
                return CanFollowDefault();
            case TokenKind.StaticKeyword:
                return CanFollowModifier();
            default:
                return !_lexer.HasNewlineBefore && CanFollowModifier();
        }
    }

    private bool LookAhead(Func<ScriptParser, bool> isFollowing)
    {
        Place place = Save();
        Next();
        bool result = isFollowing(this);
        Restore(place);
        return result;
    }

    private bool CanFollowModifier()
        => Token is TokenKind.OpenBracket or TokenKind.OpenBrace or TokenKind.Asterisk or TokenKind.DotDotDot
            || IsLiteralKey(Token);

    private bool CanFollowExport()
        => Token == TokenKind.At
            || (Token is not (TokenKind.Asterisk or TokenKind.AsKeyword or TokenKind.OpenBrace) && CanFollowModifier());

    private bool CanFollowDefault()
        => Token switch
        {
            TokenKind.ClassKeyword or TokenKind.FunctionKeyword or TokenKind.InterfaceKeyword or TokenKind.At => true,
            TokenKind.AbstractKeyword => PeekKind(out bool sameLine) == TokenKind.ClassKeyword && sameLine,
            TokenKind.AsyncKeyword => PeekKind(out bool onSameLine) == TokenKind.FunctionKeyword && onSameLine,
            _ => false,
        };

    private Expression ParseDecorator()
    {
        Next();
        Context saved = _context;
        _context |= Context.Decorator;
        Expression decorator;
        if (Token == TokenKind.AwaitKeyword)
        {
            int start = _lexer.Start;
            decorator = ParseMembersAndCalls(start, ParseIdentifierToken(), allowCalls: true);
        }
        else
        {
            decorator = ParseLeftHandSide();
        }

        _context = saved;
        return decorator;
    }
}
