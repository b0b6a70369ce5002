using System.Linq;

namespace ComfyDeps.Sources.Git;

/// <summary>Tells whole object ids from other texts.</summary>
internal static class GitObjectId
{
    private const int Sha1Length = 40;
    private const int Sha256Length = 64;

    /// <summary>Whether a text is a whole id in lower case.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsFull(string? text)
        => text is { Length: Sha1Length or Sha256Length }
            && text.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>Whether a whole id is of a repository that uses SHA-256.</summary>
    /// <param name="id">A whole id.</param>
    internal static bool IsSha256(string id) => id.Length == Sha256Length;
}
