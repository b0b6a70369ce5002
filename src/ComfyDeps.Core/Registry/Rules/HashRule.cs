using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>A SHA-256 is 64 hex digits in lower case.</summary>
internal sealed class HashRule : IRegistryRule
{
    private const string Expected = "a SHA-256 of 64 hex digits in lower case";

    /// <inheritdoc/>
    public string Id => "hash";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
        => Hashes(document)
            .Where(static part => part.Hash is string hash && !IsHash(hash))
            .Select(static part => part.Place.Wrong(Expected, part.Hash!));

    /// <summary>Whether a text is a SHA-256 as it is written here.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsHash(string text)
        => text.Length == 64 && text.All(static c => char.IsAsciiHexDigitLower(c));

    private static IEnumerable<(RegistryPlace Place, string? Hash)> Hashes(RegistryDocument document)
    {
        yield return (RegistryPlace.Of(
            "environment", "constraints", "sha256"), document.Environment.Constraints?.Sha256);
        foreach ((RegistryPlace place, PinSource source) in RegistryParts.Sources(document))
        {
            yield return (place.Then("sha256"), source.Sha256);
        }

        foreach ((string name, ModelEntry entry) in document.Models)
        {
            RegistryPlace place = RegistryPlace.Of("models", name);
            yield return (place.Then("sha256"), entry.Sha256);
            foreach ((string path, ModelFile file) in entry.Files)
            {
                yield return (place.Then("files", path, "sha256"), file.Sha256);
            }
        }
    }
}
