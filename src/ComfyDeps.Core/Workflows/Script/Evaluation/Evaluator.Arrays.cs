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
        "map", "flatMap", "filter", "forEach", "concat", "push", "unshift", "pop",
        "shift", "find", "findLast", "findIndex", "reduce",
        "reduceRight", "join", "includes", "indexOf", "slice", "splice", "sort",
        "toSorted", "reverse", "toReversed", "entries",
        "keys", "values", "some", "every", "flat", "fill", "at", "with", "toString",
        "lastIndexOf", "then", "catch", "finally", "@@iterator",
    };

    private static readonly HashSet<string> s_collectionMethods = new(StringComparer.Ordinal)
    {
        "get", "set", "has", "add", "delete", "clear", "forEach", "entries", "keys", "values", "toString", "@@iterator",
    };

    private Value CallArray(ArrayValue array, string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        Value first = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        return name switch
        {
            "map" or "flatMap" or "filter" or "forEach" => Walk(array, name, first, origin, text),
            "find" or "findLast" => FindElement(array, first, origin, text),
            "some" or "every" or "findIndex" => Decide(array, name, first, origin, text),
            "reduce" or "reduceRight" => Reduce(array, arguments, origin, text, isReversed: name == "reduceRight"),
            "then" => first is NothingValue ? array : CallValue(first, [array], origin, text),
            "push" or "unshift" => PushAll(array, arguments, atStart: name == "unshift"),
            "pop" or "shift" => Take(array, name == "pop" ? array.Items.Count - 1 : 0),
            "splice" => Splice(array, arguments, origin),
            "concat" => Concat(array, arguments, origin),
            "slice" => Slice(array, arguments, origin),
            "reverse" or "toReversed" => Reverse(array, origin),
            "entries" => IndexAndItem(array, origin),
            "keys" => Convert(array, origin, static (_, index) => index),
            "flat" => Flatten(array, origin),
            "fill" => Fill(array, first, origin),
            "join" => Join(array, first is StringValue separator ? separator.Text : ",", origin, text),
            "toString" => Join(array, ",", origin, text),
            "includes" or "indexOf" or "lastIndexOf" => Search(array, first, name == "includes", origin, text),
            "at" => ElementAt(array, first),
            _ => array,
        };
    }

    private ArrayValue Concat(ArrayValue array, List<Value> arguments, Origin origin)
    {
        ArrayValue joined = NewArray(origin, array.Items);
        joined.Wild = array.Wild;
        foreach (Value argument in arguments)
        {
            ConcatOne(joined, argument, origin);
        }

        return joined;
    }

    private ArrayValue Flatten(ArrayValue array, Origin origin)
    {
        ArrayValue flat = NewArray(origin);
        array.Items.ForEach(item => ConcatOne(flat, item, origin));
        flat.Wild = Values.JoinOptional(flat.Wild, array.Wild);
        return flat;
    }

    private ArrayValue Reverse(ArrayValue array, Origin origin)
    {
        ArrayValue reversed = NewArray(origin, Enumerable.Reverse(array.Items));
        reversed.Wild = array.Wild;
        return reversed;
    }

    private ArrayValue IndexAndItem(ArrayValue array, Origin origin)
        => Convert(array, origin, (item, index) => NewArray(origin, [index, item]));

    private ArrayValue Fill(ArrayValue array, Value value, Origin origin) => Convert(array, origin, (_, _) => value);

    private static Value ElementAt(ArrayValue array, Value index)
    {
        if (index is not NumberValue at || array.Wild is not null)
        {
            return Values.JoinAll(All(array));
        }

        double position = at.Value < 0 ? array.Items.Count + at.Value : at.Value;
        return array.Items.ElementAtOrDefault((int)position) ?? Value.Undefined;
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
            result.Wild = change(array.Wild, UnknownIndex(origin));
        }

        return result;
    }

    private UnknownValue UnknownIndex(Origin origin)
        => Unknown(origin, "index", "known at run time", UnknownKind.Number);

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

            result
                .Append(ReferenceEquals(item, array.Items[0]) && result.Length == 0 ? string.Empty : separator)
                .Append(part);
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
        if (Bound(arguments, 0, array.Items.Count, 0) is not { } start
            || Bound(arguments, 1, array.Items.Count, array.Items.Count) is not { } end)
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
