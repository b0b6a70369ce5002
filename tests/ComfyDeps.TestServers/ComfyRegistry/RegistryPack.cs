using System.Collections.Generic;

namespace ComfyDeps.TestServers.ComfyRegistry;

/// <summary>A pack as the Comfy Registry knows it. Status texts are the service's own.</summary>
public sealed class RegistryPack
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string Repository { get; init; } = "";

    public string Publisher { get; init; } = "someone";

    public string Status { get; set; } = "NodeStatusActive";

    public string? StatusDetail { get; init; }

    public int Downloads { get; init; } = 100;

    public int Stars { get; init; }

    public string CreatedAt { get; init; } = "2024-05-01T10:00:00.000000Z";

    public IReadOnlyList<string> PreemptedClasses { get; init; } = [];

    /// <summary>In the order of publication.</summary>
    public IList<RegistryVersion> Versions { get; init; } = [];
}
