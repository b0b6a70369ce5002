namespace ComfyDeps;

/// <summary>What the source says about a version.</summary>
public enum VersionStatus
{
    /// <summary>Usable.</summary>
    Active,

    /// <summary>Reported by the source's own checks.</summary>
    Flagged,

    /// <summary>Forbidden by the source.</summary>
    Banned,

    /// <summary>Not yet checked by the source.</summary>
    Pending,

    /// <summary>Withdrawn.</summary>
    Deleted,
}
