using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Catalog.Python;

/// <summary>
/// Follows what a module's statements put into its names. Nothing is run: only the few operations that packs use to
/// name their nodes are known, everything else is unknown.
/// </summary>
internal sealed class PythonEvaluator
{
    private const int DeepestCall = 12;

    private readonly PythonProgram _program;
    private readonly PythonModule _module;
    private readonly PythonOperations _operations;
    private readonly HashSet<string> _globals = new(StringComparer.Ordinal);
    private IReadOnlyList<Dictionary<string, object?>> _closure = [];
    private Dictionary<string, object?> _names;
    private object? _result = PythonUnknown.Instance;
    private bool _returned;
    private int _calls;

    /// <summary>An evaluator for one module.</summary>
    /// <param name="program">The tree that it is in.</param>
    /// <param name="module">The module.</param>
    internal PythonEvaluator(PythonProgram program, PythonModule module)
    {
        _program = program;
        _module = module;
        _names = module.Names;
        _operations = new PythonOperations(program, this, module);
    }

    /// <summary>Follows statements.</summary>
    /// <param name="statements">The statements.</param>
    internal void Run(IReadOnlyList<PythonStatement> statements)
    {
        foreach (PythonStatement statement in statements)
        {
            if (_returned || !_program.Step())
            {
                return;
            }

            Run(statement);
        }
    }

    /// <summary>The value of a name.</summary>
    /// <param name="name">The name.</param>
    internal object? Name(string name)
    {
        if (_names.TryGetValue(name, out object? value))
        {
            return value;
        }

        foreach (Dictionary<string, object?> around in _closure)
        {
            if (around.TryGetValue(name, out value))
            {
                return value;
            }
        }

        return _module.Names.TryGetValue(name, out value) ? value : PythonOperations.Builtin(name);
    }

    /// <summary>The value of a call of a function of the source.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="self">What comes before them, or unknown.</param>
    internal object? Call(PythonFunction function, IReadOnlyList<(string? Name, object? Value)> arguments, object? self)
    {
        if (_calls >= DeepestCall || !_program.Step())
        {
            return PythonUnknown.Instance;
        }

        PythonEvaluator callee = new(_program, function.Module)
        {
            _calls = _calls + 1,
            _names = new(StringComparer.Ordinal),
            _closure = function.Closure,
        };
        Queue<object?> positional = new(arguments.Where(static a => a.Name is null).Select(static a => a.Value));
        bool method = self is not null && function.Statement.Parameters is [{ Name: "self" or "cls" }, ..];
        foreach (PythonParameter parameter in function.Statement.Parameters.Skip(method ? 1 : 0))
        {
            object? value = PythonUnknown.Instance;
            if (parameter.Stars == 0)
            {
                (string? Name, object? Value) named = arguments.FirstOrDefault(a => a.Name == parameter.Name);
                value = named.Name is not null ? named.Value
                    : positional.Count > 0 ? positional.Dequeue()
                    : parameter.Default is not null ? _operations.Evaluate(parameter.Default) : PythonUnknown.Instance;
            }

            callee._names[parameter.Name] = value;
        }

        if (method)
        {
            callee._names[function.Statement.Parameters[0].Name] = self;
        }

        callee.Run(function.Statement.Body);
        return callee._returned ? callee._result : PythonUnknown.Instance;
    }

    /// <summary>Puts a value into a target.</summary>
    /// <param name="target">A name, an entry, an attribute, or several.</param>
    /// <param name="value">The value.</param>
    internal void Assign(PythonExpression target, object? value)
    {
        switch (target)
        {
            case NameExpression name:
                Dictionary<string, object?> names = _globals.Contains(name.Name) ? _module.Names : _names;

                // A mapping that was handed to something unknown comes back with at least what it had.
                if (value is PythonUnknown
                    && names.GetValueOrDefault(name.Name) is PythonDict { Items.Count: > 0 } kept)
                {
                    kept.IsIncomplete = true;
                    break;
                }

                names[name.Name] = value;
                break;
            case IndexExpression index when _operations.Evaluate(index.Target) is PythonDict dict:
                dict.Set(_operations.Evaluate(index.Index), value);
                break;
            case AttributeExpression attribute when _operations.Evaluate(attribute.Target) is PythonClass @class:
                @class.Members[attribute.Name] = value;
                break;
            case ListExpression list:
                List<object?>? items = (value as PythonList)?.Items;
                for (int i = 0; i < list.Items.Count; i++)
                {
                    Assign(list.Items[i], items is not null && i < items.Count ? items[i] : PythonUnknown.Instance);
                }

                break;
            default:
                break;
        }
    }

    private void Run(PythonStatement statement)
    {
        switch (statement)
        {
            case AssignStatement assign:
                object? value = _operations.Evaluate(assign.Value);
                foreach (PythonExpression target in assign.Targets)
                {
                    Assign(target, value);
                }

                break;
            case AugmentStatement augment:
                Augment(augment);
                break;
            case ExpressionStatement expression:
                _operations.Evaluate(expression.Value);
                break;
            case ImportStatement import:
                Import(import);
                break;
            case GlobalStatement global:
                _globals.UnionWith(global.Names);
                break;
            case ReturnStatement end:
                _result = _operations.Evaluate(end.Value);
                _returned = true;
                break;
            default:
                RunCompound(statement);
                break;
        }
    }

    /// <summary>Statements that have others in them.</summary>
    private void RunCompound(PythonStatement statement)
    {
        switch (statement)
        {
            case IfStatement choice:
                If(choice);
                break;
            case ForStatement loop:
                For(loop);
                break;
            case BlockStatement block:
                Run(block.Body);
                break;
            case FunctionStatement function:
                _names[function.Name] = new PythonFunction(
                    function,
                    _module,
                    _names == _module.Names || _calls == 0 ? [] : [_names, .. _closure]);
                break;
            case DecoratedStatement decorated:
                Decorate(decorated);
                break;
            case ClassStatement @class:
                Class(@class);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Decorators register nodes: what they do to a mapping counts, and what they return takes the thing's place.
    /// </summary>
    private void Decorate(DecoratedStatement decorated)
    {
        Run(decorated.Inner);
        string? name = (decorated.Inner as ClassStatement)?.Name ?? (decorated.Inner as FunctionStatement)?.Name;
        for (int i = decorated.Decorators.Count - 1; i >= 0 && name is not null; i--)
        {
            if (_operations.Evaluate(decorated.Decorators[i]) is PythonFunction decorator
                && Call(decorator, [(null, Name(name))], null) is object result and not PythonUnknown)
            {
                _names[name] = result;
            }
        }
    }

    private void Augment(AugmentStatement augment)
    {
        object? left = _operations.Evaluate(augment.Target);
        object? right = _operations.Evaluate(augment.Value);
        if (left is PythonDict dict && augment.Operator == "|")
        {
            dict.Merge(right);
        }
        else if (left is PythonList list && augment.Operator == "+")
        {
            PythonOperations.Extend(list, right);
        }
        else
        {
            Assign(augment.Target, PythonOperations.Binary(augment.Operator, left, right));
        }
    }

    private void If(IfStatement choice)
    {
        object? test = _operations.Evaluate(choice.Test);
        if (test is PythonUnknown)
        {
            // Which way it goes is known only where it runs: what either way adds may be there.
            Run(choice.Then);
            bool returned = _returned;
            _returned = false;
            KeyValuePair<string, object?>[] before = choice.Else.Count == 0 ? [] : [.. _names];
            Run(choice.Else);
            _returned |= returned && choice.Else.Count > 0;
            foreach ((string name, object? value) in before)
            {
                // An empty mapping on the other way is for when loading failed.
                if (value is PythonDict { Items.Count: > 0 } && _names[name] is PythonDict { Items.Count: 0 })
                {
                    _names[name] = value;
                }
            }

            return;
        }

        Run(PythonOperations.IsTrue(test) ? choice.Then : choice.Else);
    }

    private void For(ForStatement loop)
    {
        if (PythonOperations.Iterate(_operations.Evaluate(loop.Source)) is not List<object?> items)
        {
            // Over something unknown: once, so that what the body adds is noted as unknown.
            Assign(loop.Target, PythonUnknown.Instance);
            Run(loop.Body);
            return;
        }

        foreach (object? item in items)
        {
            Assign(loop.Target, item);
            Run(loop.Body);
            if (_returned || !_program.Step())
            {
                return;
            }
        }
    }

    private void Class(ClassStatement statement)
    {
        PythonClass[] bases = [.. statement.Bases.Select(b => _operations.Evaluate(b.Value)).OfType<PythonClass>()];
        Dictionary<string, object?> outer = _names;
        PythonClass @class = new(statement.Name, new Dictionary<string, object?>(StringComparer.Ordinal), bases);
        // A class body sees its own names first, then the module's.
        _names = @class.Members;
        Run(statement.Body);
        _names = outer;
        _names[statement.Name] = @class;
        if (@class.Members.GetValueOrDefault("define_schema") is PythonFunction schema)
        {
            Schema(@class, schema);
        }
    }

    /// <summary>A V3 node names itself in the schema that it returns.</summary>
    private void Schema(PythonClass @class, PythonFunction schema)
    {
        if (Call(schema, [], @class) is PythonDict { Items: { } items }
            && items.GetValueOrDefault("node_id") is string id)
        {
            _module.Schemas.Add(id);
        }
    }

    private void Import(ImportStatement import)
    {
        if (!import.From)
        {
            foreach ((string name, string? other) in import.Names)
            {
                string bound = other ?? name.Split('.')[0];
                _names[bound] = (object?)_program.Import(_module, 0, other is null ? bound : name)
                    ?? new PythonBuiltin(bound);
            }

            return;
        }

        PythonModule? module = _program.Import(_module, import.Level, import.Module);
        foreach ((string name, string? other) in import.Names)
        {
            if (name == "*")
            {
                foreach ((string key, object? value) in module?.Names.Where(static n => !n.Key.StartsWith('_')) ?? [])
                {
                    _names[key] = value;
                }

                continue;
            }

            string inner = import.Module.Length == 0 ? name : $"{import.Module}.{name}";
            _names[other ?? name] = module is not null && module.Names.TryGetValue(name, out object? found)
                ? found
                : (object?)_program.Import(_module, import.Level, inner) ?? (object)PythonUnknown.Instance;
        }
    }
}
