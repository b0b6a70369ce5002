namespace ComfyDeps;

/// <summary>What is known about who provides a dependency.</summary>
public enum DependencyStatus
{
    /// <summary>One provider is known.</summary>
    Resolved,

    /// <summary>Several could provide it, and nothing decides between them.</summary>
    Ambiguous,

    /// <summary>Nobody is known to provide it, or its name is known only at run time.</summary>
    Unresolved,

    /// <summary>ComfyUI itself provides it.</summary>
    Core,

    /// <summary>It exists in the browser only; a pack may still be needed for it.</summary>
    Frontend,
}
