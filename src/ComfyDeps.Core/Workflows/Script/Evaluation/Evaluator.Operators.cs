using System;
using System.Collections.Generic;
using System.Globalization;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Operators.</content>
internal sealed partial class Evaluator
{
    private const int MaxPairs = 256;

    private Value EvaluateBinary(BinaryExpression expression, Scope scope)
    {
        // Chains are left-deep without a limit: walk down that side, then apply one operator after the other.
        Stack<BinaryExpression> chain = new();
        Expression left = expression;
        while (left is BinaryExpression inner)
        {
            chain.Push(inner);
            left = inner.Left;
        }

        Value value = left is PrivateName ? Value.Undefined : Evaluate(left, scope);
        while (chain.TryPop(out BinaryExpression? next))
        {
            value = next.Operator is BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Coalesce
                ? EvaluateLogical(next, value, scope)
                : Apply(next.Operator, value, Evaluate(next.Right, scope), next, scope);
        }

        return value;
    }

    private Value EvaluateLogical(BinaryExpression expression, Value left, Scope scope)
    {
        if (expression.Operator == BinaryOperator.Coalesce)
        {
            return Coalesce(left, () => Evaluate(expression.Right, scope));
        }

        bool isAnd = expression.Operator == BinaryOperator.And;
        bool? truth = Values.Truth(left);
        if (truth is not null)
        {
            return truth == isAnd ? Evaluate(expression.Right, scope) : left;
        }

        Value kept = isAnd
            ? Values.Where(left, option => Values.Truth(option) == false) ?? Value.Undefined
            : Values.Where(left, option => Values.Truth(option) != false) ?? Value.Undefined;
        return Either(() => kept, () => EvaluateWhen(expression.Left, isAnd, expression.Right, scope));
    }

    private Value Coalesce(Value left, Func<Value> right)
    {
        Value? kept = Values.Where(left, option => !Values.IsNothing(option));
        if (kept is null)
        {
            return right();
        }

        bool mayBeNothing = Values.Where(left, MayBeNothing) is not null;
        return mayBeNothing ? Either(() => kept, right) : kept;
    }

    private static bool MayBeNothing(Value option) => option is NothingValue or UnknownValue { Kind: UnknownKind.Any };

    private Value EvaluateUnary(UnaryExpression expression, Scope scope)
    {
        if (expression.Operator == UnaryOperator.Delete)
        {
            Delete(expression.Operand, scope);
            return Value.True;
        }

        if (expression.Operator == UnaryOperator.TypeOf && expression.Operand is Identifier)
        {
            return TypeOf(Evaluate(expression.Operand, scope), expression, scope);
        }

        Value value = Evaluate(expression.Operand, scope);
        switch (expression.Operator)
        {
            case UnaryOperator.Not:
                return Values.Truth(value) is { } truth
                    ? Value.Of(!truth)
                    : Unknown(expression, scope, "a condition", UnknownKind.Boolean);
            case UnaryOperator.TypeOf:
                return TypeOf(value, expression, scope);
            case UnaryOperator.Void:
                return Value.Undefined;
            default:
                return Map(value, option => ToNumber(option) is { } number
                    ? new NumberValue(expression.Operator switch
                    {
                        UnaryOperator.Minus => -number,
                        UnaryOperator.BitNot => ~Integer(number),
                        _ => number,
                    })
                    : Unknown(expression, scope, "a number", UnknownKind.Number));
        }
    }

    private Value TypeOf(Value value, SyntaxNode node, Scope scope) => Map(value, option => option switch
    {
        UnknownValue { Kind: UnknownKind.Any } => Unknown(node, scope, "a type", UnknownKind.Text),
        UnknownValue { Kind: UnknownKind.Number } or NumberValue => new StringValue("number", default),
        UnknownValue { Kind: UnknownKind.Boolean } or BooleanValue => new StringValue("boolean", default),
        UnknownValue { Kind: UnknownKind.Text } or StringValue or JsonTextValue => new StringValue("string", default),
        FunctionValue or ClassValue or NativeValue => new StringValue("function", default),
        NothingValue => new StringValue(ReferenceEquals(option, Value.Null) ? "object" : "undefined", default),
        _ => new StringValue("object", default),
    });

    private Value EvaluateUpdate(UpdateExpression expression, Scope scope)
    {
        Value before = Evaluate(expression.Operand, scope);
        Value after = Map(before, option => ToNumber(option) is { } number
            ? new NumberValue(number + (expression.IsIncrement ? 1 : -1))
            : Unknown(expression, scope, "a number", UnknownKind.Number));
        Assign(expression.Operand, after, scope);
        return expression.IsPrefix ? after : before;
    }

    private Value EvaluateAssignment(AssignmentExpression expression, Scope scope)
    {
        if (expression.Operator is not { } kind)
        {
            Value value = expression.Target is Identifier name
                ? EvaluateNamed(expression.Value, scope, name.Name)
                : expression is { Target: MemberExpression member, Value: FunctionNode or ClassNode }
                    ? EvaluateNamed(expression.Value, scope, member.Name)
                    : Evaluate(expression.Value, scope);
            Assign(expression.Target, value, scope);
            return value;
        }

        Value before = Evaluate(expression.Target, scope);
        Value after = kind switch
        {
            BinaryOperator.Coalesce => Coalesce(before, () => Evaluate(expression.Value, scope)),
            BinaryOperator.And or BinaryOperator.Or => EvaluateLogical(
                new BinaryExpression(expression.Start, expression.End, kind, expression.Target, expression.Value),
                before,
                scope),
            _ => Apply(kind, before, Evaluate(expression.Value, scope), expression, scope),
        };
        Assign(expression.Target, after, scope);
        return after;
    }

    private Value Apply(BinaryOperator kind, Value left, Value right, SyntaxNode node, Scope scope)
    {
        switch (kind)
        {
            case BinaryOperator.Add:
                return Add(left, right, node, scope);
            case BinaryOperator.StrictEqual or BinaryOperator.LooseEqual:
                return Truth(AreEqual(left, right, kind == BinaryOperator.StrictEqual), node, scope);
            case BinaryOperator.StrictNotEqual or BinaryOperator.LooseNotEqual:
                return Truth(!AreEqual(left, right, kind == BinaryOperator.StrictNotEqual), node, scope);
            case BinaryOperator.In:
                return Truth(Values.KeyOf(left) is { } key ? Has(right, key) : null, node, scope);
            case BinaryOperator.InstanceOf:
                return Truth(IsInstance(left, right), node, scope);
            default:
                return Pairs(left, right, (a, b) => Calculate(kind, a, b, node, scope));
        }
    }

    private Value Truth(bool? truth, SyntaxNode node, Scope scope)
        => truth is { } known ? Value.Of(known) : Unknown(node, scope, "a condition", UnknownKind.Boolean);

    private Value Add(Value left, Value right, SyntaxNode node, Scope scope) => Pairs(left, right, (a, b) =>
    {
        if (a is NumberValue x && b is NumberValue y)
        {
            return new NumberValue(x.Value + y.Value);
        }

        if (a is UnknownValue or ObjectValue or JsonTextValue || b is UnknownValue or ObjectValue or JsonTextValue)
        {
            bool isNumber = a is NumberValue or UnknownValue { Kind: UnknownKind.Number }
                && b is NumberValue or UnknownValue { Kind: UnknownKind.Number };
            return Unknown(node, scope, "made at run time", isNumber ? UnknownKind.Number : UnknownKind.Text);
        }

        string first = a.ToString() ?? string.Empty;
        string second = b.ToString() ?? string.Empty;
        if (!CanHold((long)first.Length + second.Length))
        {
            Exhausted ??= $"it makes texts of more than {Budget.MaxText} characters";
            return Unknown(node, scope, "too long", UnknownKind.Text);
        }

        Origin origin = (a, b) switch
        {
            (StringValue s, StringValue t)
                => t.Text.Length > s.Text.Length && t.Origin.File is not null ? t.Origin : s.Origin,
            (StringValue s, _) => s.Origin,
            (_, StringValue t) => t.Origin,
            _ => At(node, scope),
        };
        return NewText(first + second, origin);
    });

    private Value Calculate(BinaryOperator kind, Value a, Value b, SyntaxNode node, Scope scope)
    {
        bool compares = kind is BinaryOperator.Less
            or BinaryOperator.LessOrEqual
            or BinaryOperator.Greater
            or BinaryOperator.GreaterOrEqual;
        if (compares && a is StringValue s && b is StringValue t)
        {
            int order = string.CompareOrdinal(s.Text, t.Text);
            return Value.Of(kind switch
            {
                BinaryOperator.Less => order < 0,
                BinaryOperator.LessOrEqual => order <= 0,
                BinaryOperator.Greater => order > 0,
                _ => order >= 0,
            });
        }

        if (ToNumber(a) is not { } x || ToNumber(b) is not { } y)
        {
            return Unknown(node, scope, "calculated", compares ? UnknownKind.Boolean : UnknownKind.Number);
        }

        return kind switch
        {
            BinaryOperator.Less => Value.Of(x < y),
            BinaryOperator.LessOrEqual => Value.Of(x <= y),
            BinaryOperator.Greater => Value.Of(x > y),
            BinaryOperator.GreaterOrEqual => Value.Of(x >= y),
            BinaryOperator.Subtract => new NumberValue(x - y),
            BinaryOperator.Multiply => new NumberValue(x * y),
            BinaryOperator.Divide => new NumberValue(x / y),
            BinaryOperator.Remainder => new NumberValue(x % y),
            BinaryOperator.Power => new NumberValue(Math.Pow(x, y)),
            BinaryOperator.BitAnd => new NumberValue(Integer(x) & Integer(y)),
            BinaryOperator.BitOr => new NumberValue(Integer(x) | Integer(y)),
            BinaryOperator.BitXor => new NumberValue(Integer(x) ^ Integer(y)),
            BinaryOperator.ShiftLeft => new NumberValue(Integer(x) << (Integer(y) & 31)),
            BinaryOperator.ShiftRight => new NumberValue(Integer(x) >> (Integer(y) & 31)),
            _ => new NumberValue((uint)Integer(x) >> (Integer(y) & 31)),
        };
    }

    private static int Integer(double value)
        => double.IsFinite(value) ? unchecked((int)(long)(value % 4294967296.0)) : 0;

    private static double? ToNumber(Value value) => value switch
    {
        NumberValue number => number.Value,
        BooleanValue boolean => boolean.Value ? 1 : 0,
        StringValue { Text: { } text } when string.IsNullOrWhiteSpace(text) => 0,
        StringValue { Text: { } text }
            => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
                : double.NaN,
        NothingValue => ReferenceEquals(value, Value.Null) ? 0 : double.NaN,
        _ => null,
    };

    private Value ToText(Value value, Origin origin, ExpressionText text) => Map(value, option => option switch
    {
        StringValue or JsonTextValue or UnknownValue => option,
        NumberValue or BooleanValue or NothingValue => NewText(option.ToString()!, origin),
        ArrayValue { Wild: null } array => Join(array, ",", origin, text),
        ObjectValue plain when Get(plain, "toString", origin, text) is FunctionValue function
            => Call(function, plain, [], origin, text),
        _ => Unknown(origin, text, "made at run time", UnknownKind.Text),
    });

    private bool? AreEqual(Value left, Value right, bool isStrict)
    {
        bool? result = null;
        bool isFirst = true;
        foreach (Value a in left.Options)
        {
            foreach (Value b in right.Options)
            {
                bool? same = AreSame(a, b, isStrict);
                if (same is null || (!isFirst && same != result))
                {
                    return null;
                }

                result = same;
                isFirst = false;
            }
        }

        return result;
    }

    private static bool? AreSame(Value a, Value b, bool isStrict)
    {
        if (a is UnknownValue { Kind: UnknownKind.Link } && b is NothingValue
            || b is UnknownValue { Kind: UnknownKind.Link } && a is NothingValue)
        {
            return false;
        }

        if (a is UnknownValue or JsonTextValue || b is UnknownValue or JsonTextValue)
        {
            return ReferenceEquals(a, b) && a is UnknownValue { Kind: UnknownKind.Any } ? true : null;
        }

        return (a, b) switch
        {
            (StringValue x, StringValue y) => x.Text == y.Text,
            (NumberValue x, NumberValue y) => x.Value == y.Value,
            (BooleanValue x, BooleanValue y) => x.Value == y.Value,
            (NothingValue, NothingValue) => !isStrict
                || ReferenceEquals(a, Value.Null) == ReferenceEquals(b, Value.Null),
            (NativeValue x, NativeValue y) => x.Name == y.Name,
            (NothingValue, _) or (_, NothingValue) => false,
            (not ObjectValue, not ObjectValue) when !isStrict
                => ToNumber(a) is { } x && ToNumber(b) is { } y ? x == y : null,
            _ => ReferenceEquals(a, b),
        };
    }

    /// <summary>Does something with each possible value.</summary>
    private static Value Map(Value value, Func<Value, Value> change)
    {
        if (value is not UnionValue union)
        {
            return change(value);
        }

        ValueSet results = new();
        foreach (Value option in union.Items)
        {
            results.Add(change(option));
        }

        return results.ToValue();
    }

    /// <summary>Does something with each possible pair of values.</summary>
    private Value Pairs(Value left, Value right, Func<Value, Value, Value> change)
    {
        if (left is not UnionValue && right is not UnionValue)
        {
            return change(left, right);
        }

        ValueSet results = new();
        int pairs = 0;
        foreach (Value a in left.Options)
        {
            foreach (Value b in right.Options)
            {
                if (++pairs > MaxPairs)
                {
                    return results.ToValue();
                }

                Count();
                results.Add(change(a, b));
            }
        }

        return results.ToValue();
    }
}
