using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <summary>A function with the variables that it sees.</summary>
internal sealed class FunctionValue(int birth, Origin origin, FunctionNode node, Scope closure, string? name)
    : ObjectValue(birth, origin)
{
    /// <summary>Parameters and body.</summary>
    public FunctionNode Node { get; } = node;

    /// <summary>The variables around it.</summary>
    public Scope Closure { get; } = closure;

    /// <summary>Its name, or that of what it was first given to.</summary>
    public string? Name { get; } = name;

    /// <summary>The class whose method it is, for <c>super</c>.</summary>
    public ClassValue? Home { get; init; }

    /// <summary>The object or instance on which it stands, for calls from outside.</summary>
    public Value? Owner { get; init; }
}

/// <summary>A class; its own properties are the static ones.</summary>
internal sealed class ClassValue(
    int birth,
    Origin origin,
    ClassNode node,
    Scope closure,
    Value? super,
    ObjectValue instances,
    string? name)
    : ObjectValue(birth, origin)
{
    /// <summary>Its members.</summary>
    public ClassNode Node { get; } = node;

    /// <summary>The variables around it.</summary>
    public Scope Closure { get; } = closure;

    /// <summary>What it extends, or null.</summary>
    public Value? Super { get; } = super;

    /// <summary>The methods of its instances.</summary>
    public ObjectValue Instances { get; } = instances;

    /// <summary>Its name.</summary>
    public string? Name { get; } = name;

    /// <summary>Its constructor, or null.</summary>
    public FunctionValue? Constructor { get; set; }
}

/// <summary>A function that is part of the language, with the value whose method it is.</summary>
internal sealed class NativeValue(string name, Value? receiver = null) : Value
{
    /// <summary>Its name, such as <c>Object.keys</c> or <c>map</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The value whose method it is, or null.</summary>
    public Value? Receiver { get; } = receiver;
}

/// <summary><c>new Proxy(target, handler)</c>.</summary>
internal sealed class ProxyValue(
    int birth,
    Origin origin,
    Value target,
    ObjectValue handler) : ObjectValue(birth, origin)
{
    /// <summary>What stands behind it.</summary>
    public Value Target { get; } = target;

    /// <summary>What answers for it.</summary>
    public ObjectValue Handler { get; } = handler;
}

/// <summary>A property that is a pair of functions.</summary>
internal sealed class AccessorValue(Value? getter, Value? setter) : Value
{
    /// <summary>Gives the value, or null.</summary>
    public Value? Getter { get; } = getter;

    /// <summary>Takes the value, or null.</summary>
    public Value? Setter { get; } = setter;
}

/// <summary>A module while one file is followed.</summary>
internal sealed class ModuleInstance(ScriptModule module)
{
    /// <summary>The file.</summary>
    public ScriptModule Module { get; } = module;

    /// <summary>Its variables.</summary>
    public Scope Scope { get; set; } = null!;

    /// <summary>What <c>module</c> is in it; its property <c>exports</c> is what <c>require</c> gives.</summary>
    public ObjectValue CommonJs { get; set; } = null!;

    /// <summary>The value of a JSON file, or of <c>export =</c>.</summary>
    public Value? Whole { get; set; }

    /// <summary>True once its statements are being followed.</summary>
    public bool IsStarted { get; set; }

    /// <summary>All that it exports, as one object.</summary>
    public ObjectValue? Namespace { get; set; }
}

/// <summary>One call.</summary>
internal sealed class Frame
{
    /// <summary>The file whose code runs.</summary>
    public required ModuleInstance Module { get; init; }

    /// <summary>What <c>this</c> is.</summary>
    public Value This { get; set; } = Value.Undefined;

    /// <summary>The class whose method runs, for <c>super</c>.</summary>
    public ClassValue? Home { get; init; }

    /// <summary>What it may return so far.</summary>
    public Value? Returned { get; set; }

    /// <summary>What it yields, when it is a generator.</summary>
    public List<Value>? Yields { get; init; }

    /// <summary>The names of statements that a break or continue under way leads to.</summary>
    public HashSet<string> Labels { get; } = [];
}

/// <summary>How a statement may end.</summary>
[System.Flags]
internal enum Flow
{
    /// <summary>The next statement follows.</summary>
    Next = 1,

    /// <summary>The function returns.</summary>
    Return = 2,

    /// <summary>The loop or switch ends.</summary>
    Break = 4,

    /// <summary>The next round follows.</summary>
    Continue = 8,

    /// <summary>An error is thrown.</summary>
    Throw = 16,

    /// <summary>A labelled statement ends or goes on.</summary>
    Jump = 32,
}
