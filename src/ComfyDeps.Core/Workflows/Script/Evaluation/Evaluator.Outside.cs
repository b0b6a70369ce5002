using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What reaches outside the script: JSON texts, files, and methods of values that are not known.</content>
internal sealed partial class Evaluator
{
    private const int MaxCloneDepth = 200;

    /// <summary>
    /// Functions of well-known libraries that hand out a copy of what they are given, or the thing itself.
    /// </summary>
    private static readonly HashSet<string> s_copies = new(StringComparer.OrdinalIgnoreCase)
    {
        "cloneDeep", "clone", "deepClone", "deepCopy", "klona", "rfdc", "merge",
        "defaultsDeep", "assign", "freeze", "deepFreeze",
        "lodash.clonedeep", "toRaw", "markRaw", "ref", "reactive", "observable",
    };

    /// <summary>Functions of well-known libraries that call what they are given and hand out its result.</summary>
    private static readonly HashSet<string> s_runs = new(StringComparer.Ordinal)
    {
        "useMemo", "memoize", "once", "computed", "memo", "cache", "untracked", "startTransition",
    };

    private Value NewNative(NativeValue native, List<Value> arguments, NewExpression call, Scope scope)
    {
        Origin origin = At(call, scope);
        Value first = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        switch (native.Name)
        {
            case "Map" or "WeakMap" or "Set" or "WeakSet":
                bool isMap = native.Name.EndsWith("Map", StringComparison.Ordinal);
                ArrayValue collection = NewArray(origin, null, isMap ? CollectionKind.Map : CollectionKind.Set);
                (List<Value> items, Value? rest) = Elements(first, origin);
                items.ForEach(item => Put(collection, isMap ? Part(item, 0) : item, item));
                collection.Wild = rest;
                return collection;
            case "Array":
                return NewNativeArray(arguments, origin);
            case "Object":
                return NewObject(origin);
            case "Proxy" when arguments is [{ } target, ObjectValue handler]:
                return new ProxyValue(_heap.NextBirth(), origin, target, handler);
            case "Promise" when first is FunctionValue executor:
                ArrayValue settled = NewArray(origin);
                NativeValue resolve = new("push", settled);
                Call(
                    executor,
                    Value.Undefined,
                    [resolve, new NativeValue("console.error")],
                    origin,
                    TextOf(call, scope));
                return settled.Items.Count > 0 || settled.Wild is not null
                    ? Values.JoinAll(All(settled))
                    : Unknown(call, scope, "promised by what is not known");
            case "String" or "Number" or "Boolean":
                return CallGlobal(native.Name, arguments, origin, TextOf(call, scope));
            case "RegExp" when first is StringValue pattern:
                return new PatternValue(
                    pattern.Text,
                    arguments.Count > 1 ? (arguments[1] as StringValue)?.Text ?? string.Empty : string.Empty);
            case "Date":
                return Unknown(call, scope, "the time");
            default:
                return Unknown(call, scope, "known at run time");
        }
    }

    private ArrayValue NewNativeArray(List<Value> arguments, Origin origin)
    {
        if (arguments is not [NumberValue { Value: >= 0 and <= Budget.MaxRounds } length])
        {
            ArrayValue array = NewArray(origin);
            array.Items.AddRange(arguments is [UnknownValue] ? [] : arguments);
            array.Wild = arguments is [UnknownValue] ? Value.Undefined : null;
            return array;
        }

        return NewArray(origin, Enumerable.Repeat(Value.Undefined, (int)length.Value));
    }

    private Value Require(List<Value> arguments, Expression call, Scope scope)
    {
        if (arguments is not [StringValue source])
        {
            return Unknown(call, scope, "a module known at run time");
        }

        return Imported(scope.Frame.Module, new ImportedName(source.Text, "="), TextOf(call, scope), At(call, scope));
    }

    private Value ParseJson(Value value, Origin origin, ExpressionText text) => Map(value, option => option switch
    {
        JsonTextValue json => Clone(json.Source),
        StringValue known => new JsonText(this, known).Read(known.Text) ?? Unknown(origin, text, "not JSON"),
        ObjectValue and not UnknownValue => option,
        _ => Unknown(origin, text, "a JSON text known at run time"),
    });

    private JsonTextValue ToJson(Value value)
    {
        if (value is ObjectValue item && !(value is UnknownValue or ArrayValue)
            && Get(item, "toJSON", item.Origin, "toJSON") is FunctionValue convert)
        {
            return new JsonTextValue(Call(convert, item, [], item.Origin, "toJSON"));
        }

        return new JsonTextValue(value);
    }

    /// <summary>Replacing in a JSON text is replacing in the texts that it holds.</summary>
    private Value CallJsonText(
        JsonTextValue json,
        string name,
        List<Value> arguments,
        Origin origin,
        ExpressionText text)
    {
        switch (name)
        {
            case "replace" or "replaceAll":
                return new JsonTextValue(Clone(json.Source, option => option is StringValue known
                    ? Replace(known, Unquote(arguments), all: true, origin, text)
                    : option));
            case "toString" or "trim" or "slice":
                return json;
            default:
                return Unknown(
                    origin,
                    text,
                    "made at run time",
                    name is "includes" or "startsWith" or "endsWith" ? UnknownKind.Boolean : UnknownKind.Text);
        }
    }

    /// <summary>Placeholders are often replaced together with the quotes around them.</summary>
    private static List<Value> Unquote(List<Value> arguments) =>
    [
        .. arguments.Select(argument => argument is StringValue { Text: ['"', .., '"'] and { } quoted } value
            ? new StringValue(quoted[1..^1], value.Origin)
            : argument),
    ];

    private Value Clone(Value value, Func<Value, Value>? change = null)
        => Clone(value, change, new Dictionary<ObjectValue, ObjectValue>(ReferenceEqualityComparer.Instance), 0);

    private Value Clone(Value value, Func<Value, Value>? change, Dictionary<ObjectValue, ObjectValue> done, int depth)
    {
        if (value is UnionValue union)
        {
            return Values.JoinAll(union.Items.Select(item => Clone(item, change, done, depth)));
        }

        if (value is not ObjectValue item
            || item is UnknownValue or FunctionValue or ClassValue or ProxyValue
            || depth > MaxCloneDepth
            || !Step())
        {
            return change is null ? value : change(value);
        }

        if (done.TryGetValue(item, out ObjectValue? copied))
        {
            return copied;
        }

        ObjectValue copy = item is ArrayValue array ? NewArray(item.Origin, null, array.Kind) : NewObject(item.Origin);
        done.Add(item, copy);
        copy.Prototype = item.Prototype;
        foreach ((string key, Value member) in item.Properties)
        {
            copy.Properties[key] = Clone(member, change, done, depth + 1);
        }

        copy.Elements?.AddRange(item.Elements!.Select(element => Clone(element, change, done, depth + 1)));
        copy.Wild = item.Wild is null ? null : Clone(item.Wild, change, done, depth + 1);
        copy.Open = item.Open is null ? null : [.. item.Open];
        return copy;
    }

    private Value? PassedThrough(UnknownValue callee, List<Value> arguments, Origin origin)
    {
        string name = callee.Key ?? callee.Text;
        if (arguments.Count > 0 && s_copies.Contains(name))
        {
            Value copy = Clone(arguments[0]);
            foreach (Value more in copy is ObjectValue and not UnknownValue ? arguments.Skip(1) : [])
            {
                Spread((ObjectValue)copy, more);
            }

            return copy;
        }

        return arguments is [FunctionValue function, ..] && s_runs.Contains(name)
            ? Call(function, Value.Undefined, [], origin, name)
            : null;
    }

    /// <summary>
    /// What a method does whatever the object: walk through it, add to it, look at a text. Null for any other.
    /// </summary>
    private Value? UnknownMethod(UnknownValue target, string name, List<Value> arguments, Expression call, Scope scope)
    {
        Origin origin = At(call, scope);
        ExpressionText text = TextOf(call, scope);
        Value first = arguments.Count > 0 ? arguments[0] : Value.Undefined;
        bool takesFunction = first is FunctionValue or NativeValue;
        switch (name)
        {
            case "map" or "flatMap" or "forEach" or "filter" or "find" or "some" or "every" or "findIndex" or "reduce"
                when takesFunction:
                ArrayValue elements = NewArray(origin);
                elements.Wild = Element(target);
                Value walked = CallArray(elements, name, arguments, origin, text);
                return name == "filter" ? target : walked;
            case "then" or "finally" when takesFunction:
                Value result = CallValue(first, [Unknown(origin, text, "what is promised")], origin, text);
                Escaped.AddRange(result is ObjectValue or UnionValue ? result.Options.ToArray() : []);
                return name == "then" ? result : target;
            case "catch" when takesFunction:
                RunCallbacks(first, 0);
                return target;
            case "push" or "unshift" or "add" when arguments.Count > 0:
                AddToUnknown(target, arguments);
                return name == "add" ? target : Unknown(origin, text, "a number", UnknownKind.Number);
            case "sort" or "slice" or "reverse" or "concat" when target.Kind == UnknownKind.Any && arguments.Count == 0:
                return target;
            case "trim" or "toLowerCase" or "toUpperCase" or "replace" or "replaceAll" or "substring" or "padStart"
                or "padEnd" or "toString" or "join" or "toFixed" or "toISOString" or "trimEnd" or "trimStart"
                or "charAt" or "repeat":
                return Unknown(origin, text, "made at run time", UnknownKind.Text);
            case "includes" or "has" or "hasOwnProperty":
                Ask(target, first, ((CallExpression)call).Arguments is [{ } asked, ..] ? asked : call, scope);
                return Unknown(origin, text, "known at run time", UnknownKind.Boolean);
            case "startsWith" or "endsWith" or "test" or "isArray":
                return Unknown(origin, text, "known at run time", UnknownKind.Boolean);
            case "indexOf" or "lastIndexOf" or "charCodeAt" or "getTime" or "valueOf":
                return Unknown(origin, text, "known at run time", UnknownKind.Number);
            default:
                return null;
        }
    }

    private void AddToUnknown(UnknownValue target, List<Value> values)
    {
        Escape(values);
        _heap.Touch(target);
        values.ForEach(value => target.Wild = Values.JoinOptional(target.Wild, value));
        Written.Add(Root(target));
    }

    /// <summary>
    /// A JSON file that is read by a path that is known is as good as imported; other files are not looked at.
    /// </summary>
    private Value ReadFile(string name, Value path, Origin origin, ExpressionText text)
    {
        if (path is StringValue { Text: { } written }
            && origin.File is { } file
            && written.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            string folder = System.IO.Path.GetDirectoryName(file.Path)!;
            string[] candidates = written.StartsWith(ScriptFolder, StringComparison.Ordinal)
                ? [System.IO.Path.Join(folder, written[ScriptFolder.Length..])]
                : [System.IO.Path.Join(folder, written), System.IO.Path.Join(_root, written)];
            foreach (string candidate in candidates)
            {
                if (_graph.LoadInside(candidate, _root, _cancellationToken) is { } module
                    && InstanceOf(module) is { } instance)
                {
                    Start(instance);
                    Value copy = Clone(instance.Whole!);
                    return name.Contains("Json", StringComparison.Ordinal) ? copy : new JsonTextValue(copy);
                }
            }
        }

        return Unknown(origin, text, "read from a file at run time");
    }

    private const string ScriptFolder = "\0folder/";

    private Value CallPath(string name, List<Value> arguments, Origin origin, ExpressionText text)
    {
        List<string> parts = [];
        foreach (Value argument in arguments)
        {
            switch (argument)
            {
                case StringValue known:
                    parts.Add(known.Text);
                    break;
                case UnknownValue { Text: "__dirname" or "import.meta.dirname" or "import.meta.url"
                    or "__filename" or "import.meta.filename" } here:
                    parts.Add(here.Text is "__dirname" or "import.meta.dirname" ? ScriptFolder : ScriptFolder + "file");
                    break;
                case UnknownValue { Text: "process.cwd()" }:
                    break;
                default:
                    return Unknown(origin, text, "a path known at run time", UnknownKind.Text);
            }
        }

        return parts.Count == 0 ? Unknown(origin, text, "a path known at run time", UnknownKind.Text) : name switch
        {
            "url.fileURLToPath" => NewText(parts[0], origin),
            "path.dirname" => NewText(
                parts[0].Contains('/', StringComparison.Ordinal) ? parts[0][..(parts[0].LastIndexOf('/') + 1)] : ".",
                origin),
            "path.basename" => NewText(parts[0][(parts[0].LastIndexOf('/') + 1)..], origin),
            _ => NewText(string.Join('/', parts), origin),
        };
    }
}
