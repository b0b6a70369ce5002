using System.Collections.Generic;
using ComfyDeps.Planning;
using ComfyDeps.Registry;

namespace ComfyDeps.Rendering.Docker;

/// <summary>What a Dockerfile is made of.</summary>
internal sealed record Dockerfile
{
    /// <summary>What goes into the image.</summary>
    internal required InstallPlan Plan { get; init; }

    /// <summary>The image that it starts from.</summary>
    internal required ImagePin Base { get; init; }

    /// <summary>The commit of ComfyUI, or null for the one that the base image has.</summary>
    internal ComfyUiPin? ComfyUi { get; init; }

    /// <summary>The file that pins every Python distribution, or null.</summary>
    internal ConstraintsText? Constraints { get; init; }

    /// <summary>The packs whose pins follow something, and so change more often than others.</summary>
    internal IReadOnlySet<string> Moving { get; init; } = new HashSet<string>();

    /// <summary>
    /// Every folder under models/ that is in use, also where the models themselves are not in the image.
    /// </summary>
    internal required IReadOnlyList<string> ModelFolders { get; init; }

    /// <summary>Whether the models are in the image; else they are on the network volume.</summary>
    internal bool WithModels { get; init; }

    /// <summary>The SHA-256 of the registry's file, in lower-case hex.</summary>
    internal required string RegistrySha256 { get; init; }

    /// <summary>The version of this module.</summary>
    internal required string Version { get; init; }
}
