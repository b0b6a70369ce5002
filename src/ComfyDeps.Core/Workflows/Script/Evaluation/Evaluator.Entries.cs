using System;
using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>What can be asked about the file that is followed.</content>
internal sealed partial class Evaluator
{
    private const int MaxMethods = 200;

    private static readonly string[] s_builderNames =
        [
            "to", "build", "get", "export", "serial", "compile", "render", "json", "gen",
            "create", "finish", "done", "workflow", "prompt", "graph", "output",
        ];

    /// <summary>Follows the file's own statements.</summary>
    public void Load()
    {
        if (InstanceOf(_main) is { } instance)
        {
            Start(instance);
        }
    }

    /// <summary>What the file exports; of a script that is no module, its variables.</summary>
    public List<(string Name, Value Value)> Exports()
    {
        List<(string, Value)> exports = [];
        if (InstanceOf(_main) is not { } instance)
        {
            return exports;
        }

        foreach (string name in ExportNames(instance, []))
        {
            if (Export(instance, name, new Origin(_main.File, 0), []) is { } value)
            {
                exports.Add((name, value));
            }
        }

        if (exports.Count > 0)
        {
            return exports;
        }

        Value whole = Required(instance);
        if (whole is ObjectValue { Properties.Count: > 0 } or FunctionValue or ClassValue)
        {
            if (whole is not (FunctionValue or ClassValue))
            {
                foreach ((string name, Value value) in ((ObjectValue)whole).Properties)
                {
                    exports.Add((name, value));
                }
            }
            else
            {
                exports.Add(("module.exports", whole));
            }
        }
        else if (_main.Tree is { Program.IsModule: false })
        {
            exports.AddRange(Variables());
        }

        return exports;
    }

    /// <summary>The variables of the file itself.</summary>
    public List<(string Name, Value Value)> Variables()
    {
        List<(string, Value)> variables = [];
        if (InstanceOf(_main) is { } instance)
        {
            foreach ((string name, Variable variable) in instance.Scope.Variables)
            {
                variables.Add((name, variable.Value));
            }
        }

        return variables;
    }

    /// <summary>Calls each method of an object once, in case it is called.</summary>
    public void CallMethods(ObjectValue self, Action<Value> visit)
    {
        foreach (FunctionValue method in MethodsOf(self))
        {
            Branches([
                s_skip,
                () =>
                {
                    visit(CallMethod(method, self));
                    visit(self);
                    return Flow.Next;
                },
            ]);
        }
    }

    /// <summary>Calls the methods of an object by which its graph is usually asked for.</summary>
    public void CallBuilders(ObjectValue self, Action<Value> visit)
    {
        foreach (FunctionValue method in MethodsOf(self))
        {
            bool takesNothing = method.Node.Parameters.Length == 0 || method.Node.Parameters[0].Default is not null;
            if (takesNothing
                && Array.Exists(
                    s_builderNames, name => method.Name?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true))
            {
                visit(CallMethod(method, self));
            }
        }
    }

    private Value CallMethod(FunctionValue method, ObjectValue self)
        => Call(method, self, UnknownArguments(method, null), method.Origin, method.Name ?? "method");

    private static List<FunctionValue> MethodsOf(ObjectValue self)
    {
        List<FunctionValue> methods = [];
        HashSet<string> seen = [];
        for (ObjectValue? at = self; at is not null && methods.Count < MaxMethods; at = at.Prototype)
        {
            foreach ((string name, Value value) in at.Properties)
            {
                if (!seen.Add(name))
                {
                    continue;
                }

                if (value is FunctionValue method)
                {
                    methods.Add(method);
                }
                else if (value is AccessorValue { Getter: FunctionValue getter })
                {
                    methods.Add(getter);
                }
            }
        }

        return methods;
    }
}
