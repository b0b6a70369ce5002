using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Sources.ComfyRegistry;

namespace ComfyDeps.Registry.Rules;

/// <summary>A pack is named by its id in the Comfy Registry or by its repository, in lower case.</summary>
internal sealed class PackIdRule : IRegistryRule
{
    /// <summary>What a pack's id is, in words.</summary>
    internal const string Expected
        =
            "a pack's id in lower case: the one in the Comfy Registry, 'owner/repo', or with the host in front "
                + "'host/owner/repo'";

    private const int Longest = 512;

    /// <inheritdoc/>
    public string Id => "pack-id";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            if (!IsPackId(id))
            {
                yield return RegistryPlace.Of("nodes", id).WrongName(Expected);
            }

            if (entry.Source.Id is string registryId && !RegistryId.IsValid(registryId))
            {
                yield return RegistryPlace.Of("nodes", id, "source", "id")
                    .Wrong("an id in the Comfy Registry", registryId);
            }
        }
    }

    /// <summary>Whether a text is a pack's id.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsPackId(string text)
        => text.Length is > 0 and <= Longest
            && text.All(
                static c => char.IsAsciiLetterLower(c)
                    || char.IsAsciiDigit(c)
                    || c is '.' or '_' or '-' or '/' or ':' or '~' or '+' or '%' or '@')
            && text.Split('/').All(static part => part.Length > 0 && part is not ("." or "..") && part[0] != '-')
            && !text.Contains("..", StringComparison.Ordinal);
}
