using System.Collections.Generic;

namespace ComfyDeps.Registry.Reading;

/// <summary>
/// The fields of everything in the registry: what is not here is unknown. The published schema has the same.
/// </summary>
internal static class RegistryFields
{
    internal const string Schema = "$schema";
    internal const string Version = "version";

    /// <summary>The names of the objects whose members are entries, not fields.</summary>
    internal const string Models = "models";
    internal const string Nodes = "nodes";

    /// <summary>The whole.</summary>
    internal static readonly string[] Document = [Schema, "decisions", "environment", Models, Nodes, Version];

    /// <summary>What persons decided.</summary>
    internal static readonly string[] Decisions = ["classes", "models"];

    /// <summary>What everything is installed into.</summary>
    internal static readonly string[] Environment = ["comfyui", "constraints", "image", "operatingSystem", "python"];

    /// <summary>ComfyUI itself.</summary>
    internal static readonly string[] ComfyUi = ["commit", "version"];

    /// <summary>The constraints file.</summary>
    internal static readonly string[] Constraints = ["path", "sha256"];

    /// <summary>The container image.</summary>
    internal static readonly string[] Image = ["digest", "name", "tag"];

    /// <summary>A node pack.</summary>
    internal static readonly string[] Node = ["classes", "directory", "requested", "source", "verification"];

    /// <summary>A model.</summary>
    internal static readonly string[] Model
        = ["aliases", "files", "gated", "requested", "sha256", "size", "source", "verification"];

    /// <summary>One file of a model that is a folder.</summary>
    internal static readonly string[] File = ["sha256", "size"];

    /// <summary>What asking about a pin gave.</summary>
    internal static readonly string[] Verification
        = ["availableVersions", "checkedAt", "message", "status", "verifiedBy"];

    /// <summary>A source, by its kind.</summary>
    internal static readonly IReadOnlyDictionary<SourceKind, string[]> Sources = new Dictionary<SourceKind, string[]>
    {
        [SourceKind.ComfyRegistry] = ["downloadUrl", "id", "kind", "mirror", "sha256", "url", "version"],
        [SourceKind.Git] = ["commit", "kind", "mirror", "ref", "url"],
        [SourceKind.HuggingFace] = ["commit", "file", "kind", "mirror", "repository"],
        [SourceKind.Civitai] = ["fileId", "kind", "mirror", "modelVersionId"],
        [SourceKind.Url] = ["kind", "mirror", "url"],
    };
}
