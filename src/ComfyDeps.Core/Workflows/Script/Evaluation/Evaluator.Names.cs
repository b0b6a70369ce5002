using System;
using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Names: variables, imports and what the language provides.</content>
internal sealed partial class Evaluator
{
    private static readonly HashSet<string> s_natives = new(StringComparer.Ordinal)
    {
        "Object", "Array", "JSON", "Math", "String", "Number", "Boolean", "Promise",
        "Map", "Set", "WeakMap", "WeakSet", "Symbol",
        "Reflect", "Proxy", "structuredClone", "parseInt", "parseFloat", "isNaN",
        "isFinite", "Date", "BigInt", "console", "RegExp",
        "encodeURIComponent", "decodeURIComponent", "performance", "Error", "TypeError", "RangeError",
    };

    private static readonly HashSet<string> s_globalObjects =
        new(["globalThis", "window", "self", "global"], StringComparer.Ordinal);

    private readonly Dictionary<string, UnknownValue> _globals = [];

    private static Scope? Find(string name, Scope scope)
    {
        for (Scope? at = scope; at is not null; at = at.Parent)
        {
            if (at.TryGet(name, out _))
            {
                return at;
            }
        }

        return null;
    }

    private static Scope? FindInCall(string name, Scope scope)
    {
        for (Scope? at = scope; at is not null && ReferenceEquals(at.Frame, scope.Frame); at = at.Parent)
        {
            if (at.TryGet(name, out _))
            {
                return at;
            }
        }

        return null;
    }

    private Value Lookup(Identifier name, Scope scope)
    {
        for (Scope? at = scope; at is not null; at = at.Parent)
        {
            if (at.TryGet(name.Name, out Value? value))
            {
                return value!;
            }

            if (at.Module is { } instance)
            {
                if (instance.Module.Imports.TryGetValue(name.Name, out ImportedName imported))
                {
                    return Imported(instance, imported, name.Name, At(name, scope));
                }

                if (name.Name is "module" or "exports" or "require")
                {
                    return name.Name switch
                    {
                        "module" => instance.CommonJs,
                        "exports" => instance.CommonJs.Properties["exports"],
                        _ => new NativeValue("require", instance.CommonJs),
                    };
                }
            }
        }

        return Named(name.Name, At(name, scope));
    }

    private Value Named(string name, Origin origin)
    {
        switch (name)
        {
            case "undefined":
                return Value.Undefined;
            case "NaN":
                return new NumberValue(double.NaN);
            case "Infinity":
                return new NumberValue(double.PositiveInfinity);
            default:
                break;
        }

        if (s_natives.Contains(name))
        {
            return new NativeValue(name);
        }

        if (s_globalObjects.Contains(name))
        {
            return Global("globalThis", origin);
        }

        UnknownValue everything = Global("globalThis", origin);
        return everything.Properties.TryGetValue(name, out Value? value) ? value : Global(name, origin);
    }

    /// <summary>What is not declared anywhere: one value for each name.</summary>
    private UnknownValue Global(string name, Origin origin)
    {
        if (!_globals.TryGetValue(name, out UnknownValue? value))
        {
            value = Unknown(origin, name, "not declared in the repository");
            _globals.Add(name, value);
        }

        return value;
    }

    private Value Imported(ModuleInstance from, ImportedName name, ExpressionText local, Origin origin)
    {
        if (BuiltIn(name.Source) is { } builtIn)
        {
            return name.Name is "*" or "default" or "="
                ? new NativeValue(builtIn)
                : new NativeValue($"{builtIn}.{name.Name}");
        }

        ModuleInstance? target = Open(name.Source, from);
        if (target is null)
        {
            string key = name.Name is "*" or "default" or "=" ? name.Source : $"{name.Source}#{name.Name}";
            if (!_globals.TryGetValue(key, out UnknownValue? foreign))
            {
                foreign = Unknown(origin, local, $"imported from '{name.Source}', which is not part of the repository");
                _globals.Add(key, foreign);
            }

            return foreign;
        }

        return name.Name switch
        {
            "*" => NamespaceOf(target),
            "=" => Required(target),
            _ => Export(target, name.Name, origin, []) ?? Unknown(origin, local, $"'{name.Source}' does not export it"),
        };
    }

    private static string? BuiltIn(string source) => source switch
    {
        "fs" or "node:fs" or "fs-extra" or "fs/promises" or "node:fs/promises" => "fs",
        "path" or "node:path" or "node:path/posix" => "path",
        "url" or "node:url" => "url",
        _ => null,
    };

    /// <summary>The value that a module exports under a name; null when it exports no such thing.</summary>
    private Value? Export(ModuleInstance instance, string name, Origin origin, HashSet<(ModuleInstance, string)> seen)
    {
        if (!seen.Add((instance, name)))
        {
            return null;
        }

        ScriptModule module = instance.Module;
        if (module.Tree is null)
        {
            Start(instance);
            return name == "default" ? instance.Whole : Get(instance.Whole!, name, origin, name);
        }

        if (module.Exports.TryGetValue(name, out ExportedName export))
        {
            return ExportListed(instance, name, export, origin, seen);
        }

        foreach (string source in name == "default" ? [] : module.StarExports)
        {
            if (Open(source, instance) is { } target && Export(target, name, origin, seen) is { } value)
            {
                return value;
            }
        }

        if (module is { Exports.Count: 0, StarExports.Count: 0, Tree.Program.IsModule: false })
        {
            Value whole = Required(instance);
            return name == "default" ? whole : Get(whole, name, origin, name);
        }

        return null;
    }

    /// <summary>The value of a name that a module's own statements export, from itself or from another.</summary>
    private Value? ExportListed(
        ModuleInstance instance,
        string name,
        ExportedName export,
        Origin origin,
        HashSet<(ModuleInstance, string)> seen)
    {
        if (export.Source is not null)
        {
            ModuleInstance? target = Open(export.Source, instance);
            return target is null
                ? Imported(instance, new ImportedName(export.Source, export.Name), name, origin)
                : export.Name == "*" ? NamespaceOf(target) : Export(target, export.Name, origin, seen);
        }

        // A name that is only passed on needs none of this module's own statements.
        if (instance.Module.Imports.TryGetValue(export.Name, out ImportedName imported))
        {
            return Imported(instance, imported, name, origin);
        }

        Start(instance);
        return instance.Scope.TryGet(export.Name, out Value? value) ? value : Value.Undefined;
    }

    /// <summary>What <c>require</c> gives.</summary>
    private Value Required(ModuleInstance instance)
    {
        Start(instance);
        if (instance.Whole is not null)
        {
            return instance.Whole;
        }

        return instance.Module.Exports.Count > 0 || instance.Module.StarExports.Count > 0
            ? NamespaceOf(instance)
            : instance.CommonJs.Properties["exports"];
    }

    /// <summary>Everything that a module exports, as an object.</summary>
    private ObjectValue NamespaceOf(ModuleInstance instance)
    {
        if (instance.Namespace is not null)
        {
            return instance.Namespace;
        }

        ObjectValue all = NewObject(new Origin(instance.Module.File, 0));
        instance.Namespace = all;
        foreach (string name in ExportNames(instance, []))
        {
            if (Export(instance, name, all.Origin, []) is { } value)
            {
                all.Properties[name] = value;
            }
        }

        if (instance.Module.Exports.Count == 0 && instance.Module.StarExports.Count == 0)
        {
            Value whole = Required(instance);
            Spread(all, whole);
            all.Properties["default"] = whole;
        }

        return all;
    }

    private List<string> ExportNames(ModuleInstance instance, HashSet<ModuleInstance> seen)
    {
        List<string> names = [];
        if (!seen.Add(instance))
        {
            return names;
        }

        names.AddRange(instance.Module.Exports.Keys);
        foreach (string source in instance.Module.StarExports)
        {
            foreach (string name in Open(source, instance) is { } target ? ExportNames(target, seen) : [])
            {
                if (name != "default" && !names.Contains(name))
                {
                    names.Add(name);
                }
            }
        }

        return names;
    }

    private ModuleInstance? Open(string source, ModuleInstance from)
    {
        string? path = _graph.Resolve(source, from.Module, _root);
        ScriptModule? module = path is null ? null : _graph.Load(path, _root, _cancellationToken);
        return module is null ? null : InstanceOf(module);
    }

    private ModuleInstance? InstanceOf(ScriptModule module)
    {
        if (_instances.TryGetValue(module, out ModuleInstance? instance))
        {
            return instance;
        }

        if (_instances.Count >= Budget.MaxModules)
        {
            Exhausted ??= $"it brings in more than {Budget.MaxModules} files";
            return null;
        }

        instance = new ModuleInstance(module);
        Frame frame = new() { Module = instance };
        instance.Scope = new Scope(_heap, null, frame) { Module = instance };
        instance.CommonJs = NewObject(new Origin(module.File, 0));
        instance.CommonJs.Properties["exports"] = NewObject(new Origin(module.File, 0));
        frame.This = instance.CommonJs.Properties["exports"];
        _instances.Add(module, instance);
        return instance;
    }

    private void Start(ModuleInstance instance)
    {
        if (instance.IsStarted)
        {
            return;
        }

        instance.IsStarted = true;
        if (instance.Module.Tree is null)
        {
            instance.Whole = new JsonText(this, instance.Module.File, 0, isVerbatim: true).Read(
                instance.Module.File.Text)
                ?? Unknown(new Origin(instance.Module.File, 0), instance.Module.File.Name, "not JSON");
            return;
        }

        // What a module that is brought in does when it is loaded belongs to its own file.
        int escaped = Escaped.Count;
        int factories = _factoryCalls.Count;
        if (ReferenceEquals(instance.Module, _main))
        {
            Within(MaxStepsOfLoad, () =>
            {
                RunAll(instance.Module.Tree.Program.Body, instance.Scope);
                NoteLimit(MaxSteps, "its own statements take more than", MaxStepsOfLoad);
                return Value.Undefined;
            });
            return;
        }

        Within(Budget.MaxStepsOfImport, () =>
        {
            RunAll(instance.Module.Tree.Program.Body, instance.Scope);
            return Value.Undefined;
        });
        Escaped.RemoveRange(escaped, Escaped.Count - escaped);
        _factoryCalls.RemoveRange(factories, _factoryCalls.Count - factories);
    }

    private Value Import(Value source, ImportExpression import, Scope scope)
    {
        if (source is StringValue text && Open(text.Text, scope.Frame.Module) is { } target)
        {
            return NamespaceOf(target);
        }

        return Unknown(import, scope, "imported at run time");
    }
}
