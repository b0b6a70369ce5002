using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Targets and patterns.</content>
internal sealed partial class Evaluator
{
    /// <summary>Gives a value to a target.</summary>
    /// <param name="target">A name, pattern or member.</param>
    /// <param name="value">The value.</param>
    /// <param name="declared">The scope in which names are declared; null when they are assigned to.</param>
    /// <param name="scope">The scope in which defaults and keys are evaluated.</param>
    private void Bind(Expression target, Value value, Scope? declared, Scope scope)
    {
        switch (target)
        {
            case Identifier name when declared is not null:
                declared.Set(_heap, name.Name, value);
                break;
            case ObjectPattern pattern:
                BindObject(pattern, value, declared, scope);
                break;
            case ArrayPattern pattern:
                BindArray(pattern, value, declared, scope);
                break;
            case Identifier or MemberExpression or IndexExpression:
                Assign(target, value, scope);
                break;
            default:
                break;
        }
    }

    private void BindObject(ObjectPattern pattern, Value value, Scope? declared, Scope scope)
    {
        HashSet<string> taken = [];
        foreach (PatternProperty property in pattern.Properties)
        {
            Value key = property.Key.Name is null
                ? Evaluate(property.Key.Computed!, scope)
                : new StringValue(property.Key.Name, At(property, scope));
            string name = Values.KeyOf(key) ?? string.Empty;
            taken.Add(name);
            string text = value is UnknownValue unknown ? Path(unknown, name) : name;
            Value part = Get(value, key, At(property, scope), text);
            Bind(
                property.Target,
                WithDefault(part, property.Default, scope, (property.Target as Identifier)?.Name),
                declared,
                scope);
        }

        if (pattern.Rest is not null)
        {
            ObjectValue rest = NewObject(At(pattern.Rest, scope));
            Spread(rest, value);
            foreach (string name in taken)
            {
                rest.Properties.Remove(name);
            }

            Bind(pattern.Rest, rest, declared, scope);
        }
    }

    private void BindArray(ArrayPattern pattern, Value value, Scope? declared, Scope scope)
    {
        Origin origin = At(pattern, scope);
        bool isSure = value is ArrayValue or StringValue;
        (List<Value> items, Value? rest) = Elements(value, origin);
        for (int i = 0; i < pattern.Elements.Length; i++)
        {
            if (pattern.Elements[i] is not { } element)
            {
                continue;
            }

            Value part = i < items.Count ? items[i]
                : value is UnionValue ? Get(value, NumberValue.Format(i), origin, $"[{i}]")
                : value is UnknownValue unknown ? Child(
                    unknown, NumberValue.Format(i), $"{unknown.Text}[{i}]", At(element, scope))
                : rest is null ? Value.Undefined
                : isSure ? Values.Join(rest, Value.Undefined) : rest;
            Bind(
                element.Target,
                WithDefault(part, element.Default, scope, (element.Target as Identifier)?.Name),
                declared,
                scope);
        }

        if (pattern.Rest is not null)
        {
            int taken = pattern.Elements.Length;
            ArrayValue remaining = NewArray(
                origin, items.Count > taken ? items.GetRange(taken, items.Count - taken) : []);
            remaining.Wild = rest;
            Bind(pattern.Rest, remaining, declared, scope);
        }
    }

    /// <summary>The value, or a default where it may be undefined.</summary>
    private Value WithDefault(Value value, Expression? fallback, Scope scope, string? name)
    {
        if (fallback is null)
        {
            return value;
        }

        Value Default() => name is null ? Evaluate(fallback, scope) : EvaluateNamed(fallback, scope, name);
        Value? given = Values.Where(value, option => !Values.IsUndefined(option));
        if (given is null)
        {
            return Default();
        }

        bool mayMiss = Values.Where(
            value,
            option => Values.IsUndefined(option) || option is UnknownValue { Kind: UnknownKind.Any }) is not null;
        return mayMiss ? Either(() => given, Default) : value;
    }
}
