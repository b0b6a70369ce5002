using System.Collections.Generic;

namespace ComfyDeps.TestServers.Civitai;

/// <summary>A model version on Civitai, with what the service says about its model.</summary>
public sealed class CivitaiVersion
{
    public required int Id { get; init; }

    public required int ModelId { get; init; }

    public string ModelName { get; init; } = "A model";

    public string Name { get; init; } = "v1.0";

    /// <summary>Checkpoint, LORA, TextualInversion and so on.</summary>
    public string ModelType { get; init; } = "LORA";

    public string BaseModel { get; init; } = "Flux.1 D";

    /// <summary>Archived, TakenDown, or null.</summary>
    public string? Mode { get; init; }

    public string PublishedAt { get; init; } = "2025-02-01T12:00:00.000Z";

    /// <summary>Whether only those who are signed in may download.</summary>
    public bool NeedsLogin { get; init; }

    /// <summary>Whether the creator lets nobody download.</summary>
    public bool DownloadsDisabled { get; init; }

    /// <summary>Until when it is early access, or null.</summary>
    public string? EarlyAccessUntil { get; init; }

    public IReadOnlyList<CivitaiFile> Files { get; init; } = [];
}
