using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Catalog.Python;

/// <summary>The modules of a source tree, each evaluated once, when it is first asked for.</summary>
internal sealed class PythonProgram
{
    private const int MostSteps = 400_000;
    private const int DeepestImport = 40;

    private readonly Func<string, IReadOnlyList<PythonStatement>?> _source;
    private readonly Dictionary<string, PythonModule?> _modules = new(StringComparer.Ordinal);
    private int _steps;
    private int _depth;

    /// <summary>A program over a tree.</summary>
    /// <param name="source">Gives the statements of a path, or null when there is no such file.</param>
    internal PythonProgram(Func<string, IReadOnlyList<PythonStatement>?> source) => _source = source;

    /// <summary>The modules that were evaluated.</summary>
    internal IEnumerable<PythonModule> Modules => _modules.Values.OfType<PythonModule>();

    /// <summary>Counts one step; false when the budget is used up.</summary>
    internal bool Step() => ++_steps < MostSteps;

    /// <summary>The module at a path, or null.</summary>
    /// <param name="path">The path of its file.</param>
    internal PythonModule? Load(string path)
    {
        if (_modules.TryGetValue(path, out PythonModule? known))
        {
            return known;
        }

        if (_depth > DeepestImport || _source(path) is not IReadOnlyList<PythonStatement> statements)
        {
            return _modules[path] = null;
        }

        // Known before it is evaluated: modules may import each other in a circle.
        PythonModule module = new(path);
        _modules[path] = module;
        _depth++;
        new PythonEvaluator(this, module).Run(statements);
        _depth--;
        return module;
    }

    /// <summary>The module that an import means, or null when it is not of this tree.</summary>
    /// <param name="from">The module that imports.</param>
    /// <param name="level">How many dots stand before the name.</param>
    /// <param name="name">The dotted name; may be empty.</param>
    internal PythonModule? Import(PythonModule from, int level, string name)
    {
        string folder = from.Package;
        for (int i = 1; i < level; i++)
        {
            if (folder.Length == 0)
            {
                return null;
            }

            int slash = folder.LastIndexOf('/');
            folder = slash < 0 ? string.Empty : folder[..slash];
        }

        string relative = name.Replace('.', '/');
        // Packs put their own folder on the path: what is there by that name counts before what Python itself has.
        return level > 0
            ? At(Join(folder, relative))
            : At(Join(folder, relative)) ?? At(relative);
    }

    private static string Join(string folder, string name)
        => folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";

    private PythonModule? At(string path)
        => path.Length == 0 ? Load("__init__.py") : Load(path + ".py") ?? Load(path + "/__init__.py");
}
