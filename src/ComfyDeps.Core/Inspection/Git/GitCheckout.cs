using System.Collections.Generic;

namespace ComfyDeps.Inspection.Git;

/// <summary>A git checkout as its own files describe it.</summary>
internal sealed record GitCheckout
{
    /// <summary>The folder with the files.</summary>
    internal required string Folder { get; init; }

    /// <summary>The folder that holds <c>HEAD</c> and <c>index</c>.</summary>
    internal required string GitFolder { get; init; }

    /// <summary>The folder that holds objects, references and settings: another one for a further work tree.</summary>
    internal required string CommonFolder { get; init; }

    /// <summary>The commit that is checked out, in full; null when the files do not tell.</summary>
    internal string? Commit { get; init; }

    /// <summary>The branch that is checked out; null for a commit alone.</summary>
    internal string? Branch { get; init; }

    /// <summary>The address that it was cloned from, as it stands there.</summary>
    internal string? Remote { get; init; }

    /// <summary>The id in the Comfy Registry that ComfyUI-Manager noted beside it, or null.</summary>
    internal string? RegistryId { get; init; }

    /// <summary>The repository's settings, such as <c>core.filemode</c>.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether references are kept in a form that only git reads.</summary>
    internal bool HasUnknownReferences { get; init; }
}

/// <summary>Whether the files of a checkout are those of its commit.</summary>
/// <param name="IsDirty">Whether they differ.</param>
/// <param name="Changed">Some of the files that do.</param>
internal sealed record WorkTreeState(bool IsDirty, IReadOnlyList<string> Changed);
