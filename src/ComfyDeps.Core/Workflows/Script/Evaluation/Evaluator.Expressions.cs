using System;
using System.Collections.Generic;
using System.Globalization;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Expressions.</content>
internal sealed partial class Evaluator
{
    private const int ValuesOfStep = 8;

    private Value Evaluate(Expression expression, Scope scope)
    {
        if (!Step())
        {
            return Unknown(expression, scope, "not followed any more");
        }

        if (_nesting >= Budget.MaxNesting)
        {
            Exhausted ??= $"its expressions nest deeper than {Budget.MaxNesting}";
            return Unknown(expression, scope, "nested too deep");
        }

        _nesting++;
        try
        {
            Value value = EvaluateKind(expression, scope);
            if (value is UnionValue union)
            {
                // What is done with a large set costs as much as several steps.
                Count(union.Items.Length / ValuesOfStep);
            }

            return value;
        }
        finally
        {
            _nesting--;
        }
    }

    /// <summary>Evaluates what is given a name: a function or class without one takes it.</summary>
    private Value EvaluateNamed(Expression expression, Scope scope, string name) => expression switch
    {
        FunctionNode function => MakeFunction(function, scope, function.Name?.Name ?? name),
        ClassNode node => MakeClass(node, scope, node.Name?.Name ?? name),
        _ => Evaluate(expression, scope),
    };

    private Value EvaluateKind(Expression expression, Scope scope) => expression switch
    {
        Identifier name => Lookup(name, scope),
        StringLiteral text => Literal(text, scope),
        NumericLiteral number => new NumberValue(number.Value),
        BigIntLiteral number => BigNumber(number.Digits),
        BooleanLiteral boolean => Value.Of(boolean.Value),
        NullLiteral => Value.Null,
        RegExpLiteral pattern => new PatternValue(pattern.Pattern, pattern.Flags),
        TemplateLiteral template => EvaluateTemplate(template, scope),
        TaggedTemplate tagged => EvaluateTagged(tagged, scope),
        ObjectLiteral literal => EvaluateObject(literal, scope),
        ArrayLiteral literal => EvaluateArray(literal, scope),
        FunctionNode function => MakeFunction(function, scope, function.Name?.Name),
        ClassNode node => MakeClass(node, scope, node.Name?.Name),
        MemberExpression or IndexExpression => EvaluateMember(expression, scope, out _),
        CallExpression call => EvaluateCall(call, scope),
        NewExpression call => EvaluateNew(call, scope),
        AssignmentExpression assignment => EvaluateAssignment(assignment, scope),
        BinaryExpression binary => EvaluateBinary(binary, scope),
        UnaryExpression unary => EvaluateUnary(unary, scope),
        UpdateExpression update => EvaluateUpdate(update, scope),
        ConditionalExpression condition => EvaluateConditional(condition, scope),
        AwaitExpression wait => Evaluate(wait.Argument, scope),
        _ => EvaluateRare(expression, scope),
    };

    private Value EvaluateRare(Expression expression, Scope scope)
    {
        switch (expression)
        {
            case ThisExpression:
                return scope.Frame.This;
            case SequenceExpression sequence:
                Value last = Value.Undefined;
                foreach (Expression part in sequence.Expressions)
                {
                    last = Evaluate(part, scope);
                }

                return last;
            case YieldExpression yield:
                Value yielded = yield.Argument is null ? Value.Undefined : Evaluate(yield.Argument, scope);
                if (scope.Frame.Yields is { } yields && yields.Count < Budget.MaxRounds)
                {
                    yields.AddRange(yield.IsDelegate ? Elements(yielded, At(yield, scope)).Items : [yielded]);
                }

                return Unknown(yield, scope, "what a generator is sent");
            case ImportExpression import:
                return Import(Evaluate(import.Source, scope), import, scope);
            case MetaProperty { Name: "import.meta" }:
                return Global("import.meta", At(expression, scope));
            case MetaProperty:
                return Value.Undefined;
            case SpreadElement spread:
                return Evaluate(spread.Argument, scope);
            case JsxElement element:
                return EvaluateJsx(element, scope);
            default:
                return Unknown(expression, scope, "not understood");
        }
    }

    private static NumberValue BigNumber(string digits)
    {
        if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiLetter(digits[1]))
        {
            int radix = char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, _ => 2 };
            return new NumberValue(digits.Length > 16 ? double.MaxValue : System.Convert.ToInt64(digits[2..], radix));
        }

        return new NumberValue(double.Parse(digits, CultureInfo.InvariantCulture));
    }

    private static StringValue Literal(StringLiteral literal, Scope scope)
        => new(literal.Value, At(literal, scope))
        {
            IsVerbatim = literal.Value.Length == literal.End - literal.Start - 2,
        };

    private Value EvaluateTemplate(TemplateLiteral template, Scope scope)
    {
        Origin origin = At(template, scope);
        Value result = new StringValue(template.Texts[0].Value ?? string.Empty, origin)
        {
            IsVerbatim = template.Expressions.Length == 0
                && template.Texts[0].Value?.Length == template.End - template.Start - 2,
        };
        for (int i = 0; i < template.Expressions.Length; i++)
        {
            Value part = Evaluate(template.Expressions[i], scope);
            result = Add(result, ToText(part, origin, TextOf(template.Expressions[i], scope)), template, scope);
            string text = template.Texts[i + 1].Value ?? string.Empty;
            result = text.Length == 0 ? result : Add(result, new StringValue(text, origin), template, scope);
        }

        return result;
    }

    private Value EvaluateTagged(TaggedTemplate tagged, Scope scope)
    {
        Value tag = EvaluateMember(tagged.Tag, scope, out Value receiver);
        Origin origin = At(tagged, scope);
        if (tag is FunctionValue function)
        {
            ArrayValue texts = NewArray(origin);
            foreach (TemplateElement text in tagged.Template.Texts)
            {
                texts.Items.Add(text.Value is null ? Value.Undefined : new StringValue(text.Value, origin));
            }

            texts.Properties["raw"] = NewArray(origin, texts.Items);
            List<Value> arguments = [texts];
            foreach (Expression part in tagged.Template.Expressions)
            {
                arguments.Add(Evaluate(part, scope));
            }

            return Call(function, receiver, arguments, origin, TextOf(tagged, scope));
        }

        // Tags that are not known (dedent, html, json) hardly ever change what the text says.
        return EvaluateTemplate(tagged.Template, scope);
    }

    private Value EvaluateConditional(ConditionalExpression expression, Scope scope)
    {
        Value test = Evaluate(expression.Test, scope);
        return Values.Truth(test) switch
        {
            true => Evaluate(expression.Then, scope),
            false => Evaluate(expression.Otherwise, scope),
            null => Either(
                () => EvaluateWhen(expression.Test, true, expression.Then, scope),
                () => EvaluateWhen(expression.Test, false, expression.Otherwise, scope)),
        };
    }

    private Value EvaluateWhen(Expression test, bool truth, Expression expression, Scope scope)
    {
        Narrow(test, scope, truth);
        return Evaluate(expression, scope);
    }

    private Value Either(Func<Value> first, Func<Value> second)
    {
        Value? one = null;
        Value? other = null;
        Branches([
            () =>
            {
                one = first();
                return Flow.Next;
            },
            () =>
            {
                other = second();
                return Flow.Next;
            },
        ]);
        return Values.Join(one!, other!);
    }

    private UnknownValue EvaluateJsx(JsxElement element, Scope scope)
    {
        List<Value> values = [];
        foreach (JsxAttribute attribute in element.Attributes)
        {
            if (attribute.Value is not null)
            {
                values.Add(Evaluate(attribute.Value, scope));
            }
        }

        foreach (Expression child in element.Children)
        {
            if (child is not JsxText)
            {
                values.Add(Evaluate(child, scope));
            }
        }

        Escape(values);
        return Unknown(element, scope, "an element of a page");
    }
}
