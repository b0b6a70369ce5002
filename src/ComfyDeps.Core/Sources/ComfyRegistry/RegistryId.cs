using System.Linq;

namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>
/// What may stand in an address of the Comfy Registry: an id with a slash in it would reach another endpoint.
/// </summary>
internal static class RegistryId
{
    private const int Longest = 100;

    /// <summary>Whether a text can be the id of a pack.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsValid(string? text)
        => text is { Length: > 0 and <= Longest }
            && char.IsAsciiLetterOrDigit(text[0])
            && char.IsAsciiLetterOrDigit(text[^1])
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            && !text.Contains("..", System.StringComparison.Ordinal);

    /// <summary>Whether a text can be a version's number.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsVersion(string? text)
        => text is { Length: > 0 and <= Longest }
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+')
            && !text.Contains("..", System.StringComparison.Ordinal);
}
