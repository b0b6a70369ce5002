namespace ComfyDeps.TestServers.ComfyUi;

/// <summary>Which ComfyUI-Manager a server has: its routes are others.</summary>
public enum ManagerKind
{
    None,

    /// <summary>3.x, a pack in <c>custom_nodes</c>.</summary>
    Legacy,

    /// <summary>4.x, part of the installation.</summary>
    V4,
}
