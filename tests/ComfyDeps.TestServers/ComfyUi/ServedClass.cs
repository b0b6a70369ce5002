using System.Collections.Generic;

namespace ComfyDeps.TestServers.ComfyUi;

/// <summary>A node class that a running ComfyUI has.</summary>
public sealed class ServedClass
{
    public required string Name { get; init; }

    /// <summary>
    /// <c>nodes</c>, <c>comfy_extras.nodes_x</c>, or <c>custom_nodes.</c> and a folder; null as from a fork without it.
    /// </summary>
    public string? PythonModule { get; init; } = "nodes";

    public IReadOnlyList<ServedInput> Required { get; init; } = [];

    public IReadOnlyList<ServedInput> Optional { get; init; } = [];

    /// <summary>
    /// Whether its <c>INPUT_TYPES</c> raises: the list leaves it out, and asking for it alone is answered with 500.
    /// </summary>
    public bool IsBroken { get; set; }
}
