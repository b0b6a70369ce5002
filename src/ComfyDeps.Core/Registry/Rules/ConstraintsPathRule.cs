using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>The constraints file is kept with the registry.</summary>
internal sealed class ConstraintsPathRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "constraints-path";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        if (document.Environment.Constraints is ConstraintsPin constraints && !SafePath.IsRelative(constraints.Path))
        {
            yield return RegistryPlace.Of("environment", "constraints", "path")
                .Wrong("a path with slashes, from the registry's folder and below it", constraints.Path);
        }
    }
}
