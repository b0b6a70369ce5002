using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>All rules of the registry.</summary>
internal static class RegistryRules
{
    /// <summary>The rules, by name.</summary>
    internal static readonly IReadOnlyList<IRegistryRule> All =
    [
        new AliasRule(),
        new ClassRule(),
        new CommitRule(),
        new ConstraintsPathRule(),
        new DecisionRule(),
        new DirectoryClashRule(),
        new DirectoryRule(),
        new EnvironmentRule(),
        new HashRule(),
        new ModelFilesRule(),
        new ModelKeyRule(),
        new PackIdRule(),
        new RefRule(),
        new RequestedRule(),
        new SourceRule(),
        new UrlRule(),
        new VerificationRule(),
        new VerifiedPinRule(),
        new VersionRule(),
    ];

    /// <summary>What is wrong in a registry.</summary>
    /// <param name="document">The registry.</param>
    internal static IEnumerable<RegistryProblem> Check(RegistryDocument document)
        => All.SelectMany(rule => rule.Check(document));
}
