using System.Collections.Generic;

namespace ComfyDeps.Inspection.Python;

/// <summary>What the conditions of requirements ask about an interpreter.</summary>
/// <param name="Version">Its version; null when it is not known.</param>
/// <param name="IsWindows">Whether it runs on Windows, else Linux.</param>
/// <param name="Machine">The processor in Python's words; null when it is not known.</param>
internal sealed record PythonPlatform(string? Version, bool IsWindows, string? Machine)
{
    /// <summary>The value of a marker's variable; null when it is not known here.</summary>
    /// <param name="variable">The variable.</param>
    internal string? Value(string variable) => variable switch
    {
        "python_full_version" or "implementation_version" => Version,
        "python_version" => Version is null
            ? null
            : string.Join(
                '.', (IEnumerable<string>)Version.Split('.')[..System.Math.Min(2, Version.Split('.').Length)]),
        "os_name" => IsWindows ? "nt" : "posix",
        "sys_platform" => IsWindows ? "win32" : "linux",
        "platform_system" => IsWindows ? "Windows" : "Linux",
        "platform_machine" => Machine,
        "platform_python_implementation" => "CPython",
        "implementation_name" => "cpython",
        _ => null,
    };
}
