using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Sources.ComfyRegistry;
using ComfyDeps.Versioning;

namespace ComfyDeps.Registry.Rules;

/// <summary>A version is an exact one: never <c>latest</c>, <c>nightly</c>, a branch or a range.</summary>
internal sealed class VersionRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "version";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
        => RegistryParts.Sources(document)
            .Where(static part => part.Source.Version is string version && !IsExact(version))
            .Select(
                static part => part.Place.Then("version")
                    .Wrong("an exact version such as '1.2.3'", part.Source.Version!));

    /// <summary>Whether a text is an exact version that the Comfy Registry could have.</summary>
    /// <param name="version">The text.</param>
    internal static bool IsExact(string version)
        => RegistryId.IsVersion(version)
            && PackVersion.TryParse(version, out _)
            && !version.Split('.').Any(static part => part is "x" or "X");
}
