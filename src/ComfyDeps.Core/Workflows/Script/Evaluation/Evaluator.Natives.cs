using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What the language provides.</content>
internal sealed partial class Evaluator
{
    private Value CallNative(NativeValue native, List<Value> arguments, Value? rest, Expression call, Scope scope)
    {
        if (native is { Name: "require", Receiver: not null })
        {
            return Require(arguments, call, scope);
        }

        if (rest is not null)
        {
            arguments =
            [
                .. arguments,
                .. native.Name is "push" or "unshift" or "concat" or "Object.assign" ? (Value[])[rest] : [],
            ];
            if (native is { Receiver: ArrayValue target, Name: "push" or "unshift" })
            {
                _heap.Touch(target);
                target.Wild = Values.JoinOptional(target.Wild, rest);
                arguments.RemoveAt(arguments.Count - 1);
            }
        }

        return CallNative(native, arguments, At(call, scope), TextOf(call, scope));
    }

    private Value CallNative(NativeValue native, List<Value> arguments, Origin origin, ExpressionText text)
    {
        Step();
        return native.Receiver switch
        {
            null => CallGlobal(native.Name, arguments, origin, text),
            FunctionValue function => CallBound(function, native.Name, arguments, origin, text),
            NativeValue bound when native.Name is "call" or "apply"
                => CallBoundNative(bound, native.Name, arguments, origin, text),
            NativeValue bound when bound.Name == "bind" => Unknown(origin, text, "a function that is bound"),
            ArrayValue { Kind: CollectionKind.Array } array => CallArray(array, native.Name, arguments, origin, text),
            ArrayValue collection => CallCollection(collection, native.Name, arguments, origin, text),
            StringValue value => CallText(value, native.Name, arguments, origin, text),
            JsonTextValue json => CallJsonText(json, native.Name, arguments, origin, text),
            NumberValue number => CallNumber(number, native.Name, arguments, origin, text),
            PatternValue pattern => CallPattern(pattern, native.Name, arguments, origin, text),
            BooleanValue boolean => NewText(boolean.ToString(), origin),
            ObjectValue item
                when native.Name == "hasOwnProperty" => arguments is [{ } key]
                    && Values.KeyOf(key) is { } name
                    && Has(item, name) is { } has
                ? Value.Of(has)
                : Unknown(origin, text, "known at run time", UnknownKind.Boolean),
            _ => Unknown(origin, text, "known at run time"),
        };
    }

    private Value CallBound(
        FunctionValue function,
        string name,
        List<Value> arguments,
        Origin origin,
        ExpressionText text)
    {
        Value self = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        switch (name)
        {
            case "call":
                return Call(function, self, [.. arguments.Skip(1)], origin, text);
            case "apply":
                (List<Value> items, Value? rest) = arguments.Count > 1 ? Elements(arguments[1], origin) : ([], null);
                return Call(function, self, items, origin, text, rest);
            default:
                return function.Node.IsArrow || function.Node.Parameters.Length == 0 || arguments.Count < 2
                    ? Bound(function, self)
                    : Unknown(origin, text, "a function that is bound");
        }
    }

    private FunctionValue Bound(FunctionValue function, Value self)
    {
        if (function.Node.IsArrow)
        {
            return function;
        }

        // The scope of the bound function sees what it saw before; only `this` is settled.
        return new FunctionValue(_heap.NextBirth(), function.Origin, function.Node, function.Closure, function.Name)
        {
            Home = function.Home,
            Owner = self,
        };
    }

    private Value CallBoundNative(
        NativeValue native,
        string name,
        List<Value> arguments,
        Origin origin,
        ExpressionText text)
    {
        Value self = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        List<Value> rest = name == "call"
            ? [.. arguments.Skip(1)]
            : arguments.Count > 1 ? Elements(arguments[1], origin).Items
            : [];
        string method = native.Name[(native.Name.LastIndexOf('.') + 1)..];
        return native.Receiver is null && !native.Name.Contains(".prototype.", StringComparison.Ordinal)
            ? CallNative(native, rest, origin, text)
            : CallNative(new NativeValue(method, self), rest, origin, text);
    }

    private Value CallGlobal(string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        Value first = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        switch (dot > 0 ? name[..dot] : name)
        {
            case "Object" when dot > 0:
                return CallObject(name[(dot + 1)..], first, arguments, origin, text);
            case "Math":
                return CallMath(name[(dot + 1)..], arguments, origin, text);
            case "console":
                return Value.Undefined;
            case "Array" when dot > 0:
                return CallArrayGlobal(name[(dot + 1)..], first, arguments, origin, text);
            case "Promise":
                return CallPromise(name, first, origin, text);
            case "JSON":
                return name == "JSON.parse" ? ParseJson(first, origin, text) : ToJson(first);
            case "Reflect" when arguments.Count > 1:
                return name switch
                {
                    "Reflect.get" => Get(first, arguments[1], origin, text),
                    "Reflect.ownKeys" => CallObject("keys", first, arguments, origin, text),
                    _ => Unknown(origin, text, "known at run time"),
                };
            default:
                return CallPlain(name, first, arguments, origin, text);
        }
    }

    private Value CallPlain(string name, Value first, List<Value> arguments, Origin origin, ExpressionText text)
    {
        switch (name)
        {
            case "String":
                return ToText(first, origin, text);
            case "Number" or "parseInt" or "parseFloat" or "Number.parseInt" or "Number.parseFloat" or "BigInt":
                return ParseNumbers(first, name, origin, text);
            case "Boolean":
                return TruthOrUnknown(Values.Truth(first), origin, text);
            case "isNaN" or "Number.isNaN":
                return TruthOrUnknown(ToNumber(first) is { } value ? double.IsNaN(value) : null, origin, text);
            case "Number.isInteger" or "Number.isFinite" or "isFinite":
                return TruthOrUnknown(first is NumberValue finite ? double.IsFinite(finite.Value) : null, origin, text);
            case "structuredClone" or "Object":
                return name == "Object" ? first : Clone(first);
            case "Symbol" or "Symbol.for":
                return new StringValue("@@" + (Values.KeyOf(first) ?? "symbol"), default);
            case "Date.now" or "performance.now":
                return Unknown(origin, text, "the time", UnknownKind.Number);
            case "Date" or "Date.parse" or "Date.UTC":
                return Unknown(origin, text, "the time", UnknownKind.Text);
            case "Array":
                return NewNativeArray(arguments, origin);
            case "encodeURIComponent" or "decodeURIComponent":
                return Unknown(origin, text, "made at run time", UnknownKind.Text);
            case "fs.readFileSync" or "fs.readFile" or "fs.readJson" or "fs.readJsonSync":
                return ReadFile(name, first, origin, text);
            case "path.join" or "path.resolve" or "path.dirname" or "path.basename" or "url.fileURLToPath":
                return CallPath(name, arguments, origin, text);
            default:
                if (!name.Contains("Error", StringComparison.Ordinal))
                {
                    Escape(arguments);
                }

                return Unknown(origin, text, "known at run time");
        }
    }

    private Value TruthOrUnknown(bool? truth, Origin origin, ExpressionText text)
        => truth is { } known ? Value.Of(known) : Unknown(origin, text, "a condition", UnknownKind.Boolean);

    private Value ParseNumbers(Value value, string name, Origin origin, ExpressionText text)
        => Map(value, option => ParseNumber(option, name) is { } number
            ? new NumberValue(number)
            : Unknown(origin, text, "a number", UnknownKind.Number));

    private static double? ParseNumber(Value value, string name)
    {
        if (value is StringValue { Text: { } text } && name.Contains("parse", StringComparison.Ordinal))
        {
            int length = 0;
            string trimmed = text.TrimStart();
            while (length < trimmed.Length && (char.IsAsciiDigit(trimmed[length]) || (trimmed[length] is '-' or '+'
                && length == 0)
                || (trimmed[length] == '.' && name.EndsWith("Float", StringComparison.Ordinal))))
            {
                length++;
            }

            return double.TryParse(
                trimmed.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
                : double.NaN;
        }

        double? whole = ToNumber(value);
        return whole is not null && name.EndsWith("Int", StringComparison.Ordinal) ? Math.Truncate(whole.Value) : whole;
    }

    private Value CallMath(string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        List<double> numbers = [];
        foreach (Value argument in arguments)
        {
            if (argument is NumberValue number)
            {
                numbers.Add(number.Value);
            }
        }

        if (numbers.Count == 0 || numbers.Count != arguments.Count)
        {
            return Unknown(origin, text, "calculated", UnknownKind.Number);
        }

        double? result = name switch
        {
            "floor" => Math.Floor(numbers[0]),
            "ceil" => Math.Ceiling(numbers[0]),
            "round" => Math.Floor(numbers[0] + 0.5),
            "trunc" => Math.Truncate(numbers[0]),
            "abs" => Math.Abs(numbers[0]),
            "sqrt" => Math.Sqrt(numbers[0]),
            "log2" => Math.Log2(numbers[0]),
            "sign" => Math.Sign(numbers[0]),
            "max" => numbers.Max(),
            "min" => numbers.Min(),
            "pow" when numbers.Count > 1 => Math.Pow(numbers[0], numbers[1]),
            _ => null,
        };
        return result is null ? Unknown(origin, text, "calculated", UnknownKind.Number) : new NumberValue(result.Value);
    }

    private Value CallArrayGlobal(string name, Value first, List<Value> arguments, Origin origin, ExpressionText text)
    {
        switch (name)
        {
            case "isArray":
                bool? is1 = null;
                foreach (Value option in first.Options)
                {
                    bool? one = option is UnknownValue { Kind: UnknownKind.Any }
                        ? null
                        : option is ArrayValue { Kind: CollectionKind.Array };
                    if (one is null || (is1 is not null && is1 != one))
                    {
                        return Unknown(origin, text, "a condition", UnknownKind.Boolean);
                    }

                    is1 = one;
                }

                return Value.Of(is1 == true);
            case "of":
                return NewArray(origin, arguments);
            case "from":
                ArrayValue array = NewArray(origin);
                if (first is ObjectValue and not (ArrayValue or UnknownValue)
                    && Get(first, "length", origin, text) is { } length and not NothingValue)
                {
                    array.Items.AddRange(
                        length is NumberValue { Value: >= 0 and <= Budget.MaxRounds } known
                            ? Enumerable.Repeat(Value.Undefined, (int)known.Value)
                            : []);
                    array.Wild = length is NumberValue ? null : Value.Undefined;
                }
                else
                {
                    Append(array, first, origin);
                }

                return arguments.Count > 1 ? Walk(array, "map", arguments[1], origin, text) : array;
            default:
                return Unknown(origin, text, "known at run time");
        }
    }

    private Value CallPromise(string name, Value first, Origin origin, ExpressionText text)
    {
        switch (name)
        {
            case "Promise.resolve" or "Promise.all":
                return first;
            case "Promise.allSettled" when first is ArrayValue array:
                return Convert(array, origin, (item, _) =>
                {
                    ObjectValue settled = NewObject(origin);
                    settled.Properties["status"] = Unknown(origin, text, "known at run time", UnknownKind.Text);
                    settled.Properties["value"] = item;
                    return settled;
                });
            case "Promise.race" or "Promise.any" when first is ArrayValue array:
                return Values.JoinAll(All(array));
            default:
                return Unknown(origin, text, "known at run time");
        }
    }
}
