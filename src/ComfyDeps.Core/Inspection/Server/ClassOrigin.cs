namespace ComfyDeps.Inspection.Server;

/// <summary>Where a class of a running server comes from.</summary>
internal enum ClassOrigin
{
    /// <summary>The server does not say, or says something that is not known.</summary>
    Unknown,

    /// <summary>ComfyUI itself.</summary>
    BuiltIn,

    /// <summary>A pack in <c>custom_nodes</c>.</summary>
    Pack,
}
