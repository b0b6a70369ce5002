using System;
using System.Collections.Generic;

namespace ComfyDeps.Catalog.Python;

/// <summary>
/// Reads the statements of a Python module that can say which node classes it has. What it does not follow it steps
/// over, line by line: a file never fails as a whole.
/// </summary>
internal sealed partial class PythonParser
{
    private const int DeepestBlock = 40;
    private const int LargestFunction = 24;

    private readonly List<PythonToken> _tokens;
    private readonly PythonExpressionParser _expressions;
    private int _at;
    private int _depth;

    private PythonParser(List<PythonToken> tokens)
    {
        _tokens = tokens;
        _expressions = new PythonExpressionParser(tokens);
    }

    private PythonToken Current => _tokens[_at];

    /// <summary>The statements of a module.</summary>
    /// <param name="source">The module's source.</param>
    internal static IReadOnlyList<PythonStatement> Parse(string source)
    {
        PythonParser parser = new(PythonLexer.Read(source));
        List<PythonStatement> statements = [];
        while (parser.Current.Kind != PythonTokenKind.End)
        {
            parser.Statement(statements);
        }

        return statements;
    }

    private void Statement(List<PythonStatement> into)
    {
        switch (Current)
        {
            case { Kind: PythonTokenKind.NewLine or PythonTokenKind.Dedent }:
                _at++;
                break;
            case { Kind: PythonTokenKind.Indent }:
                // A block whose head was stepped over.
                _at++;
                Until(PythonTokenKind.Dedent, []);
                break;
            case { Kind: PythonTokenKind.Name } word:
                Word(word.Text, into);
                break;
            case { Kind: PythonTokenKind.Operator, Text: "@" }:
                Decorated(into);
                break;
            default:
                Simple(into);
                break;
        }
    }

    private void Word(string word, List<PythonStatement> into)
    {
        if (Compound(word) is PythonStatement compound)
        {
            into.Add(compound);
            return;
        }

        switch (word)
        {
            case "async":
                _at++;
                break;
            case "import" or "from":
                Import(into);
                break;
            case "return":
                _at++;
                into.Add(new ReturnStatement(
                    Current.Kind == PythonTokenKind.NewLine ? new ConstantExpression(null) : Expression()));
                SkipLine();
                break;
            case "global":
                Global(into);
                break;
            case "pass" or "raise" or "del" or "nonlocal" or "assert" or "break" or "continue":
                SkipLine();
                break;
            default:
                Simple(into);
                break;
        }
    }

    /// <summary>The statement with a block that the word begins; null for any other word.</summary>
    private PythonStatement? Compound(string word) => word switch
    {
        "def" => Function(),
        "class" when _tokens[_at + 1].Kind == PythonTokenKind.Name => Class(),
        "if" => If(),
        "for" => For(),
        "try" => Try(),
        "with" or "while" => WithOrWhile(),
        _ => null,
    };

    private BlockStatement WithOrWhile()
    {
        SkipToColon();
        return new BlockStatement(Block());
    }

    private void Simple(List<PythonStatement> into)
    {
        int start = _at;
        PythonExpression first = Expression();
        if (Current.Is(":"))
        {
            _at++;
            Expression();
        }

        if (Current.Is("="))
        {
            List<PythonExpression> parts = [first];
            while (Current.Is("="))
            {
                _at++;
                parts.Add(Expression());
            }

            into.Add(new AssignStatement(parts[..^1], parts[^1]));
        }
        else if (Current is { Kind: PythonTokenKind.Operator, Text: [_, .., '='] } && Current.Text is "|=" or "+=")
        {
            string @operator = Current.Text[..^1];
            _at++;
            into.Add(new AugmentStatement(first, @operator, Expression()));
        }
        else
        {
            into.Add(new ExpressionStatement(first));
        }

        if (Current.Is(";"))
        {
            _at++;
            return;
        }

        SkipLine();
        _at = Math.Max(_at, start + 1);
        _at = Math.Min(_at, _tokens.Count - 1);
    }

    private IfStatement If()
    {
        _at++;
        PythonExpression test = Expression();
        SkipToColon();
        List<PythonStatement> then = Block();
        List<PythonStatement> otherwise = [];
        if (Current.Is("elif"))
        {
            otherwise.Add(If());
        }
        else if (Current.Is("else"))
        {
            SkipToColon();
            otherwise = Block();
        }

        return new IfStatement(test, then, otherwise);
    }

    private ForStatement For()
    {
        _at++;
        PythonExpression target = Targets();
        _at += Current.Is("in") ? 1 : 0;
        PythonExpression source = Expression();
        SkipToColon();
        List<PythonStatement> body = Block();
        if (Current.Is("else"))
        {
            SkipToColon();
            body.AddRange(Block());
        }

        return new ForStatement(target, source, body);
    }

    private BlockStatement Try()
    {
        SkipToColon();
        List<PythonStatement> body = Block();
        while (Current.Is("except") || Current.Is("else") || Current.Is("finally"))
        {
            // What stands in `except` is for when the body failed: it would undo what the body says.
            bool counts = !Current.Is("except");
            SkipToColon();
            List<PythonStatement> rest = Block();
            body.AddRange(counts ? rest : []);
        }

        return new BlockStatement(body);
    }

    private void Import(List<PythonStatement> into)
    {
        bool from = Current.Is("from");
        _at++;
        int level = 0;
        for (; from && (Current.Is(".") || Current.Is("...")); _at++)
        {
            level += Current.Text.Length;
        }

        string module = from && !Current.Is("import") ? DottedName() : string.Empty;
        _at += from && Current.Is("import") ? 1 : 0;
        List<(string, string?)> names = [];
        while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End) && !Current.Is(";"))
        {
            if (Current.Kind == PythonTokenKind.Name || Current.Is("*"))
            {
                string name = Current.Is("*") ? "*" : DottedName();
                _at += name == "*" ? 1 : 0;
                string? other = null;
                if (Current.Is("as"))
                {
                    other = _tokens[_at + 1].Text;
                    _at += 2;
                }

                names.Add((name, other));
            }
            else
            {
                _at++;
            }
        }

        into.Add(new ImportStatement(level, module, names, from));
    }

    private string DottedName()
    {
        List<string> parts = [];
        while (Current.Kind == PythonTokenKind.Name)
        {
            parts.Add(Current.Text);
            _at++;
            if (!Current.Is(".") || _tokens[_at + 1].Kind != PythonTokenKind.Name)
            {
                break;
            }

            _at++;
        }

        return string.Join('.', parts);
    }

    private List<PythonStatement> Block()
    {
        List<PythonStatement> body = [];
        if (Current.Kind != PythonTokenKind.NewLine)
        {
            // The block stands on the line of its head.
            while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
            {
                Statement(body);
                if (_tokens[_at - 1].Kind == PythonTokenKind.NewLine)
                {
                    break;
                }
            }

            return body;
        }

        while (Current.Kind == PythonTokenKind.NewLine)
        {
            _at++;
        }

        if (Current.Kind == PythonTokenKind.Indent)
        {
            _at++;
            Until(PythonTokenKind.Dedent, body);
        }

        return body;
    }

    private void Until(PythonTokenKind end, List<PythonStatement> body)
    {
        _depth++;
        while (Current.Kind != end && Current.Kind != PythonTokenKind.End)
        {
            if (_depth > DeepestBlock)
            {
                _at++;
                continue;
            }

            Statement(body);
        }

        _depth--;
        _at += Current.Kind == end ? 1 : 0;
    }

    private PythonExpression Expression() => Through(static p => p.Tuple());

    private PythonExpression Single() => Through(static p => p.Single());

    private PythonExpression Targets() => Through(static p => p.Targets());

    private IReadOnlyList<PythonArgument> Arguments()
    {
        IReadOnlyList<PythonArgument> arguments = [];
        Through(p =>
        {
            arguments = p.Arguments();
            return UnknownExpression.Instance;
        });
        return arguments;
    }

    private PythonExpression Through(Func<PythonExpressionParser, PythonExpression> read)
    {
        _expressions.At = _at;
        PythonExpression expression = read(_expressions);
        _at = _expressions.At;
        return expression;
    }

    private void SkipToColon()
    {
        int depth = 0;
        while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
        {
            bool found = depth == 0 && Current.Is(":");
            depth += Current.Text is "(" or "[" or "{" && Current.Kind == PythonTokenKind.Operator ? 1
                : Current.Text is ")" or "]" or "}" && Current.Kind == PythonTokenKind.Operator ? -1 : 0;
            depth = Math.Max(0, depth);
            _at++;
            if (found)
            {
                return;
            }
        }
    }

    private void SkipLine()
    {
        while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End or PythonTokenKind.Dedent))
        {
            _at++;
        }

        _at += Current.Kind == PythonTokenKind.NewLine ? 1 : 0;
    }
}
