using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Properties: reading, writing, removing.</content>
internal sealed partial class Evaluator
{
    private const int MaxGap = 10_000;

    /// <summary>Evaluates a member, or any other expression; tells the object whose member it is.</summary>
    private Value EvaluateMember(Expression expression, Scope scope, out Value receiver)
    {
        receiver = Value.Undefined;
        Expression target = expression is MemberExpression m
            ? m.Object
            : expression is IndexExpression i ? i.Object
            : expression;
        if (ReferenceEquals(target, expression))
        {
            return Evaluate(expression, scope);
        }

        if (target is SuperExpression)
        {
            receiver = scope.Frame.This;
            return SuperMember(expression, scope);
        }

        receiver = Evaluate(target, scope);
        Origin origin = At(expression, scope);
        if (expression is MemberExpression member)
        {
            return Get(receiver, member.Name, new Origin(origin.File, origin.Offset), TextOf(expression, scope));
        }

        Expression index = ((IndexExpression)expression).Index;
        Value key = Evaluate(index, scope);
        Ask(receiver, key, index, scope);
        return Get(receiver, key, origin, TextOf(expression, scope));
    }

    private Value SuperMember(Expression expression, Scope scope)
    {
        string? name = expression is MemberExpression member
            ? member.Name
            : Values.KeyOf(Evaluate(((IndexExpression)expression).Index, scope));
        ObjectValue? from = scope.Frame.Home?.Super is ClassValue super
            ? scope.Frame.This is ClassValue ? super : super.Instances
            : null;
        return name is not null && from is not null
            ? Get(from, name, At(expression, scope), name, scope.Frame.This)
            : Unknown(expression, scope, "of a class that is not known");
    }

    private Value Get(Value target, Value key, Origin origin, ExpressionText text)
    {
        ValueSet results = new();
        foreach (Value option in key.Options)
        {
            Value found = Values.KeyOf(option) is { } name
                ? Get(target, name, origin, text)
                : option is UnknownValue ? GetAny(target, origin, text) : Value.Undefined;
            results.Add(found);
        }

        return results.ToValue();
    }

    /// <summary>Reads a property of which the name is not known: it may be each of them.</summary>
    private Value GetAny(Value target, Origin origin, ExpressionText text) => Map(target, option =>
    {
        switch (option)
        {
            case UnknownValue unknown:
                Value child = Child(unknown, "[]", text, origin);
                return Values.JoinAll(
                    unknown.Properties.Values.Append(child).Concat(unknown.Wild is null ? [] : [unknown.Wild]));
            case ProxyValue proxy:
                return Get(
                    proxy, Unknown(origin, text, "a name known at run time", UnknownKind.Text), origin, text, proxy);
            case ObjectValue plain:
                Count(plain.Properties.Count);
                IEnumerable<Value> all = plain.Properties.Values.Select(
                    value => value is AccessorValue { Getter: { } getter }
                        ? Call(getter, plain, [], origin, text)
                        : value);
                all = all.Concat(plain.Elements ?? []);
                all = plain.Wild is null ? all : all.Append(plain.Wild);
                all = all.Concat((plain.Open ?? []).Select(open => (Value)Child(open, "[]", text, origin)));
                return Values.JoinAll(all.Append(Value.Undefined));
            default:
                return Unknown(origin, text, "known at run time");
        }
    });

    private Value Get(ObjectValue proxy, Value key, Origin origin, ExpressionText text, ProxyValue behind)
        => behind.Handler.Properties.GetValueOrDefault("get") is FunctionValue get
            ? Call(get, behind.Handler, [behind.Target, key, proxy], origin, text)
            : GetAny(behind.Target, origin, text);

    private Value Get(Value target, string name, Origin origin, ExpressionText text, Value? receiver = null)
        => target switch
        {
            UnionValue union => GetOfEach(union, name, origin, text),
            UnknownValue unknown => GetUnknown(unknown, name, origin, text),
            ProxyValue proxy when proxy.Handler.Properties.ContainsKey("get")
                => Get(proxy, new StringValue(name, origin), origin, text, proxy),
            ProxyValue proxy => Get(proxy.Target, name, origin, text),
            ObjectValue plain => GetOwn(plain, name, origin, text, receiver ?? plain),
            StringValue or JsonTextValue => GetOfText(target, name, origin),
            NativeValue native => GetOfNative(native, name, origin),
            NothingValue => Value.Undefined,
            _ => new NativeValue(name, target),
        };

    private Value GetOfEach(UnionValue union, string name, Origin origin, ExpressionText text)
    {
        ValueSet results = new();
        foreach (Value option in union.Items)
        {
            if (option is NothingValue)
            {
                continue;
            }

            results.Add(Get(option, name, origin, text));
        }

        return results.ToValue();
    }

    private Value GetUnknown(UnknownValue unknown, string name, Origin origin, ExpressionText text)
    {
        if (unknown.Properties.TryGetValue(name, out Value? written))
        {
            return Values.JoinOptional(written, unknown.Wild)!;
        }

        Value child = name switch
        {
            "length" or "size" => Unknown(origin, text, "known at run time", UnknownKind.Number),
            _ => Child(unknown, name, text, origin),
        };
        if (FieldOf(unknown.Form, name) is StringValue chosen)
        {
            child = Values.Join(child, chosen);
        }

        return unknown.Wild is null ? child : Values.Join(child, unknown.Wild);
    }

    /// <summary>What is read from something that is not known: the same value each time.</summary>
    private UnknownValue Child(UnknownValue parent, string name, ExpressionText text, Origin origin)
    {
        if (!parent.Children.TryGetValue(name, out UnknownValue? child))
        {
            child = new UnknownValue(_heap.NextBirth(), origin, text, parent.Reason)
            {
                Parent = parent,
                Key = name,
                Kind = parent.Kind == UnknownKind.Link ? UnknownKind.Link : UnknownKind.Any,
                Form = FieldOf(parent.Form, name) as ObjectValue,
            };
            parent.Children.Add(name, child);
        }

        return child;
    }

    private static string Path(UnknownValue unknown, string name)
        => unknown.Text.Length == 0 ? name : $"{unknown.Text}.{name}";

    private Value GetOwn(ObjectValue target, string name, Origin origin, ExpressionText text, Value receiver)
    {
        if (target is ArrayValue array && GetOfArray(array, name) is { } element)
        {
            return element;
        }

        Value? open = null;
        int depth = 0;
        for (ObjectValue? at = target; at is not null && depth < Budget.MaxCallDepth; at = at.Prototype, depth++)
        {
            if (at.Properties.TryGetValue(name, out Value? value))
            {
                if (value is AccessorValue accessor)
                {
                    return accessor.Getter is null
                        ? Value.Undefined
                        : Call(accessor.Getter, receiver, [], origin, text);
                }

                return at.Wild is null || name.StartsWith('#') ? value : Values.Join(value, at.Wild);
            }

            open = Values.JoinOptional(open, at.Wild is null ? null : Values.Join(at.Wild, Value.Undefined));
            foreach (UnknownValue source in at.Open ?? [])
            {
                open = Values.JoinOptional(open, Get(source, name, origin, text));
            }

            if (at is ClassValue { Super: ClassValue super })
            {
                return Values.JoinOptional(open, GetOwn(super, name, origin, text, receiver))!;
            }
        }

        Value? native = NativeMember(target, name);
        return native ?? open ?? Value.Undefined;
    }

    private static Value? NativeMember(ObjectValue target, string name)
    {
        bool isNative = target switch
        {
            ArrayValue { Kind: CollectionKind.Array } => s_arrayMethods.Contains(name),
            ArrayValue => s_collectionMethods.Contains(name),
            FunctionValue or ClassValue => name is "call" or "apply" or "bind",
            _ => false,
        };
        if (!isNative && name == "name" && target is FunctionValue or ClassValue)
        {
            string? own = target is FunctionValue function ? function.Name : ((ClassValue)target).Name;
            return own is null ? null : new StringValue(own, target.Origin);
        }

        if (name == "constructor" && target.Prototype?.Properties.GetValueOrDefault("@@class") is { } made)
        {
            return made;
        }

        return isNative || name is "hasOwnProperty" or "toString" or "toJSON"
            && target.Prototype is null
            && target is ArrayValue
            || name == "hasOwnProperty" ? new NativeValue(name, target) : null;
    }

    private Value? GetOfArray(ArrayValue array, string name)
    {
        if (name is "length" or "size")
        {
            return array.Wild is null
                ? new NumberValue(array.Items.Count)
                : Unknown(array.Origin, "length", "known at run time", UnknownKind.Number);
        }

        if (array.Kind == CollectionKind.Array
            && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return index < array.Items.Count
                ? array.Items[index]
                : array.Wild is null ? Value.Undefined : Values.Join(array.Wild, Value.Undefined);
        }

        return null;
    }

    private Value GetOfText(Value text, string name, Origin origin)
    {
        if (text is StringValue known)
        {
            if (name == "length")
            {
                return new NumberValue(known.Text.Length);
            }

            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                return index < known.Text.Length
                    ? NewText(known.Text[index].ToString(), known.Origin)
                    : Value.Undefined;
            }
        }
        else if (name == "length")
        {
            return Unknown(origin, "length", "known at run time", UnknownKind.Number);
        }

        return new NativeValue(name, text);
    }

    private Value GetOfNative(NativeValue native, string name, Origin origin) => (native.Name, name) switch
    {
        ("Symbol", _) => new StringValue("@@" + name, default),
        ("Math", "PI") => new NumberValue(Math.PI),
        ("Number", "MAX_SAFE_INTEGER") => new NumberValue(9007199254740991),
        ("Number", "MAX_VALUE") => new NumberValue(double.MaxValue),
        _ when native.Receiver is not null && name is "call" or "apply" or "bind" => new NativeValue(name, native),
        _ when native.Receiver is null => new NativeValue($"{native.Name}.{name}"),
        _ => Unknown(origin, $"{native.Name}.{name}", "known at run time"),
    };
}
