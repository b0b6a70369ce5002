using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>The entries of a registry that a person means.</summary>
internal static class EntrySelection
{
    /// <summary>The entries that names and objects mean, each once.</summary>
    /// <param name="items">Names with wildcards, and objects of the pipeline.</param>
    /// <param name="file">The registry.</param>
    /// <param name="reporter">Hears what is not found.</param>
    internal static IReadOnlyList<RegistryEntry> Of(IReadOnlyList<object> items, RegistryFile file, IReporter reporter)
    {
        RegistryEntry[] entries = [.. RegistryEntries.Of(file.Document)];
        RegistryLookup lookup = new(file.Document);
        HashSet<RegistryEntry> chosen = [];
        foreach (object item in items)
        {
            if (item is string name)
            {
                chosen.UnionWith(GetRegistry.Choose(entries, [name], file.Path, reporter));
            }
            else if (lookup.FindAny(item) is (DependencyKind kind, string key))
            {
                chosen.UnionWith(entries.Where(entry => entry.Kind == kind && entry.Name == key));
            }
            else if (item is RegistryEntry other)
            {
                chosen.UnionWith(entries.Where(entry => entry.Kind == other.Kind && entry.Name == other.Name));
            }
            else
            {
                reporter.Error(new ComfyDepsException(
                    ErrorCode.NotFound,
                    $"The registry '{file.Path}' has no entry for '{item}'.",
                    item,
                    "Get-ComfyRegistry lists all entries."));
            }
        }

        return [.. entries.Where(chosen.Contains)];
    }
}
