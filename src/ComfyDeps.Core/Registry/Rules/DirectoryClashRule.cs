using System;
using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>Two packs do not share a folder, also where upper and lower case are one.</summary>
internal sealed class DirectoryClashRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "directory-clash";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            string directory = Pins.DirectoryOf(id, entry);
            if (!owners.TryAdd(directory, id))
            {
                yield return RegistryPlace.Of("nodes", id, "directory")
                    .Wrong($"another folder than that of {RegistryPlace.Shown(owners[directory])}", directory);
            }
        }
    }
}
