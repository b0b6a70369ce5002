using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>The files of a run and how they import each other; each is read and parsed once, from any thread.</summary>
internal sealed class ModuleGraph
{
    private readonly RealPaths _paths = new();
    private readonly ModuleResolver _resolver;
    private readonly ConcurrentDictionary<string, Lazy<ScriptModule?>> _modules = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _roots = new(StringComparer.Ordinal);

    /// <summary>Starts with nothing read.</summary>
    public ModuleGraph() => _resolver = new ModuleResolver(_paths);

    /// <summary>How many files were read and parsed.</summary>
    public int Count => _modules.Count;

    /// <summary>The real path of what exists, or null.</summary>
    public string? RealPath(string path) => _paths.Resolve(path);

    /// <summary>The folder out of which nothing is read: the nearest one that holds .git, else the one given.</summary>
    public string RootOf(string realPath, string scanRoot)
    {
        string folder = Path.GetDirectoryName(realPath)!;
        return _roots.GetOrAdd(folder, _ => FindRoot(folder) ?? Fallback(folder, scanRoot));
    }

    /// <summary>The file that an import means, or null when it is not part of the repository.</summary>
    public string? Resolve(string specifier, ScriptModule from, string root)
        => _resolver.Resolve(specifier, from.File.Path, root);

    /// <summary>The file at a real path inside the repository; null when it cannot be read as text.</summary>
    public ScriptModule? Load(string realPath, string root, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _modules.GetOrAdd(realPath, path => new Lazy<ScriptModule?>(() => Read(path, root))).Value;
    }

    /// <summary>The file at a path that is checked first: real, inside the root, and there.</summary>
    public ScriptModule? LoadInside(string path, string root, CancellationToken cancellationToken)
        => _paths.ResolveInside(path, root) is { } real && File.Exists(real)
            ? Load(real, root, cancellationToken)
            : null;

    /// <summary>The files that a file names in its imports and exports.</summary>
    public IEnumerable<ScriptModule> Imported(ScriptModule module, string root, CancellationToken cancellationToken)
    {
        foreach (string source in module.Sources)
        {
            if (Resolve(source, module, root) is { } path && Load(path, root, cancellationToken) is { } imported)
            {
                yield return imported;
            }
        }
    }

    /// <summary>The files that a file imports; one that only hands on the exports of others is seen through.</summary>
    public IReadOnlyCollection<ScriptModule> ImportedBehind(
        ScriptModule module,
        string root,
        CancellationToken cancellationToken)
    {
        HashSet<ScriptModule> behind = [];
        HashSet<ScriptModule> seen = [module];
        Stack<ScriptModule> open = new([module]);
        while (open.TryPop(out ScriptModule? next))
        {
            foreach (ScriptModule imported in Imported(next, root, cancellationToken))
            {
                if (seen.Count >= Budget.MaxModules || !seen.Add(imported))
                {
                    continue;
                }

                if (imported.IsHandingOn)
                {
                    open.Push(imported);
                }
                else
                {
                    behind.Add(imported);
                }
            }
        }

        return behind;
    }

    /// <summary>
    /// A file and those that it brings in through any number of others, no more than <see cref="Budget.MaxModules"/>.
    /// </summary>
    public IEnumerable<ScriptModule> Reachable(ScriptModule module, string root, CancellationToken cancellationToken)
    {
        HashSet<ScriptModule> seen = [module];
        Stack<ScriptModule> open = new([module]);
        while (open.TryPop(out ScriptModule? next))
        {
            yield return next;
            foreach (ScriptModule imported in Imported(next, root, cancellationToken))
            {
                if (seen.Count < Budget.MaxModules && seen.Add(imported))
                {
                    open.Push(imported);
                }
            }
        }
    }

    /// <summary>Keeps a file that was read elsewhere.</summary>
    public ScriptModule Add(string realPath, string root, string text)
        => _modules.GetOrAdd(realPath, path => new Lazy<ScriptModule?>(() => Parse(path, root, text))).Value
            ?? Parse(realPath, root, text);

    private static ScriptModule? Read(string path, string root)
    {
        try
        {
            return Parse(path, root, ScriptText.Read(path));
        }
        catch (ComfyDepsException)
        {
            // What a file brings in and cannot be read is unknown there; the file itself is reported when it is its
            // turn.
            return null;
        }
    }

    private static ScriptModule Parse(string path, string root, string text)
    {
        string name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        SourceFile file = new(path, name, text);
        ScriptLanguage? language = ScriptParser.LanguageOf(path);
        return new ScriptModule(file, language is null ? null : ScriptParser.Parse(text, language.Value));
    }

    private static string? FindRoot(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            string git = Path.Join(at, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return at;
            }
        }

        return null;
    }

    private string Fallback(string folder, string scanRoot)
    {
        string? real = _paths.Resolve(scanRoot);
        return real is not null && Directory.Exists(real) && RealPaths.IsInside(folder, real) ? real : folder;
    }
}
