using System.Collections.Generic;
using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <content>Tags.</content>
internal sealed partial class ScriptParser
{
    private readonly NodeStack<JsxAttribute> _attributes = new();
    private readonly List<string> _openTags = [];

    /// <summary>An element where an expression stands.</summary>
    private Expression ParseJsx()
    {
        Expression element = ParseJsxElement(isChild: false);
        if (Token == TokenKind.LessThan && PeekKind() is TokenKind.GreaterThan or >= TokenKind.Identifier)
        {
            Place place = Save();
            ParseJsxElement(isChild: false);
            bool isSecondElement = _errors.Count == place.Errors;
            Restore(place);
            if (isSecondElement)
            {
                Error("Elements side by side need a parent: put them between '<>' and '</>'.");
                ParseJsxElement(isChild: false);
            }
        }

        return element;
    }

    /// <param name="isChild">True between tags, where text follows and not a token.</param>
    private Expression ParseJsxElement(bool isChild)
    {
        if (!TryEnter())
        {
            return SkipTooDeep();
        }

        int start = _lexer.Start;
        Next();
        Expression? tag = null;
        string? name = null;
        ImmutableArray<JsxAttribute> attributes = [];
        if (Token != TokenKind.GreaterThan)
        {
            name = ParseJsxName(out tag);
            if (Token == TokenKind.LessThan && !_isJavaScript)
            {
                ParseTypeArguments();
            }

            attributes = ParseJsxAttributes();
        }

        ImmutableArray<Expression> children = [];
        if (Token == TokenKind.GreaterThan)
        {
            children = ParseJsxChildren(name ?? string.Empty);
            ParseJsxClosing(name ?? string.Empty, isChild);
        }
        else
        {
            Expect(TokenKind.Slash);
            EndTag(isChild);
        }

        _depth--;
        return new JsxElement(start, _lexer.PreviousEnd, name, tag, attributes, children);
    }

    /// <summary>Passes over the <c>></c> of a tag; what follows is read as what it is.</summary>
    private void EndTag(bool isChild)
    {
        if (Token != TokenKind.GreaterThan)
        {
            Error($"'>' is expected here, not {DescribeToken()}.");
            if (isChild)
            {
                _lexer.RescanJsxChild();
            }
        }
        else if (isChild)
        {
            _lexer.NextJsxChild();
        }
        else
        {
            Next();
        }
    }

    private string ParseJsxName(out Expression? tag)
    {
        int start = _lexer.Start;
        string name = ParseJsxWord(out tag);
        if (Accept(TokenKind.Colon))
        {
            tag = null;
            return name + ":" + ParseJsxWord(out _);
        }

        bool isMember = false;
        while (Token == TokenKind.Dot)
        {
            isMember = true;
            Next();
            MemberExpression member = ParseMember(start, tag!, isOptional: false);
            tag = member;
            name = name + "." + member.Name;
        }

        bool isComponent = isMember || tag is ThisExpression || (name.Length > 0 && !char.IsAsciiLetterLower(name[0]));
        if (!isComponent || name.Contains('-', System.StringComparison.Ordinal))
        {
            tag = null;
        }

        return name;
    }

    private string ParseJsxWord(out Expression? tag)
    {
        int start = _lexer.Start;
        if (Token < TokenKind.BreakKeyword)
        {
            Error($"The name of a tag is expected here, not {DescribeToken()}.");
            tag = new MissingExpression(start, start);
            return string.Empty;
        }

        if (_lexer.HasEscape)
        {
            Error("Names of tags are written without escapes.");
        }

        bool isThis = Token == TokenKind.ThisKeyword;
        _lexer.ExtendJsxName();
        string name = _lexer.Name;
        Next();
        tag = isThis && name == "this"
            ? new ThisExpression(start, _lexer.PreviousEnd)
            : new Identifier(start, _lexer.PreviousEnd, name);
        return name;
    }

    private ImmutableArray<JsxAttribute> ParseJsxAttributes()
    {
        int mark = _attributes.Mark;
        while (Token >= TokenKind.BreakKeyword || Token == TokenKind.OpenBrace)
        {
            int start = _lexer.Start;
            if (Accept(TokenKind.OpenBrace))
            {
                Expect(TokenKind.DotDotDot);
                Expression spread = ParseExpressionAllowingIn();
                Expect(TokenKind.CloseBrace);
                _attributes.Push(new JsxAttribute(start, _lexer.PreviousEnd, name: null, spread));
                continue;
            }

            string name = ParseJsxWord(out _);
            if (Accept(TokenKind.Colon))
            {
                name = name + ":" + ParseJsxWord(out _);
            }

            Expression? value = Token == TokenKind.Equals ? ParseJsxAttributeValue() : null;
            _attributes.Push(new JsxAttribute(start, _lexer.PreviousEnd, name, value));
        }

        return _attributes.PopTo(mark);
    }

    private Expression? ParseJsxAttributeValue()
    {
        int start;
        switch (_lexer.NextJsxAttributeValue())
        {
            case TokenKind.StringLiteral:
                start = _lexer.Start;
                string text = JsxEntities.Decode(_lexer.StringValue());
                Next();
                return new StringLiteral(start, _lexer.PreviousEnd, text);
            case TokenKind.OpenBrace:
                start = _lexer.Start;
                Next();
                Expression value = Token == TokenKind.CloseBrace
                    ? new MissingExpression(start, _lexer.End)
                    : ParseExpressionAllowingIn();
                Expect(TokenKind.CloseBrace);
                return value;
            case TokenKind.LessThan:
                return ParseJsxElement(isChild: false);
            default:
                Error("A string, '{' or an element is expected behind '='.");
                return null;
        }
    }

    private ImmutableArray<Expression> ParseJsxChildren(string name)
    {
        Context saved = _context;
        _context &= ~(Context.NoIn | Context.Decorator);
        _openTags.Add(name);
        int mark = _expressions.Mark;
        TokenKind token = _lexer.NextJsxChild();
        while (token is not (TokenKind.LessThanSlash or TokenKind.EndOfFile))
        {
            switch (token)
            {
                case TokenKind.JsxText:
                    _expressions.Push(new JsxText(_lexer.Start, _lexer.End, _lexer.Span.ToString()));
                    _lexer.NextJsxChild();
                    break;
                case TokenKind.OpenBrace:
                    ParseJsxContainer();
                    break;
                default:
                    _expressions.Push(ParseJsxElement(isChild: true));
                    break;
            }

            token = Token;
            if (token is not (TokenKind.LessThanSlash
                or TokenKind.JsxText
                or TokenKind.OpenBrace
                or TokenKind.LessThan))
            {
                token = Token == TokenKind.EndOfFile ? token : _lexer.RescanJsxChild();
            }
        }

        _openTags.RemoveAt(_openTags.Count - 1);
        _context = saved;
        return _expressions.PopTo(mark);
    }

    private void ParseJsxContainer()
    {
        Next();
        if (Token == TokenKind.DotDotDot)
        {
            int start = _lexer.Start;
            Next();
            Expression argument = ParseExpression();
            _expressions.Push(new SpreadElement(start, _lexer.PreviousEnd, argument));
        }
        else if (Token != TokenKind.CloseBrace)
        {
            _expressions.Push(ParseExpression());
        }

        if (Token == TokenKind.CloseBrace)
        {
            _lexer.NextJsxChild();
            return;
        }

        Error($"'}}' is expected here, not {DescribeToken()}.");
        if (Token != TokenKind.EndOfFile)
        {
            _lexer.NextJsxChild();
        }
    }

    private void ParseJsxClosing(string name, bool isChild)
    {
        if (Token != TokenKind.LessThanSlash)
        {
            Error($"The element '{name}' is not closed.");
            return;
        }

        Place place = Save();
        Next();
        string closed = Token == TokenKind.GreaterThan ? string.Empty : ParseJsxName(out _);
        if (closed != name)
        {
            bool isForParent = _openTags.Contains(closed);
            if (isForParent)
            {
                Restore(place);
            }

            Error($"'</{name}>' is expected here, not '</{closed}>'.");
            if (isForParent)
            {
                return;
            }
        }

        EndTag(isChild);
    }
}
