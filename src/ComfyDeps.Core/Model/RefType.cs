namespace ComfyDeps;

/// <summary>What a version's name stands for.</summary>
public enum RefType
{
    /// <summary>A published release.</summary>
    Release,

    /// <summary>A git tag.</summary>
    Tag,

    /// <summary>A git branch.</summary>
    Branch,

    /// <summary>A single commit.</summary>
    Commit,
}
