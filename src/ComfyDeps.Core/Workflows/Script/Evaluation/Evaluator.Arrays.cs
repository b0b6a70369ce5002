using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What lists, Maps and Sets can do.</content>
internal sealed partial class Evaluator
{
    private static readonly HashSet<string> s_arrayMethods = new(StringComparer.Ordinal)
    {
        "map", "flatMap", "filter", "forEach", "concat", "push", "unshift", "pop", "shift", "find", "findLast", "findIndex", "reduce",
        "reduceRight", "join", "includes", "indexOf", "slice", "splice", "sort", "toSorted", "reverse", "toReversed", "entries",
        "keys", "values", "some", "every", "flat", "fill", "at", "with", "toString", "lastIndexOf", "then", "catch", "finally", "@@iterator",
    };

    private static readonly HashSet<string> s_collectionMethods = new(StringComparer.Ordinal)
    {
        "get", "set", "has", "add", "delete", "clear", "forEach", "entries", "keys", "values", "toString", "@@iterator",
    };

    private Value CallArray(ArrayValue array, string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        Value first = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        switch (name)
        {
            case "map" or "flatMap" or "filter" or "forEach":
                return Walk(array, name, first, origin, text);
            case "push" or "unshift":
                return PushAll(array, arguments, atStart: name == "unshift");
            case "pop" or "shift":
                return Take(array, name == "pop" ? array.Items.Count - 1 : 0);
            case "concat":
                ArrayValue joined = NewArray(origin, array.Items);
                joined.Wild = array.Wild;
                foreach (Value argument in arguments)
                {
                    ConcatOne(joined, argument, origin);
                }

                return joined;
            case "find" or "findLast":
                return FindElement(array, first, origin, text);
            case "reduce" or "reduceRight":
                return Reduce(array, first, arguments.Count > 1 ? arguments[1] : null, origin, text, name == "reduceRight");
            case "some" or "every" or "findIndex":
                ArrayValue answers = Walk(array, "map", first, origin, text) as ArrayValue ?? array;
                return Decide(answers, name, origin, text);
            case "join" or "toString":
                return Join(array, name == "toString" || first is not StringValue separator ? "," : separator.Text, origin, text);
            case "includes" or "indexOf" or "lastIndexOf":
                return Search(array, first, name == "includes", origin, text);
            case "slice":
                return Slice(array, arguments, origin);
            case "splice":
                return Splice(array, arguments, origin);
            case "at":
                return first is NumberValue at && array.Wild is null
                    ? array.Items.ElementAtOrDefault((int)(at.Value < 0 ? array.Items.Count + at.Value : at.Value)) ?? Value.Undefined
                    : Values.JoinAll(All(array));
            case "reverse" or "toReversed":
                ArrayValue reversed = NewArray(origin, Enumerable.Reverse(array.Items));
                reversed.Wild = array.Wild;
                return reversed;
            case "entries":
                return Convert(array, origin, (item, index) => NewArray(origin, [index, item]));
            case "keys":
                return Convert(array, origin, (_, index) => index);
            case "flat":
                ArrayValue flat = NewArray(origin);
                array.Items.ForEach(item => ConcatOne(flat, item, origin));
                flat.Wild = Values.JoinOptional(flat.Wild, array.Wild);
                return flat;
            case "fill":
                return Convert(array, origin, (_, _) => first);
            case "then":
                return first is NothingValue ? array : CallValue(first, [array], origin, text);
            default:
                return array;
        }
    }

    private static IEnumerable<Value> All(ArrayValue array)
        => array.Wild is null ? array.Items : array.Items.Append(array.Wild);

    private ArrayValue Convert(ArrayValue array, Origin origin, Func<Value, Value, Value> change)
    {
        ArrayValue result = NewArray(origin);
        Count(array.Items.Count);
        for (int i = 0; i < array.Items.Count; i++)
        {
            result.Items.Add(change(array.Items[i], new NumberValue(i)));
        }

        if (array.Wild is not null)
        {
            result.Wild = change(array.Wild, Unknown(origin, "index", "known at run time", UnknownKind.Number));
        }

        return result;
    }

    private Value CallValue(Value function, List<Value> arguments, Origin origin, ExpressionText text) => Map(function, option => option switch
    {
        FunctionValue known => Call(known, Value.Undefined, arguments, origin, text),
        NativeValue native => CallNative(native, arguments, origin, text),
        _ => Unknown(origin, text, "a call of what is not known"),
    });

    private Value Walk(ArrayValue array, string name, Value function, Origin origin, ExpressionText text)
    {
        ArrayValue result = NewArray(origin);
        List<Value> items = [.. array.Items];
        for (int i = 0; i < items.Count && i < Budget.MaxRounds && !IsSpent; i++)
        {
            Value answer = CallValue(function, [items[i], new NumberValue(i), array], origin, text);
            Collect(result, name, items[i], answer, isSure: true, origin);
        }

        if (array.Wild is { } wild)
        {
            Repeat(() => Collect(
                result,
                name,
                wild,
                CallValue(function, [wild, Unknown(origin, "index", "known at run time", UnknownKind.Number), array], origin, text),
                isSure: false,
                origin));
        }

        return name == "forEach" ? Value.Undefined : result;
    }

    /// <summary>Does something that may happen not at all, once, or more often.</summary>
    private void Repeat(Action action)
    {
        for (int i = 0; i < 2; i++)
        {
            Branches([
                s_skip,
                () =>
                {
                    action();
                    return Flow.Next;
                },
            ]);
        }
    }

    private void Collect(ArrayValue result, string name, Value item, Value answer, bool isSure, Origin origin)
    {
        switch (name)
        {
            case "map":
                Add(result, answer, isSure);
                break;
            case "flatMap" when isSure && answer is ArrayValue { Wild: null } list:
                list.Items.ForEach(value => Add(result, value, isSure));
                break;
            case "flatMap":
                (List<Value> items, Value? rest) = Elements(answer, origin);
                items.ForEach(value => Add(result, value, isSure: false));
                result.Wild = Values.JoinOptional(result.Wild, rest);
                break;
            case "filter" when Values.Truth(answer) != false:
                Add(result, item, isSure && Values.Truth(answer) == true);
                break;
            default:
                break;
        }
    }

    private static void Add(ArrayValue result, Value value, bool isSure)
    {
        if (isSure)
        {
            Push(result, value);
        }
        else
        {
            result.Wild = Values.JoinOptional(result.Wild, value);
        }
    }

    private void ConcatOne(ArrayValue target, Value value, Origin origin)
    {
        if (value is ArrayValue or UnionValue or UnknownValue { Kind: UnknownKind.Any })
        {
            foreach (Value option in value.Options)
            {
                if (option is not ObjectValue || option is ObjectValue and not (ArrayValue or UnknownValue))
                {
                    target.Wild = Values.JoinOptional(target.Wild, option);
                }
            }

            Append(target, value, origin);
        }
        else
        {
            Push(target, value);
        }
    }

    private NumberValue PushAll(ArrayValue array, List<Value> values, bool atStart)
    {
        _heap.Touch(array);
        if (atStart && array.Wild is null)
        {
            array.Items.InsertRange(0, values);
        }
        else
        {
            values.ForEach(value => Push(array, value));
        }

        return new NumberValue(array.Items.Count);
    }

    private Value Take(ArrayValue array, int index)
    {
        _heap.Touch(array);
        if (array.Wild is not null || index < 0 || index >= array.Items.Count)
        {
            return array.Wild is null ? Value.Undefined : Values.JoinAll(All(array).Append(Value.Undefined));
        }

        Value taken = array.Items[index];
        array.Items.RemoveAt(index);
        return taken;
    }

    private Value FindElement(ArrayValue array, Value function, Origin origin, ExpressionText text)
    {
        List<Value> found = [];
        foreach (Value item in new List<Value>(array.Items))
        {
            bool? truth = Values.Truth(CallValue(function, [item, new NumberValue(found.Count), array], origin, text));
            if (truth != false)
            {
                found.Add(item);
            }

            if (truth == true)
            {
                return Values.JoinAll(found);
            }
        }

        if (array.Wild is not null)
        {
            found.Add(array.Wild);
        }

        NoteTried(found);
        return Values.JoinAll(found.Append(Value.Undefined));
    }

    private Value Reduce(ArrayValue array, Value function, Value? start, Origin origin, ExpressionText text, bool isReversed)
    {
        List<Value> items = isReversed ? [.. Enumerable.Reverse(array.Items)] : [.. array.Items];
        int index = 0;
        Value result = start ?? (items.Count > 0 ? items[index++] : array.Wild ?? Value.Undefined);
        for (; index < items.Count && !IsSpent; index++)
        {
            result = CallValue(function, [result, items[index], new NumberValue(index), array], origin, text);
        }

        if (array.Wild is { } wild)
        {
            Repeat(() => result = Values.Join(
                result,
                CallValue(function, [result, wild, Unknown(origin, "index", "known at run time", UnknownKind.Number), array], origin, text)));
        }

        return result;
    }

    private Value Decide(ArrayValue answers, string name, Origin origin, ExpressionText text)
    {
        bool isOpen = answers.Wild is not null;
        for (int i = 0; i < answers.Items.Count; i++)
        {
            bool? truth = Values.Truth(answers.Items[i]);
            if (truth is null)
            {
                isOpen = true;
            }
            else if (!isOpen && truth == (name != "every"))
            {
                return name == "findIndex" ? new NumberValue(i) : Value.Of(name == "some");
            }
        }

        return isOpen
            ? Unknown(origin, text, "known at run time", name == "findIndex" ? UnknownKind.Number : UnknownKind.Boolean)
            : name == "findIndex" ? new NumberValue(-1) : Value.Of(name == "every");
    }

    private Value Join(ArrayValue array, string separator, Origin origin, ExpressionText text)
    {
        if (array.Wild is not null)
        {
            return Unknown(origin, text, "made at run time", UnknownKind.Text);
        }

        StringBuilder result = new();
        Origin longest = origin;
        int length = 0;
        foreach (Value item in array.Items)
        {
            if (item is UnionValue or ObjectValue or JsonTextValue || !CanHold(result.Length + 1024L))
            {
                return Unknown(origin, text, "made at run time", UnknownKind.Text);
            }

            string part = item is NothingValue ? string.Empty : item.ToString()!;
            if (item is StringValue known && part.Length > length)
            {
                (longest, length) = (known.Origin, part.Length);
            }

            result.Append(ReferenceEquals(item, array.Items[0]) && result.Length == 0 ? string.Empty : separator).Append(part);
        }

        return NewText(result.ToString(), longest);
    }

    private Value Search(ArrayValue array, Value wanted, bool asTruth, Origin origin, ExpressionText text)
    {
        bool isOpen = array.Wild is not null;
        for (int i = 0; i < array.Items.Count; i++)
        {
            bool? same = AreEqual(array.Items[i], wanted, isStrict: true);
            if (same == true && (asTruth || !isOpen))
            {
                return asTruth ? Value.True : new NumberValue(i);
            }

            isOpen |= same is null;
        }

        return isOpen
            ? Unknown(origin, text, "known at run time", asTruth ? UnknownKind.Boolean : UnknownKind.Number)
            : asTruth ? Value.False : new NumberValue(-1);
    }

    private ArrayValue Slice(ArrayValue array, List<Value> arguments, Origin origin)
    {
        ArrayValue result = NewArray(origin);
        result.Wild = array.Wild;
        if (Bound(arguments, 0, array.Items.Count, 0) is not { } start || Bound(arguments, 1, array.Items.Count, array.Items.Count) is not { } end)
        {
            result.Wild = Values.JoinOptional(array.Wild, array.Items.Count == 0 ? null : Values.JoinAll(array.Items));
            return result;
        }

        result.Items.AddRange(start < end ? array.Items.GetRange(start, end - start) : []);
        return result;
    }

    private static int? Bound(List<Value> arguments, int index, int count, int otherwise)
    {
        if (index >= arguments.Count || arguments[index] is NothingValue)
        {
            return otherwise;
        }

        return arguments[index] is NumberValue number
            ? (int)Math.Clamp(number.Value < 0 ? count + number.Value : number.Value, 0, count)
            : null;
    }

    private ArrayValue Splice(ArrayValue array, List<Value> arguments, Origin origin)
    {
        _heap.Touch(array);
        int? start = Bound(arguments, 0, array.Items.Count, array.Items.Count);
        int? count = arguments.Count > 1 ? (int?)(arguments[1] as NumberValue)?.Value : array.Items.Count - start;
        ArrayValue removed = NewArray(origin);
        if (start is not { } from || count is not { } number || array.Wild is not null)
        {
            removed.Wild = Values.JoinAll(All(array));
            arguments.Skip(2).ToList().ForEach(value => array.Wild = Values.JoinOptional(array.Wild, value));
            return removed;
        }

        number = Math.Clamp(number, 0, array.Items.Count - from);
        removed.Items.AddRange(array.Items.GetRange(from, number));
        array.Items.RemoveRange(from, number);
        array.Items.InsertRange(from, arguments.Skip(2));
        return removed;
    }
}
