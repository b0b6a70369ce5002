using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What the functions of <c>Object</c> do.</content>
internal sealed partial class Evaluator
{
    private Value CallObject(string name, Value first, List<Value> arguments, Origin origin, ExpressionText text)
    {
        switch (name)
        {
            case "freeze" or "seal" or "preventExtensions" or "setPrototypeOf":
                return first;
            case "create":
                ObjectValue made = NewObject(origin);
                made.Prototype = first as ObjectValue;
                return made;
            case "assign":
                SpreadInto(first, arguments.Skip(1));
                return first;
            case "keys" or "getOwnPropertyNames":
                (List<Value> keys, Value? more) = KeysOf(first, origin);
                return WithRest(NewArray(origin, keys), more);
            case "values" or "entries":
                return Properties(first, name == "entries", origin, text);
            case "fromEntries":
                return FromEntries(first, origin);
            case "defineProperty" when arguments is [ObjectValue target, { } key, ObjectValue descriptor]:
                Set(target, key, Get(descriptor, "value", origin, text));
                return target;
            case "hasOwn" when arguments is [{ } owner, { } property]
                && Values.KeyOf(property) is { } wanted && Has(owner, wanted) is { } has:
                return Value.Of(has);
            case "is" when arguments.Count > 1 && AreEqual(first, arguments[1], isStrict: true) is { } same:
                return Value.Of(same);
            case "groupBy":
                return Unknown(origin, text, "grouped at run time");
            default:
                UnknownKind kind = name is "is" or "hasOwn" ? UnknownKind.Boolean : UnknownKind.Any;
                return Unknown(origin, text, "known at run time", kind);
        }
    }

    private void SpreadInto(Value targets, IEnumerable<Value> sources)
    {
        foreach (Value target in targets.Options)
        {
            foreach (Value source in sources)
            {
                if (target is ObjectValue item)
                {
                    Spread(item, source);
                }
            }
        }
    }

    private static ArrayValue WithRest(ArrayValue array, Value? rest)
    {
        array.Wild = rest;
        return array;
    }

    private ArrayValue Properties(Value source, bool asPairs, Origin origin, ExpressionText text)
    {
        ArrayValue result = NewArray(origin);
        Value known = Values.Where(source, option => option is ObjectValue) ?? Value.Undefined;
        foreach (Value option in known.Options)
        {
            if (option is not ObjectValue item)
            {
                continue;
            }

            (List<Value> keys, Value? more) = KeysOf(item, origin);
            foreach (Value key in keys)
            {
                Value value = Get(item, key.ToString()!, origin, text);
                Add(result, asPairs ? NewArray(origin, [key, value]) : value, isSure: known is not UnionValue);
            }

            if (more is not null)
            {
                ExpressionText child = item is UnknownValue unknown ? unknown.Text + "[]" : text;
                Value value = item is UnknownValue open
                    ? Element(open)
                    : item.Wild ?? Unknown(origin, child, "known at run time");
                result.Wild = Values.JoinOptional(result.Wild, asPairs ? NewArray(origin, [more, value]) : value);
            }
        }

        return result;
    }

    private ObjectValue FromEntries(Value source, Origin origin)
    {
        ObjectValue result = NewObject(origin);
        (List<Value> pairs, Value? more) = Elements(source, origin);
        foreach (Value pair in pairs)
        {
            Set(result, Part(pair, 0), Part(pair, 1));
        }

        foreach (Value pair in (more ?? Value.Undefined).Options)
        {
            result.Wild = more is null ? result.Wild : Values.JoinOptional(result.Wild, Part(pair, 1));
        }

        return result;
    }
}
