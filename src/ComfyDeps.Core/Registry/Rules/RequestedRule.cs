using System;
using System.Collections.Generic;
using ComfyDeps.Versioning;

namespace ComfyDeps.Registry.Rules;

/// <summary>What a pin follows is <c>latest</c>, a branch, a tag or a range of versions.</summary>
internal sealed class RequestedRule : IRegistryRule
{
    /// <summary>What it is, in words.</summary>
    internal const string Expected = "'latest', a branch, a tag, or a range of versions such as '>=1.1 <2'";

    /// <inheritdoc/>
    public string Id => "requested";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            if (entry.Requested is string requested && !IsUsable(requested))
            {
                yield return RegistryPlace.Of("nodes", id, "requested").Wrong(Expected, requested);
            }
        }

        foreach ((string name, ModelEntry entry) in document.Models)
        {
            if (entry.Requested is string requested && (LooksLikeRange(requested) || !RefRule.IsRefName(requested)))
            {
                yield return RegistryPlace.Of("models", name, "requested")
                    .Wrong("'latest', a branch or a tag", requested);
            }
        }
    }

    /// <summary>Whether a pack's pin can follow it.</summary>
    /// <param name="requested">The text.</param>
    internal static bool IsUsable(string requested)
        => VersionRange.TryParse(requested, out _) || (!LooksLikeRange(requested) && RefRule.IsRefName(requested));

    // Git would allow a branch of such a name; a range with a mistake in it must not be taken for one.
    private static bool LooksLikeRange(string requested)
        => requested.Length > 0 && "<>=!~^*".Contains(requested[0], StringComparison.Ordinal);
}
