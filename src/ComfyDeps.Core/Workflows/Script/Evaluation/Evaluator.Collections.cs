using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What Maps and Sets can do.</content>
internal sealed partial class Evaluator
{
    /// <summary>A Map keeps pairs, a Set its values; keys are compared as the language does.</summary>
    private Value CallCollection(
        ArrayValue collection,
        string name,
        List<Value> arguments,
        Origin origin,
        ExpressionText text)
    {
        Value first = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        bool isMap = collection.Kind == CollectionKind.Map;
        switch (name)
        {
            case "set" or "add":
                _heap.Touch(collection);
                Put(
                    collection,
                    first,
                    isMap ? NewArray(origin, [first, arguments.Count > 1 ? arguments[1] : Value.Undefined]) : first);
                return collection;
            case "get":
                return GetPair(collection, first);
            case "has":
                ArrayValue keys = isMap ? Convert(collection, origin, (pair, _) => Part(pair, 0)) : collection;
                return Search(keys, first, asTruth: true, origin, text);
            case "delete":
                _heap.Touch(collection);
                collection.Items.RemoveAll(
                    item => AreEqual(isMap ? Part(item, 0) : item, first, isStrict: true) == true);
                return Value.True;
            case "clear":
                _heap.Touch(collection);
                collection.Items.Clear();
                collection.Wild = null;
                return Value.Undefined;
            case "keys":
                return Convert(collection, origin, (item, _) => isMap ? Part(item, 0) : item);
            case "values":
                return Convert(collection, origin, (item, _) => isMap ? Part(item, 1) : item);
            case "forEach":
                return Walk(
                    Convert(collection, origin, (item, _) => isMap ? Part(item, 1) : item), name, first, origin, text);
            default:
                return Convert(collection, origin, (item, _) => item);
        }
    }

    private void Put(ArrayValue collection, Value key, Value item)
    {
        bool isMap = collection.Kind == CollectionKind.Map;
        int index = collection.Items.FindIndex(
            other => AreEqual(isMap ? Part(other, 0) : other, key, isStrict: true) == true);
        if (index >= 0)
        {
            collection.Items[index] = item;
        }
        else
        {
            Push(collection, item);
        }
    }

    private Value GetPair(ArrayValue map, Value key)
    {
        List<Value> found = [];
        foreach (Value pair in All(map))
        {
            bool? same = AreEqual(Part(pair, 0), key, isStrict: true);
            if (same == true)
            {
                return Part(pair, 1);
            }

            if (same is null)
            {
                found.Add(Part(pair, 1));
            }
        }

        return Values.JoinAll(found.Append(Value.Undefined));
    }

    private Value Part(Value pair, int index) => Get(pair, index == 0 ? "0" : "1", default, "entry");
}
