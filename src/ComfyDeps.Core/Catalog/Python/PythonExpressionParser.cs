using System;
using System.Collections.Generic;
using System.Globalization;

namespace ComfyDeps.Catalog.Python;

/// <summary>Reads the expressions of Python that can name node classes; all others are one unknown.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed partial class PythonExpressionParser(List<PythonToken> tokens)
{
    private const int Deepest = 60;

    private static readonly string[][] s_levels =
    [
        ["|"],
        ["^"],
        ["&"],
        ["<<", ">>"],
        ["+", "-"],
        ["*", "/", "//", "%", "@"],
    ];

    private int _depth;

    /// <summary>The next token.</summary>
    internal int At { get; set; }

    private PythonToken Current => tokens[At];

    /// <summary>An expression, or several with commas between.</summary>
    internal PythonExpression Tuple()
    {
        PythonExpression first = Item();
        if (!Current.Is(","))
        {
            return first;
        }

        List<PythonExpression> items = [first];
        while (Current.Is(","))
        {
            At++;
            if (EndsHere() || Current.Is("="))
            {
                break;
            }

            items.Add(Item());
        }

        return new ListExpression(items);
    }

    /// <summary>One expression: a comma ends it.</summary>
    internal PythonExpression Single() => Choice();

    /// <summary>The targets of a loop.</summary>
    internal PythonExpression Targets()
    {
        List<PythonExpression> items = [];
        while (!EndsHere() && !Current.Is("in"))
        {
            items.Add(Unary());
            if (!Current.Is(","))
            {
                break;
            }

            At++;
        }

        return items.Count == 1 ? items[0] : new ListExpression(items);
    }

    /// <summary>The arguments of a call, from its bracket on.</summary>
    internal IReadOnlyList<PythonArgument> Arguments()
    {
        List<PythonArgument> arguments = [];
        At++;
        while (!Current.Is(")") && Current.Kind is not (PythonTokenKind.End or PythonTokenKind.NewLine))
        {
            int start = At;
            int stars = Current.Is("**") ? 2 : Current.Is("*") ? 1 : 0;
            At += stars > 0 ? 1 : 0;
            string? name = null;
            if (Current.Kind == PythonTokenKind.Name && tokens[At + 1].Is("="))
            {
                name = Current.Text;
                At += 2;
            }

            PythonExpression value = Choice();
            if (Current.Is("for") || Current.Is("async"))
            {
                value = new ComprehensionExpression(null, value, Clauses());
            }

            arguments.Add(new PythonArgument(name, stars, value));
            At += Current.Is(",") ? 1 : 0;
            At = Math.Max(At, start + 1);
        }

        At += Current.Is(")") ? 1 : 0;
        return arguments;
    }

    private PythonExpression Item()
    {
        if (Current.Is("*"))
        {
            At++;
            return new SpreadExpression(Binary(0));
        }

        return Choice();
    }

    private PythonExpression Choice()
    {
        if (_depth > Deepest)
        {
            At += Current.Kind == PythonTokenKind.End ? 0 : 1;
            return UnknownExpression.Instance;
        }

        _depth++;
        PythonExpression value = Or();
        if (Current.Is("if"))
        {
            At++;
            PythonExpression test = Or();
            if (Current.Is("else"))
            {
                At++;
                value = new ChoiceExpression(test, value, Choice());
            }
        }
        else if (Current.Is(":="))
        {
            At++;
            value = Choice();
        }

        _depth--;
        return value;
    }

    private PythonExpression Or()
    {
        PythonExpression left = Not();
        while (Current.Is("or") || Current.Is("and"))
        {
            string @operator = Current.Text;
            At++;
            left = new BinaryExpression(@operator, left, Not());
        }

        return left;
    }

    private PythonExpression Not()
    {
        if (Current.Is("not"))
        {
            At++;
            return new NotExpression(Not());
        }

        PythonExpression left = Binary(0);
        while (Current.Kind is PythonTokenKind.Operator or PythonTokenKind.Name
            && Current.Text is "==" or "!=" or "<" or ">" or "<=" or ">=" or "in" or "is" or "not")
        {
            string @operator = Current.Text;
            At++;
            if (Current.Is("in") || Current.Is("not"))
            {
                @operator += " " + Current.Text;
                At++;
            }

            left = new BinaryExpression(@operator, left, Binary(0));
        }

        return left;
    }

    private PythonExpression Binary(int level)
    {
        if (level == s_levels.Length)
        {
            return Unary();
        }

        PythonExpression left = Binary(level + 1);
        while (Current.Kind == PythonTokenKind.Operator && Array.IndexOf(s_levels[level], Current.Text) >= 0)
        {
            string @operator = Current.Text;
            At++;
            left = new BinaryExpression(@operator, left, Binary(level + 1));
        }

        return left;
    }

    private PythonExpression Unary()
    {
        if (Current.Is("-") || Current.Is("+") || Current.Is("~"))
        {
            At++;
            Unary();
            return UnknownExpression.Instance;
        }

        At += Current.Is("await") ? 1 : 0;
        PythonExpression value = Atom();
        while (true)
        {
            if (Current.Is(".") && tokens[At + 1].Kind == PythonTokenKind.Name)
            {
                value = new AttributeExpression(value, tokens[At + 1].Text);
                At += 2;
            }
            else if (Current.Is("("))
            {
                value = Nested(() => new CallExpression(value, Arguments()));
            }
            else if (Current.Is("["))
            {
                At++;
                PythonExpression index = Nested(Tuple);
                value = new IndexExpression(value, index);
                CloseWith("]");
            }
            else if (Current.Is("**"))
            {
                At++;
                Unary();
                value = UnknownExpression.Instance;
            }
            else
            {
                return value;
            }
        }
    }

    private PythonExpression Atom()
    {
        PythonToken token = Current;
        if (EndsHere())
        {
            return UnknownExpression.Instance;
        }

        At++;
        switch (token.Kind)
        {
            case PythonTokenKind.Text or PythonTokenKind.Format:
                At--;
                return Texts();
            case PythonTokenKind.Number:
                return double.TryParse(token.Text, CultureInfo.InvariantCulture, out double number)
                    ? new ConstantExpression(number)
                    : UnknownExpression.Instance;
            case PythonTokenKind.Name:
                return Word(token.Text);
            case PythonTokenKind.Operator when token.Text == "(":
                return Nested(() => Display(")", null));
            case PythonTokenKind.Operator when token.Text == "[":
                return Nested(() => Display("]", null));
            case PythonTokenKind.Operator when token.Text == "{":
                return Nested(Braces);
            default:
                return UnknownExpression.Instance;
        }
    }

    private PythonExpression Word(string word)
    {
        switch (word)
        {
            case "None":
                return new ConstantExpression(null);
            case "True" or "False":
                return new ConstantExpression(word == "True");
            case "lambda":
                while (!EndsHere() && !Current.Is(":"))
                {
                    Choice();
                    At += Current.Is(",") || Current.Is("=") || Current.Is("*") ? 1 : 0;
                }

                At += Current.Is(":") ? 1 : 0;
                Choice();
                return UnknownExpression.Instance;
            case "yield":
                return UnknownExpression.Instance;
            default:
                return new NameExpression(word);
        }
    }

    private PythonExpression Nested(Func<PythonExpression> read)
    {
        if (_depth > Deepest)
        {
            // The list of tokens ends with an end: this cannot run past it.
            At += Current.Kind == PythonTokenKind.End ? 0 : 1;
            return UnknownExpression.Instance;
        }

        _depth++;
        PythonExpression value = read();
        _depth--;
        return value;
    }

    private UnknownExpression Broken(string close)
    {
        CloseWith(close);
        return UnknownExpression.Instance;
    }

    private void CloseWith(string close)
    {
        int depth = 0;
        for (; Current.Kind is not (PythonTokenKind.End or PythonTokenKind.NewLine); At++)
        {
            if (depth == 0 && Current.Is(close))
            {
                At++;
                return;
            }

            bool isOperator = Current.Kind == PythonTokenKind.Operator;
            depth += isOperator && Current.Text is "(" or "[" or "{"
                ? 1
                : isOperator && Current.Text is ")" or "]" or "}" ? -1
                : 0;
        }
    }

    private bool EndsHere()
        => Current.Kind is PythonTokenKind.NewLine
            or PythonTokenKind.End
            or PythonTokenKind.Indent
            or PythonTokenKind.Dedent
            || (Current.Kind == PythonTokenKind.Operator
                && Current.Text is ")" or "]" or "}" or ":" or "=" or ";" or ",");
}
