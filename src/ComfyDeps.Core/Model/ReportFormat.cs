namespace ComfyDeps;

/// <summary>How a dependency report is written.</summary>
public enum ReportFormat
{
    /// <summary>For programs.</summary>
    Json,

    /// <summary>For pull requests.</summary>
    Markdown,

    /// <summary>One page that needs nothing else.</summary>
    Html,
}
