using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Targets that take values apart.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<PatternProperty> _properties = new();
    private readonly NodeStack<PatternElement?> _patternElements = new();

    private Expression ParseBindingTarget()
    {
        if (Token is not (TokenKind.OpenBrace or TokenKind.OpenBracket))
        {
            return ParseBindingIdentifier();
        }

        if (!TryEnter())
        {
            return SkipTooDeep();
        }

        Expression pattern = Token == TokenKind.OpenBrace ? ParseObjectPattern() : ParseArrayPattern();
        _depth--;
        return pattern;
    }

    private ObjectPattern ParseObjectPattern()
    {
        int start = _lexer.Start;
        Next();
        int errors = _errors.Count;
        int mark = _properties.Mark;
        Expression? rest = null;
        while (Token is not (TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            int before = _lexer.Start;
            if (Accept(TokenKind.DotDotDot))
            {
                rest = ParseBindingTarget();
            }
            else
            {
                _properties.Push(ParsePatternProperty());
            }

            // A pattern that is only tried is given up at its first mistake.
            if (!Accept(TokenKind.Comma) && (_errors.Count > errors || !RecoverInList(TokenKind.CloseBrace, before)))
            {
                break;
            }
        }

        Expect(TokenKind.CloseBrace);
        return new ObjectPattern(start, _lexer.PreviousEnd, _properties.PopTo(mark), rest);
    }

    private PatternProperty ParsePatternProperty()
    {
        int start = _lexer.Start;
        bool isName = Token >= TokenKind.ImplementsKeyword;
        PropertyKey key = ParsePropertyKey();
        Expression target;
        if (isName && Token != TokenKind.Colon)
        {
            target = new Identifier(key.Start, key.End, key.Name!);
        }
        else
        {
            Expect(TokenKind.Colon);
            target = ParseBindingTarget();
        }

        Expression? fallback = Accept(TokenKind.Equals) ? ParseAssignmentAllowingIn() : null;
        return new PatternProperty(start, _lexer.PreviousEnd, key, target, fallback);
    }

    private ArrayPattern ParseArrayPattern()
    {
        int start = _lexer.Start;
        Next();
        int errors = _errors.Count;
        int mark = _patternElements.Mark;
        Expression? rest = null;
        while (Token is not (TokenKind.CloseBracket or TokenKind.EndOfFile))
        {
            if (Accept(TokenKind.Comma))
            {
                _patternElements.Push(null);
                continue;
            }

            int before = _lexer.Start;
            bool isRest = Accept(TokenKind.DotDotDot);
            Expression target = ParseBindingTarget();
            Expression? fallback = Accept(TokenKind.Equals) ? ParseAssignmentAllowingIn() : null;
            if (isRest)
            {
                rest = target;
            }
            else
            {
                _patternElements.Push(new PatternElement(before, _lexer.PreviousEnd, target, fallback));
            }

            if (!Accept(TokenKind.Comma) && (_errors.Count > errors || !RecoverInList(TokenKind.CloseBracket, before)))
            {
                break;
            }
        }

        Expect(TokenKind.CloseBracket);
        return new ArrayPattern(start, _lexer.PreviousEnd, _patternElements.PopTo(mark), rest);
    }

    /// <summary>What was read as an object or array, and turns out to be assigned to.</summary>
    private static Expression ToTarget(Expression expression)
        => expression switch
        {
            ObjectLiteral literal => ToObjectPattern(literal),
            ArrayLiteral literal => ToArrayPattern(literal),
            _ => expression,
        };

    private static ObjectPattern ToObjectPattern(ObjectLiteral literal)
    {
        List<PatternProperty> properties = new(literal.Members.Length);
        Expression? rest = null;
        foreach (ObjectMember member in literal.Members)
        {
            switch (member)
            {
                case SpreadProperty spread:
                    rest = ToTarget(spread.Argument);
                    break;
                case ShorthandProperty shorthand:
                    Identifier name = shorthand.Name;
                    PropertyKey key = new(name.Start, name.End, name.Name, computed: null);
                    properties.Add(new PatternProperty(member.Start, member.End, key, name, shorthand.Default));
                    break;
                case PropertyAssignment property:
                    (Expression target, Expression? fallback) = Split(property.Value);
                    properties.Add(new PatternProperty(member.Start, member.End, property.Key, target, fallback));
                    break;
            }
        }

        return new ObjectPattern(literal.Start, literal.End, [.. properties], rest);
    }

    private static ArrayPattern ToArrayPattern(ArrayLiteral literal)
    {
        List<PatternElement?> elements = new(literal.Elements.Length);
        Expression? rest = null;
        foreach (Expression? element in literal.Elements)
        {
            switch (element)
            {
                case null:
                    elements.Add(null);
                    break;
                case SpreadElement spread:
                    rest = ToTarget(spread.Argument);
                    break;
                default:
                    (Expression target, Expression? fallback) = Split(element);
                    elements.Add(new PatternElement(element.Start, element.End, target, fallback));
                    break;
            }
        }

        return new ArrayPattern(literal.Start, literal.End, [.. elements], rest);
    }

    private static (Expression Target, Expression? Default) Split(Expression value)
        => value is AssignmentExpression { Operator: null } assignment
            ? (assignment.Target, assignment.Value)
            : (ToTarget(value), null);
}
