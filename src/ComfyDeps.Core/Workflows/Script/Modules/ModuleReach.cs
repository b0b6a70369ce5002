using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>Which files a file brings in, directly and through others.</summary>
internal sealed class ModuleReach(ModuleGraph modules, string root, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, HashSet<string>> _reached = new(StringComparer.Ordinal);

    /// <summary>
    /// True when a file imports some files itself and puts them together with others, as no file that it imports does
    /// already. A file that only hands on the exports of others is seen through.
    /// </summary>
    /// <param name="module">The file.</param>
    /// <param name="direct">The names of the files that it must import itself.</param>
    /// <param name="others">The names of the files whose content is put together with theirs.</param>
    public bool BringsTogether(
        ScriptModule module,
        IReadOnlyCollection<string> direct,
        IReadOnlyCollection<string> others)
    {
        List<ScriptModule> imported = [.. modules.ImportedBehind(module, root, cancellationToken)];
        return direct.All(name => imported.Exists(found => found.File.Name == name))
            && imported.TrueForAll(found => !direct.Concat(others).All(From(found).Contains));
    }

    /// <summary>The names of the files that a file brings in, its own among them.</summary>
    public HashSet<string> From(ScriptModule module)
    {
        if (!_reached.TryGetValue(module.File.Path, out HashSet<string>? names))
        {
            names = [.. modules.Reachable(module, root, cancellationToken).Select(static found => found.File.Name)];
            _reached.Add(module.File.Path, names);
        }

        return names;
    }

    /// <summary>The names of the files that the file at a path brings in.</summary>
    public HashSet<string> From(SourceFile file)
        => modules.Load(file.Path, root, cancellationToken) is { } module ? From(module) : [];
}
