using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Objects and lists that are written out.</content>
internal sealed partial class Evaluator
{
    private ObjectValue EvaluateObject(ObjectLiteral literal, Scope scope)
    {
        ObjectValue result = NewObject(At(literal, scope));
        foreach (ObjectMember member in literal.Members)
        {
            switch (member)
            {
                case PropertyAssignment { Key: { Name: { } name } } property:
                    result.Properties[name] = property.Value is FunctionNode function
                        ? MakeFunction(function, scope, name, result)
                        : EvaluateNamed(property.Value, scope, name);
                    break;
                case PropertyAssignment property:
                    Value key = Evaluate(property.Key.Computed!, scope);
                    Set(result, key, Evaluate(property.Value, scope));
                    break;
                case ShorthandProperty shorthand:
                    result.Properties[shorthand.Name.Name] = Lookup(shorthand.Name, scope);
                    break;
                case SpreadProperty spread:
                    Spread(result, Evaluate(spread.Argument, scope));
                    break;
                case MethodProperty method:
                    AddMethod(result, method, scope);
                    break;
                default:
                    break;
            }
        }

        return result;
    }

    private void AddMethod(ObjectValue target, MethodProperty method, Scope scope)
    {
        Value key = method.Key.Name is null
            ? Evaluate(method.Key.Computed!, scope)
            : new StringValue(method.Key.Name, default);
        string? name = Values.KeyOf(key);
        FunctionValue function = MakeFunction(method.Function, scope, name, target);
        if (method.Kind == MethodKind.Method || name is null)
        {
            Set(target, key, function);
            return;
        }

        AccessorValue? before = target.Properties.GetValueOrDefault(name) as AccessorValue;
        target.Properties[name] = method.Kind == MethodKind.Getter
            ? new AccessorValue(function, before?.Setter)
            : new AccessorValue(before?.Getter, function);
    }

    /// <summary>Copies the properties of a value into an object, as <c>...x</c> and <c>Object.assign</c> do.</summary>
    private void Spread(ObjectValue target, Value source)
    {
        Value from = Values.Where(source, option => option is ObjectValue or StringValue) ?? Value.Undefined;
        bool isSure = source is not UnionValue && from is not UnionValue;
        _heap.Touch(target);
        foreach (Value option in from.Options)
        {
            if (option is UnknownValue unknown)
            {
                SpreadUnknown(target, unknown);
                continue;
            }

            if (option is not ObjectValue item)
            {
                continue;
            }

            Count(item.Properties.Count);
            for (int i = 0; i < (item.Elements?.Count ?? 0); i++)
            {
                target.Properties[NumberValue.Format(i)] = item.Elements![i];
            }

            foreach ((string key, Value value) in item.Properties)
            {
                Value taken = value is AccessorValue ? Get(item, key, item.Origin, key) : value;
                bool mayMiss = !isSure || HasAbsent(taken);
                target.Properties[key] = mayMiss
                    ? Values.Join(target.Properties.GetValueOrDefault(key, ObjectValue.Absent), taken)
                    : taken;
            }

            target.Wild = Values.JoinOptional(target.Wild, item.Wild);
            foreach (UnknownValue open in item.Open ?? [])
            {
                SpreadUnknown(target, open);
            }
        }
    }

    private void SpreadUnknown(ObjectValue target, UnknownValue unknown)
    {
        if (unknown.Kind is not (UnknownKind.Any or UnknownKind.Link))
        {
            return;
        }

        foreach (string key in new List<string>(target.Properties.Keys))
        {
            // What the unknown object says wins where it says something.
            target.Properties[key] = Values.Join(
                target.Properties[key], Get(unknown, key, unknown.Origin, Path(unknown, key)));
        }

        foreach ((string key, Value value) in unknown.Properties)
        {
            target.Properties[key] = value;
        }

        target.Wild = Values.JoinOptional(target.Wild, unknown.Wild);
        if (target is UnknownValue)
        {
            return;
        }

        target.Open ??= [];
        if (!target.Open.Contains(unknown))
        {
            target.Open.Add(unknown);
        }
    }

    private static bool HasAbsent(Value value)
    {
        foreach (Value option in value.Options)
        {
            if (ReferenceEquals(option, ObjectValue.Absent))
            {
                return true;
            }
        }

        return false;
    }

    private ArrayValue EvaluateArray(ArrayLiteral literal, Scope scope)
    {
        ArrayValue result = NewArray(At(literal, scope));
        foreach (Expression? element in literal.Elements)
        {
            if (element is SpreadElement spread)
            {
                Append(result, Evaluate(spread.Argument, scope), At(spread, scope));
            }
            else
            {
                Push(result, element is null ? Value.Undefined : Evaluate(element, scope));
            }
        }

        return result;
    }

    /// <summary>Adds the elements of a value to a list.</summary>
    private void Append(ArrayValue target, Value source, Origin origin)
    {
        (List<Value> items, Value? rest) = Elements(source, origin);
        bool isSure = source is not UnionValue;
        foreach (Value item in items)
        {
            if (isSure)
            {
                Push(target, item);
            }
            else
            {
                target.Wild = Values.JoinOptional(target.Wild, item);
            }
        }

        if (rest is not null)
        {
            target.Wild = Values.JoinOptional(target.Wild, rest);
        }
    }

    /// <summary>Adds an element; behind elements of which the number is not known, it is one of them.</summary>
    private static void Push(ArrayValue target, Value value)
    {
        if (target.Wild is null)
        {
            target.Items.Add(value);
        }
        else
        {
            target.Wild = Values.Join(target.Wild, value);
        }
    }
}
