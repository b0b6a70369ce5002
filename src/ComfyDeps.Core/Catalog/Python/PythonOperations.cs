using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Catalog.Python;

/// <summary>The values of expressions.</summary>
internal sealed class PythonOperations
{
    private const int LongestText = 4096;
    private const int MostItems = 20_000;

    private static readonly HashSet<string> s_builtins = new(StringComparer.Ordinal)
    {
        "dict", "list", "tuple", "set", "sorted", "reversed", "zip", "enumerate",
        "getattr", "str", "len", "isinstance", "hasattr",
        "globals", "importlib", "__import__", "filter", "map", "print",
    };

    private readonly PythonProgram _program;
    private readonly PythonEvaluator _evaluator;
    private readonly PythonModule _module;

    /// <summary>Operations for one evaluator.</summary>
    /// <param name="program">The tree.</param>
    /// <param name="evaluator">The evaluator that knows the names.</param>
    /// <param name="module">The module.</param>
    internal PythonOperations(PythonProgram program, PythonEvaluator evaluator, PythonModule module)
    {
        _program = program;
        _evaluator = evaluator;
        _module = module;
    }

    /// <summary>A name that Python itself has.</summary>
    /// <param name="name">The name.</param>
    internal static object Builtin(string name)
        => s_builtins.Contains(name) ? new PythonBuiltin(name) : PythonUnknown.Instance;

    /// <summary>Whether a known value counts as true.</summary>
    /// <param name="value">The value.</param>
    internal static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool known => known,
        string text => text.Length > 0,
        double number => number != 0,
        PythonDict dict => dict.Items.Count > 0,
        PythonList list => list.Items.Count > 0,
        _ => true,
    };

    /// <summary>What a loop over a value sees, or null when that is not known.</summary>
    /// <param name="value">The value.</param>
    internal static List<object?>? Iterate(object? value) => value switch
    {
        PythonList list => [.. list.Items],
        PythonDict dict => [.. dict.Items.Keys],
        _ => null,
    };

    /// <summary>Puts the items of a value at the end of a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="value">The value.</param>
    internal static void Extend(PythonList list, object? value)
    {
        if (Iterate(value) is List<object?> items && list.Items.Count + items.Count < MostItems)
        {
            list.Items.AddRange(items);
            list.IsIncomplete |= value is PythonList { IsIncomplete: true } or PythonDict { IsIncomplete: true };
        }
        else
        {
            list.IsIncomplete = true;
        }
    }

    /// <summary>The value of two operands and an operator.</summary>
    /// <param name="operator">The operator.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    internal static object? Binary(string @operator, object? left, object? right)
    {
        switch (@operator, left, right)
        {
            case ("+", string a, string b) when a.Length + b.Length < LongestText:
                return a + b;
            case ("+", PythonList a, PythonList b):
                PythonList sum = new() { IsIncomplete = a.IsIncomplete };
                Extend(sum, a);
                Extend(sum, b);
                return sum;
            case ("|", PythonDict a, _):
                PythonDict merged = new();
                merged.Merge(a);
                merged.Merge(right);
                return merged;
            case ("%", string a, string b) when a.Contains("%s", StringComparison.Ordinal):
                return a.Replace("%s", b, StringComparison.Ordinal);
            case ("or", not PythonUnknown, _):
                return IsTrue(left) ? left : right;
            case ("and", not PythonUnknown, _):
                return IsTrue(left) ? right : left;
            case ("==", string a, string b):
                return a == b;
            case ("!=", string a, string b):
                return a != b;
            case ("in", string a, PythonDict { IsIncomplete: false } b):
                return b.Items.ContainsKey(a);
            case ("not in", string a, PythonDict { IsIncomplete: false } b):
                return !b.Items.ContainsKey(a);
            case ("in", string a, PythonList { IsIncomplete: false } b):
                return b.Items.Contains(a);
            case ("is not", PythonClass or PythonDict or PythonList or string, null):
                return true;
            case ("is", PythonClass or PythonDict or PythonList or string, null):
                return false;
            default:
                return PythonUnknown.Instance;
        }
    }

    /// <summary>The value of an expression.</summary>
    /// <param name="expression">The expression.</param>
    internal object? Evaluate(PythonExpression expression)
    {
        if (!_program.Step())
        {
            return PythonUnknown.Instance;
        }

        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case NameExpression name:
                return name.Name == "__name__" ? PythonUnknown.Instance : _evaluator.Name(name.Name);
            case FormatExpression format:
                return Format(format);
            case AttributeExpression attribute:
                return Attribute(Evaluate(attribute.Target), attribute.Name);
            case IndexExpression index:
                return Index(Evaluate(index.Target), Evaluate(index.Index));
            case CallExpression call:
                return Call(call);
            case DictExpression dict:
                return Dict(dict);
            case ListExpression list:
                return List(list.Items);
            case ComprehensionExpression comprehension:
                return Comprehension(comprehension);
            case BinaryExpression binary:
                return Binary(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right));
            case NotExpression not:
                return Evaluate(not.Value) is object value and not PythonUnknown
                    ? !IsTrue(value)
                    : PythonUnknown.Instance;
            case ChoiceExpression choice:
                object? test = Evaluate(choice.Test);
                return test is PythonUnknown || IsTrue(test) ? Evaluate(choice.Then) : Evaluate(choice.Else);
            default:
                return PythonUnknown.Instance;
        }
    }

    /// <summary>An attribute of a value.</summary>
    /// <param name="target">The value.</param>
    /// <param name="name">The attribute.</param>
    internal object? Attribute(object? target, string name) => target switch
    {
        PythonModule module => module.Names.TryGetValue(name, out object? value)
            ? value
            : (object?)_program.Import(module, 1, name) ?? (object)PythonUnknown.Instance,
        PythonClass @class => @class.Member(name) is PythonFunction
            ? new PythonMethod(@class, name)
            : @class.Member(name),
        // A member of an Enum is read through its value.
        string when name == "value" => target,
        PythonDict or PythonList or string => new PythonMethod(target, name),
        PythonBuiltin builtin => new PythonBuiltin($"{builtin.Name}.{name}"),
        // io.Schema(…), whatever the module is called: a call of it keeps its named arguments.
        PythonUnknown when name == "Schema" => new PythonBuiltin(name),
        _ => PythonUnknown.Instance,
    };

    private static object? Index(object? target, object? index) => (target, index) switch
    {
        (PythonDict dict, string key) => dict.Items.TryGetValue(key, out object? value)
            ? value
            : PythonUnknown.Instance,
        (PythonList list, double at) when at >= 0 && at < list.Items.Count => list.Items[(int)at],
        _ => PythonUnknown.Instance,
    };

    private object Format(FormatExpression format)
    {
        string text = string.Empty;
        foreach (PythonExpression part in format.Parts)
        {
            object? value = Evaluate(part);
            if (value is not (string or double) || text.Length > LongestText)
            {
                return PythonUnknown.Instance;
            }

            text += Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        return text;
    }

    private PythonDict Dict(DictExpression expression)
    {
        PythonDict dict = new();
        foreach ((PythonExpression? key, PythonExpression value) in expression.Entries)
        {
            if (key is null)
            {
                dict.Merge(Evaluate(value));
            }
            else
            {
                dict.Set(Evaluate(key), Evaluate(value));
            }
        }

        return dict;
    }

    private PythonList List(IReadOnlyList<PythonExpression> items)
    {
        PythonList list = new();
        foreach (PythonExpression item in items)
        {
            if (item is SpreadExpression spread)
            {
                Extend(list, Evaluate(spread.Value));
            }
            else
            {
                list.Items.Add(Evaluate(item));
            }
        }

        return list;
    }

    private object Comprehension(ComprehensionExpression comprehension)
    {
        PythonDict dict = new();
        PythonList list = new();
        bool complete = Clause(comprehension, 0, dict, list);
        dict.IsIncomplete |= !complete;
        list.IsIncomplete |= !complete;
        return comprehension.Key is null ? list : dict;
    }

    private bool Clause(ComprehensionExpression comprehension, int at, PythonDict dict, PythonList list)
    {
        if (at == comprehension.Clauses.Count)
        {
            if (comprehension.Key is null)
            {
                list.Items.Add(Evaluate(comprehension.Value));
            }
            else
            {
                dict.Set(Evaluate(comprehension.Key), Evaluate(comprehension.Value));
            }

            return true;
        }

        PythonClause clause = comprehension.Clauses[at];
        if (Iterate(Evaluate(clause.Source)) is not List<object?> items)
        {
            return false;
        }

        bool complete = true;
        foreach (object? item in items)
        {
            _evaluator.Assign(clause.Target, item);
            bool passes = clause.Conditions.All(c => Evaluate(c) is PythonUnknown or true || IsTrue(Evaluate(c)));
            complete &= !passes || Clause(comprehension, at + 1, dict, list);
        }

        return complete;
    }

    private object? Call(CallExpression call)
    {
        object? target = Evaluate(call.Target);
        List<(string? Name, object? Value)> arguments = [];
        foreach (PythonArgument argument in call.Arguments)
        {
            object? value = Evaluate(argument.Value);
            if (argument.Stars == 1 && Iterate(value) is List<object?> items)
            {
                arguments.AddRange(items.Select(static i => ((string?)null, i)));
            }
            else if (argument.Stars == 2 && value is PythonDict dict)
            {
                arguments.AddRange(dict.Items.Select(static i => ((string?)i.Key, i.Value)));
            }
            else if (argument.Stars == 0)
            {
                arguments.Add((argument.Name, value));
            }
        }

        return target switch
        {
            PythonFunction function => _evaluator.Call(function, arguments, null),
            PythonMethod { Target: PythonClass @class } method
                when @class.Member(method.Name) is PythonFunction function
                => _evaluator.Call(function, arguments, @class),
            PythonMethod method => PythonMethods.Call(method, arguments),
            PythonBuiltin { Name: "Schema" } => Named(arguments),
            PythonBuiltin { Name: "importlib.import_module" or "__import__" } => ImportModule(arguments),
            PythonBuiltin { Name: "getattr" } when arguments is [{ } first, { Value: string name }, ..]
                => Attribute(first.Value, name),
            PythonBuiltin builtin => PythonMethods.CallBuiltin(builtin.Name, arguments),
            _ => PythonUnknown.Instance,
        };
    }

    private static PythonDict Named(List<(string? Name, object? Value)> arguments)
    {
        PythonDict named = new();
        foreach ((string? name, object? value) in arguments)
        {
            named.Set(name, value);
        }

        return named;
    }

    private object ImportModule(List<(string? Name, object? Value)> arguments)
    {
        if (arguments is not [{ Value: string name }, ..])
        {
            return PythonUnknown.Instance;
        }

        string bare = name.TrimStart('.');
        return (object?)_program.Import(_module, name.Length - bare.Length, bare) ?? PythonUnknown.Instance;
    }
}
