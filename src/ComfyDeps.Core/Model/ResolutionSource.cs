namespace ComfyDeps;

/// <summary>What decided who provides a dependency.</summary>
public enum ResolutionSource
{
    /// <summary>Nothing did.</summary>
    None,

    /// <summary>The workflow recorded it.</summary>
    Workflow,

    /// <summary>A person decided it in the registry.</summary>
    Registry,

    /// <summary>The catalog of public facts.</summary>
    Catalog,

    /// <summary>A name pattern that a pack claims.</summary>
    Pattern,
}
