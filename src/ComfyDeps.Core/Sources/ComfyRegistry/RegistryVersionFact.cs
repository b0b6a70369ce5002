using System;
using System.Collections.Generic;

namespace ComfyDeps.Sources.ComfyRegistry;

/// <summary>What the Comfy Registry says about a version.</summary>
/// <param name="PackId">The pack's id, as the service spells it.</param>
/// <param name="Version">The number.</param>
/// <param name="Status">What the service's checks said.</param>
/// <param name="IsDeprecated">Whether its authors advise against it.</param>
/// <param name="PublishedAt">When it was published, or null.</param>
/// <param name="DownloadUrl">Where its archive is; null where the answer did not say, which does not mean that there is
/// none.</param>
internal sealed record RegistryVersionFact(
    string PackId,
    string Version,
    VersionStatus Status,
    bool IsDeprecated,
    DateTimeOffset? PublishedAt,
    Uri? DownloadUrl)
{
    /// <summary>The versions of ComfyUI that it says it works with; null where it says nothing.</summary>
    internal string? SupportedComfyUi { get; init; }

    /// <summary>The operating systems that it says it works on; empty where it says nothing.</summary>
    internal IReadOnlyList<string> SupportedSystems { get; init; } = [];
}
