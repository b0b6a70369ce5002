using System.Collections.Generic;

namespace ComfyDeps.Inspection.Server;

/// <summary>What a running server says of itself. What it does not say is null.</summary>
internal sealed class ServerSystem
{
    /// <summary>The version of ComfyUI.</summary>
    internal string? ComfyUiVersion { get; init; }

    /// <summary>The version of Python, without what it was built with.</summary>
    internal string? PythonVersion { get; init; }

    /// <summary>The version of PyTorch, with the platform that it was built for.</summary>
    internal string? PyTorchVersion { get; init; }

    /// <summary>The operating system, in Python's words.</summary>
    internal string? OperatingSystem { get; init; }

    /// <summary>What it was started with.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];
}
