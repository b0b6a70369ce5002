using System.Collections.Generic;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>One commit of a Hugging Face repository.</summary>
public sealed class HubRevision
{
    /// <summary>40 lower-case hex digits.</summary>
    public required string Commit { get; init; }

    public string Title { get; init; } = "Upload files";

    public string Date { get; init; } = "2025-03-01T12:00:00.000Z";

    public required IReadOnlyList<HubFile> Files { get; init; }
}
