using System;
using System.Management.Automation;

namespace ComfyDeps.Shell.Objects;

/// <summary>
/// Stops the commands before this one in the pipeline, and lets those after it finish. The engine has an exception for
/// this and keeps it to its own Select-Object, which is not part of the engine's package: the one place where this
/// program reaches into the engine. Where a future engine has it no longer, the rest of the input is passed over.
/// </summary>
internal static class UpstreamStop
{
    private static readonly Type? s_exception =
        typeof(Cmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException");

    /// <summary>Throws what stops the commands before this one, where the engine has such a thing.</summary>
    /// <param name="cmdlet">Has all that it needs.</param>
    internal static void Request(Cmdlet cmdlet)
    {
        if (s_exception is not null && Activator.CreateInstance(s_exception, cmdlet) is Exception stop)
        {
            throw stop;
        }
    }
}
