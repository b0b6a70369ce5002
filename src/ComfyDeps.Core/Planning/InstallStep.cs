using System.Collections.Immutable;

namespace ComfyDeps.Planning;

/// <summary>One thing that an installation does, and why.</summary>
internal abstract record InstallStep
{
    /// <summary>The name of the registry's entry that the step comes from.</summary>
    internal required string Name { get; init; }

    /// <summary>Node or Model.</summary>
    internal abstract DependencyKind Kind { get; }

    /// <summary>Why it is in the plan: who needs it, and what is known about its pin.</summary>
    internal required string Reason { get; init; }

    /// <summary>What is to be done where it is known what is installed.</summary>
    internal InstallAction Action { get; init; } = InstallAction.Install;
}

/// <summary>A node pack at one pin.</summary>
internal sealed record PackStep : InstallStep
{
    /// <inheritdoc/>
    internal override DependencyKind Kind => DependencyKind.Node;

    /// <summary>ComfyRegistry or Git.</summary>
    internal required SourceKind Source { get; init; }

    /// <summary>The id in the Comfy Registry, in lower case; the entry's name for a repository.</summary>
    internal required string Id { get; init; }

    /// <summary>Its folder under <c>custom_nodes/</c>.</summary>
    internal required string Directory { get; init; }

    /// <summary>The full commit, or the exact version.</summary>
    internal required string Pin { get; init; }

    /// <summary>The repository; empty where it is not known.</summary>
    internal string Url { get; init; } = "";

    /// <summary>Where to fetch instead; empty for nowhere else.</summary>
    internal string Mirror { get; init; } = "";

    /// <summary>The archive of a version in the Comfy Registry; empty where it must be asked for.</summary>
    internal string ArchiveUrl { get; init; } = "";

    /// <summary>The SHA-256 of that archive; empty where it is not known.</summary>
    internal string ArchiveSha256 { get; init; } = "";
}

/// <summary>One model file at one pin.</summary>
internal sealed record ModelStep : InstallStep
{
    /// <inheritdoc/>
    internal override DependencyKind Kind => DependencyKind.Model;

    /// <summary>
    /// Its place under the models folder: for a file of a model that is a folder, the entry's name and the file.
    /// </summary>
    internal required string Path { get; init; }

    /// <summary>Further places of the same file.</summary>
    internal ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>HuggingFace, Civitai or Url.</summary>
    internal required SourceKind Source { get; init; }

    /// <summary>Where it is fetched.</summary>
    internal required string Url { get; init; }

    /// <summary>Where to fetch instead; empty for nowhere else.</summary>
    internal string Mirror { get; init; } = "";

    /// <summary>Whether a login is needed.</summary>
    internal bool Gated { get; init; }

    /// <summary>Its size, or null where it is not known.</summary>
    internal long? Size { get; init; }

    /// <summary>Its SHA-256, or null where it is not known.</summary>
    internal string? Sha256 { get; init; }
}

/// <summary>
/// What is in the registry and cannot be installed safely; <see cref="InstallStep.Reason"/> says why not.
/// </summary>
internal sealed record RefusedStep : InstallStep
{
    private readonly DependencyKind _kind;

    /// <summary>Refuses one thing.</summary>
    /// <param name="kind">Node or Model.</param>
    internal RefusedStep(DependencyKind kind) => _kind = kind;

    /// <inheritdoc/>
    internal override DependencyKind Kind => _kind;
}

/// <summary>What a step does to what is there.</summary>
internal enum InstallAction
{
    /// <summary>It is not there, or nobody looked.</summary>
    Install,

    /// <summary>It is there at something else than its pin.</summary>
    Replace,

    /// <summary>It is there at its pin.</summary>
    Keep,
}
