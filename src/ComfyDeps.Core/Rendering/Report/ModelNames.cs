using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Rendering.Report;

/// <summary>
/// The names that models have in a report: as workflows say them, with slashes; with the folder in front where two
/// folders have a file of one name.
/// </summary>
internal sealed class ModelNames
{
    private readonly HashSet<string> _shared;

    /// <summary>Finds the names that are shared.</summary>
    /// <param name="needs">Folder and name of every model that a workflow needs.</param>
    /// <param name="keys">Folder/file of every other model of the report.</param>
    internal ModelNames(IEnumerable<(string? Folder, string Name)> needs, IEnumerable<string> keys)
        => _shared =
        [
            .. needs.Select(static need => (need.Folder, Name: Slashed(need.Name)))
                .Concat(
                    keys.Select(
                        static key => ((string?)key[..key.LastIndexOf('/')], Name: key[(key.LastIndexOf('/') + 1)..])))
                .Distinct()
                .GroupBy(static pair => pair.Name, StringComparer.Ordinal)
                .Where(static group => group.Count() > 1)
                .Select(static group => group.Key),
        ];

    /// <summary>The name of a model that a workflow needs.</summary>
    /// <param name="folder">Its folder, or null where that is not known.</param>
    /// <param name="name">Its name as the workflow says it.</param>
    internal string Of(string? folder, string name)
    {
        string slashed = Slashed(name);
        return folder is not null && _shared.Contains(slashed) ? $"{folder}/{slashed}" : slashed;
    }

    /// <summary>The name of a model of the registry.</summary>
    /// <param name="key">Folder/file.</param>
    internal string Of(string key) => Of(key[..key.LastIndexOf('/')], key[(key.LastIndexOf('/') + 1)..]);

    private static string Slashed(string name) => name.Replace('\\', '/');
}
