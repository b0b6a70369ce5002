using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What lists do with a function that they are given.</content>
internal sealed partial class Evaluator
{
    private Value CallValue(Value function, List<Value> arguments, Origin origin, ExpressionText text)
        => Map(function, option => option switch
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
                CallValue(function, [wild, UnknownIndex(origin), array], origin, text),
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

    private Value Reduce(
        ArrayValue array, List<Value> arguments, Origin origin, ExpressionText text, bool isReversed)
    {
        Value function = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        Value? start = arguments.Count > 1 ? arguments[1] : null;
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
                CallValue(function, [result, wild, UnknownIndex(origin), array], origin, text)));
        }

        return result;
    }

    private Value Decide(ArrayValue array, string name, Value function, Origin origin, ExpressionText text)
    {
        ArrayValue answers = Walk(array, "map", function, origin, text) as ArrayValue ?? array;
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
}
