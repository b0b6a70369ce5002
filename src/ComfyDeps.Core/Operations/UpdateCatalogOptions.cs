using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What to make the catalog of.</summary>
public sealed class UpdateCatalogOptions
{
    /// <summary>A folder with ComfyUI-Manager's lists, or null.</summary>
    public string? SourcePath { get; init; }

    /// <summary>Checkouts of node packs, or their https git addresses.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The folder that the user is in.</summary>
    public required string CurrentFolder { get; init; }
}
