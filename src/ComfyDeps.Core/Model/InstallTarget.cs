namespace ComfyDeps;

/// <summary>Where an install script runs.</summary>
public enum InstallTarget
{
    /// <summary>A pod: node packs and models.</summary>
    Pod,

    /// <summary>The volume of serverless workers: models alone, because packs are in their image.</summary>
    Serverless,
}
