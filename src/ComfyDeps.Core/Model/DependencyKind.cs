namespace ComfyDeps;

/// <summary>What kind of thing a record is about.</summary>
public enum DependencyKind
{
    /// <summary>A node class or a node pack.</summary>
    Node,

    /// <summary>A model file.</summary>
    Model,

    /// <summary>ComfyUI itself.</summary>
    ComfyUI,

    /// <summary>One Python distribution.</summary>
    Python,

    /// <summary>A container image.</summary>
    Image,
}
