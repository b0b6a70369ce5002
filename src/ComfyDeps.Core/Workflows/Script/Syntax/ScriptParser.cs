using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Reads ECMAScript 2025 and TypeScript into a tree, executing nothing.</summary>
/// <remarks>
/// One pass by recursive descent. Where the language needs to look further (is <c>(a, b)</c> a list of parameters?),
/// the parser tries and goes back, as the compiler does; how much it may try is bounded by the length of the text.
/// </remarks>
internal sealed partial class ScriptParser
{
    /// <summary>
    /// How deep brackets, blocks, functions and types may nest; what is deeper is an error and passed over.
    /// </summary>
    public const int MaximumDepth = 1000;

    private const int TokensForEachCharacter = 20;
    private const int TokensForEachFile = 100_000;

    private readonly Lexer _lexer;
    private readonly ErrorList _errors = new();
    private readonly CancellationToken _cancellationToken;
    private readonly bool _isJavaScript;
    private readonly bool _isJsx;
    private readonly long _budget;
    private readonly NodeStack<Expression> _expressions = new();
    private readonly NodeStack<Expression?> _elements = new();
    private readonly NodeStack<Statement> _statements = new();
    private readonly NodeStack<ObjectMember> _members = new();
    private readonly NodeStack<Parameter> _parameters = new();
    private HashSet<int>? _notArrows;
    private Context _context;
    private int _depth;
    private bool _isModule;
    private bool _hasUnclearAwait;

    private ScriptParser(string text, ScriptLanguage language, Context context, CancellationToken cancellationToken)
    {
        _isJavaScript = language == ScriptLanguage.JavaScript;
        _isJsx = language is ScriptLanguage.JavaScript or ScriptLanguage.TypeScriptJsx;
        _context = context;
        _cancellationToken = cancellationToken;
        _budget = ((long)text.Length * TokensForEachCharacter) + TokensForEachFile;
        _lexer = new Lexer(text, language, _errors);
        _lexer.Next();
    }

    /// <summary>What holds at the place that is read.</summary>
    [Flags]
    private enum Context
    {
        None = 0,
        Yield = 1,
        Await = 2,
        NoIn = 4,
        Decorator = 8,
        NoConditionalType = 16,
        TopLevel = 32,
        Namespace = 64,
    }

    private TokenKind Token => _lexer.Kind;

    /// <summary>Parses a file; never throws for what the text says.</summary>
    public static ScriptTree Parse(
        string text, ScriptLanguage language, CancellationToken cancellationToken = default)
    {
        ScriptParser parser = new(text, language, Context.TopLevel, cancellationToken);
        Program program = parser.ParseProgram();
        if (parser._isModule && parser._hasUnclearAwait)
        {
            // Only the whole file tells that it is a module, where `await (x)` is no call.
            parser = new ScriptParser(text, language, Context.TopLevel | Context.Await, cancellationToken);
            program = parser.ParseProgram();
        }

        LineMap lines = new(text);
        return new ScriptTree(text, language, program, parser._errors.ToErrors(lines), lines);
    }

    /// <summary>The grammar of a file by its name, in any case, or null when it is no script.</summary>
    public static ScriptLanguage? LanguageOf(string path)
    {
        ReadOnlySpan<char> name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1).ToString().ToLowerInvariant();
        int dot = name.LastIndexOf('.');
        if (dot < 0)
        {
            return null;
        }

        ReadOnlySpan<char> stem = name[..dot];
        switch (name[(dot + 1)..])
        {
            case "js" or "jsx" or "mjs" or "cjs" or "html" or "htm":
                return ScriptLanguage.JavaScript;
            case "tsx":
                return ScriptLanguage.TypeScriptJsx;
            case "mts" or "cts" when stem.EndsWith(".d", StringComparison.Ordinal):
                return ScriptLanguage.Declaration;
            case "ts"
                when stem.EndsWith(".d", StringComparison.Ordinal) || stem.Contains(".d.", StringComparison.Ordinal):
                return ScriptLanguage.Declaration;
            case "ts" or "mts" or "cts" or "vue" or "svelte":
                return ScriptLanguage.TypeScript;
            default:
                return null;
        }
    }

    private Program ParseProgram()
    {
        int mark = _statements.Mark;
        while (Token != TokenKind.EndOfFile)
        {
            ParseStatements();
            if (Token == TokenKind.CloseBrace)
            {
                Error("This '}' closes nothing.");
                Next();
            }
        }

        return new Program(0, _lexer.End, _statements.PopTo(mark), _isModule);
    }

    private bool Has(Context context) => (_context & context) != 0;

    private TokenKind Next() => _lexer.Next();

    /// <summary>Passes over a token that is a word of the language here, which may have no escapes.</summary>
    private void NextWord()
    {
        if (_lexer.HasEscape)
        {
            Error("A word of the language is written without escapes.");
        }

        _lexer.Next();
    }

    private bool Accept(TokenKind kind)
    {
        if (Token != kind)
        {
            return false;
        }

        _lexer.Next();
        return true;
    }

    private bool Expect(TokenKind kind)
    {
        if (Accept(kind))
        {
            return true;
        }

        Error($"{TokenText.Of(kind)} is expected here, not {DescribeToken()}.");
        return false;
    }

    private void Error(string message) => _errors.Add(_lexer.Start, message);

    private string DescribeToken()
    {
        if (Token == TokenKind.EndOfFile)
        {
            return "the end of the file";
        }

        return TokenText.Quote(_lexer.Span);
    }

    private bool CanEndStatement()
        => Token is TokenKind.Semicolon or TokenKind.CloseBrace or TokenKind.EndOfFile || _lexer.HasNewlineBefore;

    private void ExpectSemicolon()
    {
        if (Token == TokenKind.Semicolon)
        {
            Next();
        }
        else if (!CanEndStatement())
        {
            Error($"';' is expected here, not {DescribeToken()}.");
        }
    }

    private Place Save() => new(_lexer.Save(), _errors.Count, _context);

    private void Restore(in Place place)
    {
        _lexer.Restore(place.Lexer);
        _errors.Truncate(Math.Min(place.Errors, _errors.Count));
        _context = place.Context;
        if (_lexer.Scanned > _budget)
        {
            Error("The text is too ambiguous to be read further.");
            _lexer.Stop();
        }
    }

    /// <summary>The kind of the token behind the current one.</summary>
    private TokenKind PeekKind(out bool onSameLine)
    {
        Place place = Save();
        TokenKind kind = Next();
        onSameLine = !_lexer.HasNewlineBefore;
        Restore(place);
        return kind;
    }

    private TokenKind PeekKind() => PeekKind(out _);

    /// <summary>Goes one level down; false when it is too deep, and the stack is the last guard.</summary>
    private bool TryEnter()
    {
        if (_depth >= MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        _depth++;
        return true;
    }

    /// <summary>Passes over everything up to the bracket that closes what is around.</summary>
    private MissingExpression SkipTooDeep()
    {
        int start = _lexer.Start;
        Error($"This is nested more than {MaximumDepth} levels deep and not read.");
        int errors = _errors.Count;
        Stack<TokenKind> open = new();
        TokenKind previous = TokenKind.Comma;
        while (Token != TokenKind.EndOfFile)
        {
            switch (Token)
            {
                case TokenKind.OpenBrace or TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.TemplateHead:
                    open.Push(Token);
                    break;
                case TokenKind.CloseBrace when open.TryPeek(out TokenKind top) && top == TokenKind.TemplateHead:
                    if (_lexer.RescanTemplate() == TokenKind.TemplateTail)
                    {
                        open.Pop();
                    }

                    break;
                case TokenKind.CloseBrace or TokenKind.CloseParen or TokenKind.CloseBracket:
                    if (!open.TryPop(out _))
                    {
                        _errors.Truncate(Math.Min(errors, _errors.Count));
                        return new MissingExpression(start, _lexer.PreviousEnd);
                    }

                    break;
                case TokenKind.Slash or TokenKind.SlashEquals when !EndsOperand(previous):
                    _lexer.RescanRegExp();
                    break;
            }

            previous = Token;
            Next();
        }

        _errors.Truncate(Math.Min(errors, _errors.Count));
        return new MissingExpression(start, Math.Max(start, _lexer.PreviousEnd));
    }

    private static bool EndsOperand(TokenKind kind)
        => kind is TokenKind.CloseBrace or TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.ThisKeyword
            or (>= TokenKind.NumericLiteral and <= TokenKind.PrivateName) or >= TokenKind.ImplementsKeyword;

    private readonly record struct Place(LexerState Lexer, int Errors, Context Context);
}
