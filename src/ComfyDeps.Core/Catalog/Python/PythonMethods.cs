using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Catalog.Python;

/// <summary>The methods and functions of Python that packs use to put their mappings together.</summary>
internal static class PythonMethods
{
    /// <summary>The value of a method's call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="arguments">The arguments.</param>
    internal static object? Call(PythonMethod method, IReadOnlyList<(string? Name, object? Value)> arguments)
        => method.Target switch
        {
            PythonDict dict => OfDict(dict, method.Name, arguments),
            PythonList list => OfList(list, method.Name, arguments),
            string text => OfText(text, method.Name, arguments),
            _ => PythonUnknown.Instance,
        };

    /// <summary>The value of a call of a function of Python itself.</summary>
    /// <param name="name">The function.</param>
    /// <param name="arguments">The arguments.</param>
    internal static object? CallBuiltin(string name, IReadOnlyList<(string? Name, object? Value)> arguments)
    {
        object? first = arguments.Count > 0 ? arguments[0].Value : null;
        switch (name)
        {
            case "dict":
                PythonDict dict = new();
                MergeArguments(dict, arguments);
                return dict;
            case "list" or "tuple" or "set" or "sorted" or "reversed":
                PythonList list = new();
                if (arguments.Count > 0)
                {
                    PythonOperations.Extend(list, first);
                }

                return list;
            case "enumerate" when PythonOperations.Iterate(first) is List<object?> items:
                return ListOf(items.Select(static (item, i) => ListOf([(double)i, item])));
            case "zip" when arguments.Count == 2 && PythonOperations.Iterate(first) is List<object?> left
                && PythonOperations.Iterate(arguments[1].Value) is List<object?> right:
                return ListOf(left.Zip(right, static (a, b) => ListOf([a, b])));
            case "str" when first is string:
                return first;
            default:
                return PythonUnknown.Instance;
        }
    }

    private static PythonList ListOf(IEnumerable<object?> items)
    {
        PythonList list = new();
        list.Items.AddRange(items);
        return list;
    }

    private static void MergeArguments(PythonDict dict, IReadOnlyList<(string? Name, object? Value)> arguments)
    {
        foreach ((string? key, object? value) in arguments)
        {
            if (key is null)
            {
                MergePairs(dict, value);
            }
            else
            {
                dict.Set(key, value);
            }
        }
    }

    private static void MergePairs(PythonDict dict, object? value)
    {
        if (value is not PythonList pairs)
        {
            dict.Merge(value);
            return;
        }

        dict.IsIncomplete |= pairs.IsIncomplete;
        foreach (object? pair in pairs.Items)
        {
            dict.Set(
                pair is PythonList { Items: [string key, ..] } ? key : null,
                (pair as PythonList)?.Items.ElementAtOrDefault(1));
        }
    }

    private static object? OfDict(PythonDict dict, string name, IReadOnlyList<(string? Name, object? Value)> arguments)
    {
        object? first = arguments.Count > 0 ? arguments[0].Value : PythonUnknown.Instance;
        switch (name)
        {
            case "update":
                MergeArguments(dict, arguments);
                return null;
            case "items":
                return Marked(dict, dict.Items.Select(static i => (object?)ListOf([i.Key, i.Value])));
            case "keys":
                return Marked(dict, dict.Items.Keys);
            case "values":
                return Marked(dict, dict.Items.Values);
            case "copy":
                PythonDict copy = new();
                copy.Merge(dict);
                return copy;
            case "get" or "setdefault" or "pop" when first is string key:
                return ValueOf(dict, key, name, arguments.Count > 1 ? arguments[1].Value : PythonUnknown.Instance);
            default:
                return PythonUnknown.Instance;
        }
    }

    /// <summary>The value of a key, and what the method that asks for it does to the mapping.</summary>
    private static object? ValueOf(PythonDict dict, string key, string method, object? other)
    {
        object? value = dict.Items.TryGetValue(key, out object? found) ? found : other;
        if (method == "pop")
        {
            dict.Items.Remove(key);
        }
        else if (method == "setdefault")
        {
            dict.Items[key] = value;
        }

        return value;
    }

    private static PythonList Marked(PythonDict dict, IEnumerable<object?> items)
    {
        PythonList list = ListOf(items);
        list.IsIncomplete = dict.IsIncomplete;
        return list;
    }

    private static PythonUnknown? OfList(
        PythonList list,
        string name,
        IReadOnlyList<(string? Name, object? Value)> arguments)
    {
        switch (name)
        {
            case "append" or "add" when arguments.Count == 1:
                list.Items.Add(arguments[0].Value);
                return null;
            case "extend" or "update" when arguments.Count == 1:
                PythonOperations.Extend(list, arguments[0].Value);
                return null;
            default:
                return PythonUnknown.Instance;
        }
    }

    private static object OfText(string text, string name, IReadOnlyList<(string? Name, object? Value)> arguments)
    {
        string?[] given = [.. arguments.Select(static a => a.Value as string)];
        switch (name, given)
        {
            case ("format", _) when given.All(static g => g is not null):
                return Filled(text, arguments);
            case ("replace", [string old, string @new]) when old.Length > 0:
                return text.Replace(old, @new, StringComparison.Ordinal);
            case ("strip", []):
                return text.Trim();
            case ("lower", []):
                return text.ToLowerInvariant();
            case ("upper", []):
                return text.ToUpperInvariant();
            case ("removesuffix", [string suffix]):
                return text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
            case ("removeprefix", [string prefix]):
                return text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
            case ("join", _) when PythonOperations.Iterate(
                arguments.Count > 0 ? arguments[0].Value : null) is List<object?> parts
                && parts.All(static p => p is string):
                return string.Join(text, parts);
            case ("split", [string separator]) when separator.Length > 0:
                return ListOf(text.Split(separator));
            default:
                return PythonUnknown.Instance;
        }
    }

    private static object Filled(string text, IReadOnlyList<(string? Name, object? Value)> arguments)
    {
        int next = 0;
        for (int open = text.IndexOf('{', 0); open >= 0
            && open < text.Length; open = open < text.Length ? text.IndexOf('{', open) : -1)
        {
            int close = text.IndexOf('}', open);
            if (close < 0)
            {
                return PythonUnknown.Instance;
            }

            string field = text[(open + 1)..close];
            string? value = field.Length == 0 ? arguments
                .Where(static a => a.Name is null)
                .ElementAtOrDefault(next++).Value as string
                : int.TryParse(field, out int at) ? arguments.ElementAtOrDefault(at).Value as string
                : arguments.FirstOrDefault(a => a.Name == field).Value as string;
            if (value is null)
            {
                return PythonUnknown.Instance;
            }

            text = text[..open] + value + text[(close + 1)..];
            open += value.Length;
        }

        return text;
    }
}
