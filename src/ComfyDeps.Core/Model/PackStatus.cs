namespace ComfyDeps;

/// <summary>Whether a pack is still to be used.</summary>
public enum PackStatus
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Archived or replaced by its authors.</summary>
    Retired,

    /// <summary>Banned by the Comfy Registry or known to be malicious.</summary>
    Banned,

    /// <summary>Its repository or record is gone.</summary>
    Deleted,
}
