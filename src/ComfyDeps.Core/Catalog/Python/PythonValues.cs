using System;
using System.Collections.Generic;

namespace ComfyDeps.Catalog.Python;

/// <summary>A value that the reader could not find out.</summary>
internal sealed class PythonUnknown
{
    /// <summary>The one instance.</summary>
    internal static readonly PythonUnknown Instance = new();

    private PythonUnknown()
    {
    }
}

/// <summary>A dict. Keys that are strings are what counts; others are only noted.</summary>
internal sealed class PythonDict
{
    /// <summary>The entries with known keys.</summary>
    internal Dictionary<string, object?> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether something unknown was put into it.</summary>
    internal bool IsIncomplete { get; set; }

    /// <summary>Whether it has an entry whose own name is unknown.</summary>
    internal bool HasUnknownNames { get; private set; }

    /// <summary>Sets an entry.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    internal void Set(object? key, object? value)
    {
        if (key is string text)
        {
            Items[text] = value;
        }
        else
        {
            IsIncomplete = true;
            HasUnknownNames = true;
        }
    }

    /// <summary>Puts all entries of another dict into it.</summary>
    /// <param name="other">The other value.</param>
    internal void Merge(object? other)
    {
        if (other is not PythonDict dict)
        {
            IsIncomplete = true;
            return;
        }

        IsIncomplete |= dict.IsIncomplete;
        HasUnknownNames |= dict.HasUnknownNames;
        foreach ((string key, object? value) in dict.Items)
        {
            Items[key] = value;
        }
    }
}

/// <summary>A list, tuple or set.</summary>
internal sealed class PythonList
{
    /// <summary>The items.</summary>
    internal List<object?> Items { get; } = [];

    /// <summary>Whether something unknown was put into it.</summary>
    internal bool IsIncomplete { get; set; }
}

/// <summary>A class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">What its body assigns.</param>
/// <param name="Bases">Its base classes, those that are known.</param>
internal sealed record PythonClass(string Name, Dictionary<string, object?> Members, IReadOnlyList<PythonClass> Bases)
{
    /// <summary>A member of the class or of a base class; unknown when there is none.</summary>
    /// <param name="name">The member.</param>
    internal object? Member(string name)
    {
        if (Members.TryGetValue(name, out object? value))
        {
            return value;
        }

        foreach (PythonClass @base in Bases)
        {
            if (@base != this && @base.Member(name) is object found and not PythonUnknown)
            {
                return found;
            }
        }

        return name == "__name__" ? Name : PythonUnknown.Instance;
    }
}

/// <summary>A function of the source, with the module that it is from.</summary>
/// <param name="Statement">The function.</param>
/// <param name="Module">Its module.</param>
/// <param name="Closure">The names of the functions around it, the innermost first.</param>
internal sealed record PythonFunction(
    FunctionStatement Statement,
    PythonModule Module,
    IReadOnlyList<Dictionary<string, object?>> Closure);

/// <summary>A method of a value.</summary>
/// <param name="Target">The value.</param>
/// <param name="Name">The method.</param>
internal sealed record PythonMethod(object? Target, string Name);

/// <summary>A function or module of Python itself, by its name.</summary>
/// <param name="Name">The name.</param>
internal sealed record PythonBuiltin(string Name);

/// <summary>A module of the source.</summary>
/// <param name="path">Its path.</param>
internal sealed class PythonModule(string path)
{
    /// <summary>Its path from the root.</summary>
    internal string Path { get; } = path;

    /// <summary>Its names.</summary>
    internal Dictionary<string, object?> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of the nodes whose schema it defines.</summary>
    internal HashSet<string> Schemas { get; } = new(StringComparer.Ordinal);

    /// <summary>The folder that relative imports start from.</summary>
    internal string Package
        => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('/')] : string.Empty;
}
