using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>A decision says which pack a class is from, or which address a model file is from.</summary>
internal sealed class DecisionRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "decision";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string name, string pack) in document.Decisions.Classes)
        {
            if (!PackIdRule.IsPackId(pack))
            {
                yield return RegistryPlace.Of("decisions", "classes", name).Wrong(PackIdRule.Expected, pack);
            }
        }

        foreach ((string name, string address) in document.Decisions.Models)
        {
            RegistryPlace place = RegistryPlace.Of("decisions", "models", name);
            if (!SafePath.IsRelative(name))
            {
                yield return place.WrongName("a safe folder/file or file name");
            }

            if (!UrlRule.IsUsable(address))
            {
                yield return UrlRule.Wrong(place);
            }
        }
    }
}
