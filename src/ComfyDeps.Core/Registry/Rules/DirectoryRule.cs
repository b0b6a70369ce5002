using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>A pack's folder is one folder under <c>custom_nodes/</c> that ComfyUI loads.</summary>
internal sealed class DirectoryRule : IRegistryRule
{
    private const string Disabled = ".disabled";

    /// <inheritdoc/>
    public string Id => "directory";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            if (entry.Directory is string directory && !IsUsable(directory))
            {
                yield return RegistryPlace.Of("nodes", id, "directory")
                    .Wrong("the name of one folder that ComfyUI would load", directory);
            }
        }
    }

    /// <summary>Whether a pack can be in a folder of that name.</summary>
    /// <param name="directory">The name.</param>
    internal static bool IsUsable(string directory)
        => SafePath.IsSegment(directory)
            && directory[0] is not ('.' or '-')
            && directory != "__pycache__"
            && !directory.EndsWith(Disabled, System.StringComparison.OrdinalIgnoreCase);
}
