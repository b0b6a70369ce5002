using System.Linq;

namespace ComfyDeps.Registry;

/// <summary>Tells whether a pin is exact: whoever installs it gets the same bytes, or is told.</summary>
internal static class Pins
{
    /// <summary>Whether a node pack is pinned: a full commit, or an exact version of the Comfy Registry.</summary>
    /// <param name="entry">The pack.</param>
    internal static bool IsExact(NodeEntry entry)
        => entry.Source.Kind == SourceKind.ComfyRegistry
            ? entry.Source.Version is not null
            : entry.Source.Commit is not null;

    /// <summary>
    /// Whether a model is pinned: the SHA-256 of the file, or of each file of the folder, and on Hugging Face the
    /// commit.
    /// </summary>
    /// <param name="entry">The model.</param>
    internal static bool IsExact(ModelEntry entry)
        => (entry.Files.IsEmpty
                ? entry.Sha256 is not null
                : entry.Files.Values.All(static file => file.Sha256 is not null))
            && (entry.Source.Kind != SourceKind.HuggingFace || entry.Source.Commit is not null);

    /// <summary>The folder under <c>custom_nodes/</c> that a pack is installed into.</summary>
    /// <param name="id">The pack's id.</param>
    /// <param name="entry">The pack.</param>
    internal static string DirectoryOf(string id, NodeEntry entry)
    {
        if (entry.Directory is not null)
        {
            return entry.Directory;
        }

        string from = entry.Source.Kind == SourceKind.ComfyRegistry
            ? entry.Source.Id ?? id
            : RepositoryAddress.Normalize(entry.Source.Url) ?? id;
        return from[(from.LastIndexOf('/') + 1)..];
    }
}
