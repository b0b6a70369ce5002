using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Inspection.Server;

/// <summary>The classes that a running server lists. A class that is broken is left out of the list.</summary>
internal sealed class ServerClasses
{
    private readonly Dictionary<string, ServerClass> _byName;

    /// <summary>Takes the classes.</summary>
    /// <param name="byName">Each by its name.</param>
    internal ServerClasses(Dictionary<string, ServerClass> byName) => _byName = byName;

    /// <summary>How many there are.</summary>
    internal int Count => _byName.Count;

    /// <summary>All of them, by name.</summary>
    internal IEnumerable<ServerClass> All => _byName.Values.OrderBy(one => one.Name, StringComparer.Ordinal);

    /// <summary>The folders below <c>custom_nodes</c> that provide at least one class, in order.</summary>
    internal IReadOnlyList<string> PackFolders =>
    [
        .. _byName.Values.Select(one => one.PackFolder)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A class by its name; null when the list does not have it.</summary>
    /// <param name="name">The name.</param>
    internal ServerClass? Find(string name) => _byName.GetValueOrDefault(name);
}
