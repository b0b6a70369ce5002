using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>
/// A model is named by its folder under <c>models/</c> and its file, and can be written nowhere else.
/// </summary>
internal sealed class ModelKeyRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "model-key";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
        => document.Models.Keys
            .Where(static name => !IsKey(name))
            .Select(static name => RegistryPlace.Of("models", name).WrongName(
                "a folder under models/, a slash and a file, with no '..', drive, backslash or unseen character"));

    /// <summary>Whether a text names a model.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsKey(string text)
        => SafePath.IsRelative(text)
            && text.Contains('/', System.StringComparison.Ordinal)
            && text.Split('/').All(static segment => segment[0] is not ('.' or '-'));
}
