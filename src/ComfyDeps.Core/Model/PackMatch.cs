namespace ComfyDeps;

/// <summary>What part of a pack matched the question.</summary>
public enum PackMatch
{
    /// <summary>A node class that it provides.</summary>
    Class,

    /// <summary>Its id.</summary>
    Id,

    /// <summary>Its repository URL.</summary>
    Url,

    /// <summary>A name pattern that it claims.</summary>
    Pattern,
}
