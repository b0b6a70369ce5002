using System.Collections.Generic;

namespace ComfyDeps.TestServers.ComfyRegistry;

/// <summary>A version of a pack as the Comfy Registry knows it.</summary>
public sealed class RegistryVersion
{
    public required string Version { get; init; }

    public string Status { get; set; } = "NodeVersionStatusActive";

    public bool Deprecated { get; init; }

    public string CreatedAt { get; init; } = "2025-01-01T10:00:00.000000Z";

    public string Changelog { get; init; } = "";

    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>The range of versions of ComfyUI that it works with; empty when nothing is said.</summary>
    public string SupportedComfyUi { get; init; } = "";

    /// <summary>The systems that it works on; null when nothing is said.</summary>
    public IReadOnlyList<string>? SupportedOs { get; init; }

    /// <summary>
    /// The Python that the archive's project asks for, which the service does not tell; null when it asks for none.
    /// </summary>
    public string? RequiresPython { get; init; }

    /// <summary>The node classes that the service took out of the archive; null when it never did.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>What the service says instead of the pack's own id, as it was seen to do; null for the truth.</summary>
    public string? AnsweredNodeId { get; init; }

    /// <summary>What the service says instead of the version; null for the truth.</summary>
    public string? AnsweredVersion { get; init; }
}
