namespace ComfyDeps.Operations;

/// <summary>Which versions of node packs are found.</summary>
public sealed class FindNodeVersionOptions
{
    /// <summary>The one source to ask; null for all that know the pack.</summary>
    public SourceKind? Source { get; init; }

    /// <summary>Only the newest one that is good to use.</summary>
    public bool LatestOnly { get; init; }

    /// <summary>Previews too.</summary>
    public bool IncludePrerelease { get; init; }

    /// <summary>Asks for the dates of git's versions and for releases too: some questions more for each pack.</summary>
    public bool WithDates { get; init; }
}
