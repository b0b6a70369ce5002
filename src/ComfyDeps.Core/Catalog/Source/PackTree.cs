using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Catalog.Python;

namespace ComfyDeps.Catalog.Source;

/// <summary>A pack's files at one commit, and the node classes that they make.</summary>
internal sealed class PackTree
{
    private const string Root = "__init__.py";
    private const string Mapping = "NODE_CLASS_MAPPINGS";
    private const int LongestName = 256;

    private static readonly HashSet<string> s_aside = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "testing", "doc", "docs", "example", "examples", "node_modules",
        "__pycache__", "site-packages", "venv",
        ".github", "benchmark", "benchmarks", "dist-tests", "__mocks__",
    };

    private readonly SortedDictionary<string, string> _blobs = new(StringComparer.Ordinal);
    private readonly PackBlobs _contents;

    /// <summary>An empty tree.</summary>
    /// <param name="contents">What the blobs say.</param>
    internal PackTree(PackBlobs contents) => _contents = contents;

    /// <summary>Whether a file is in a folder that no pack has its nodes in.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsAside(string path) => path.Split('/')[..^1].Any(s_aside.Contains);

    /// <summary>Applies what a commit changed.</summary>
    /// <param name="commit">The commit.</param>
    internal void Apply(GitCommit commit)
    {
        foreach ((string path, string? blob) in commit.Changes)
        {
            if (blob is null)
            {
                _blobs.Remove(path);
            }
            else if (!IsAside(path))
            {
                _blobs[path] = blob;
            }
        }
    }

    /// <summary>The registry id in the tree's pyproject.toml, or null.</summary>
    internal string? RegistryId
        => _blobs.TryGetValue("pyproject.toml", out string? blob) ? _contents.Project(blob)?.Name : null;

    /// <summary>The repository in the tree's pyproject.toml, or null.</summary>
    internal string? Repository
        => _blobs.TryGetValue("pyproject.toml", out string? blob) ? _contents.Project(blob)?.Repository : null;

    /// <summary>
    /// Whether it makes classes whose names only a running Python knows; told by <see cref="Classes"/>.
    /// </summary>
    internal bool HasUnknownNames { get; private set; }

    /// <summary>The classes that the tree makes.</summary>
    internal Dictionary<string, SourceClassKind> Classes()
    {
        Dictionary<string, SourceClassKind> classes = new(StringComparer.Ordinal);
        foreach (string name in Python().Concat(Listed()).Where(IsName))
        {
            classes[name] = SourceClassKind.Python;
        }

        foreach ((string path, string blob) in _blobs)
        {
            if (path.EndsWith("js", StringComparison.Ordinal))
            {
                foreach (string name in _contents.Script(blob).Where(IsName))
                {
                    classes.TryAdd(name, SourceClassKind.Script);
                }
            }
        }

        return classes;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl);

    private HashSet<string> Python()
    {
        PythonProgram program = new(path => _blobs.TryGetValue(path, out string? blob) ? _contents.Python(blob) : null);
        HashSet<string> names = new(StringComparer.Ordinal);
        PythonModule? root = program.Load(Root);
        PythonDict? mapping = root?.Names.GetValueOrDefault(Mapping) as PythonDict;
        bool complete = mapping is { IsIncomplete: false, Items.Count: > 0 }
            && !root!.Names.ContainsKey("comfy_entrypoint");
        if (!complete)
        {
            // Modules that are found at run time (a folder's listing, say): every file that has a mapping counts.
            foreach (string path in _blobs.Keys.Where(static p => p.EndsWith(".py", StringComparison.Ordinal)))
            {
                program.Load(path);
            }
        }

        HasUnknownNames = false;
        foreach (PythonModule module in complete ? [root!] : program.Modules)
        {
            if (module.Names.GetValueOrDefault(Mapping) is PythonDict found)
            {
                names.UnionWith(found.Items.Keys);
                HasUnknownNames |= found.HasUnknownNames;
            }
        }

        foreach (PythonModule module in program.Modules)
        {
            names.UnionWith(module.Schemas);
        }

        return names;
    }

    /// <summary>A node_list.json says the classes itself: an object by class, or a list of them.</summary>
    private IReadOnlyCollection<string> Listed()
        => _blobs.TryGetValue("node_list.json", out string? blob) ? _contents.NodeList(blob) : [];
}
