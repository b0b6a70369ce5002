using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>One thing that every registry keeps, whoever wrote it.</summary>
internal interface IRegistryRule
{
    /// <summary>Its name, as the documents have it.</summary>
    string Id { get; }

    /// <summary>What is wrong; nothing when the rule is kept.</summary>
    /// <param name="document">The registry.</param>
    IEnumerable<RegistryProblem> Check(RegistryDocument document);
}

/// <summary>One thing that is wrong in a registry.</summary>
/// <param name="Place">Where.</param>
/// <param name="Expected">What was expected, and what stands there.</param>
/// <param name="IsAboutName">Whether the name of the member is wrong, not its value.</param>
internal sealed record RegistryProblem(RegistryPlace Place, string Expected, bool IsAboutName = false);
