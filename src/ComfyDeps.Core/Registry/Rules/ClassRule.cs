using System;
using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>The classes of a pack are names, and each is there once.</summary>
internal sealed class ClassRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "class";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            for (int i = 0; i < entry.Classes.Length; i++)
            {
                if (entry.Classes[i].Length == 0 || !seen.Add(entry.Classes[i]))
                {
                    yield return RegistryPlace.Of("nodes", id, "classes", RegistryPlace.Item(i))
                        .Wrong("the name of a class that is not there yet", entry.Classes[i]);
                }
            }
        }
    }
}
