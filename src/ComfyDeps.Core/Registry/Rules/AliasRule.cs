using System;
using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>An alias is a place for a model as its own name is, and leads to one model alone.</summary>
internal sealed class AliasRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "alias";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach ((string name, ModelEntry entry) in document.Models)
        {
            for (int i = 0; i < entry.Aliases.Length; i++)
            {
                string alias = entry.Aliases[i];
                RegistryPlace place = RegistryPlace.Of("models", name, "aliases", RegistryPlace.Item(i));
                if (!ModelKeyRule.IsKey(alias))
                {
                    yield return place.Wrong("a safe folder/file", alias);
                }
                else if (document.Models.ContainsKey(alias))
                {
                    yield return place.Wrong("a name that is no entry's own", alias);
                }
                else if (!owners.TryAdd(alias, name))
                {
                    yield return place.Wrong(
                        $"a name that is not an alias of {RegistryPlace.Shown(owners[alias])} too", alias);
                }
            }
        }
    }
}
