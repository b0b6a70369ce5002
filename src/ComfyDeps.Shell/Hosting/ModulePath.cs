using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ComfyDeps.Shell.Hosting;

/// <summary>
/// Where modules are looked for: where the user says, then beside this program, then where the engine looks.
/// </summary>
internal static class ModulePath
{
    private const string Variable = "PSModulePath";

    /// <summary>What the user says; to be asked before the engine adds its own.</summary>
    internal static string? FromUser => Environment.GetEnvironmentVariable(Variable);

    /// <summary>Puts the module that came with this program before any that is installed for pwsh.</summary>
    /// <param name="fromUser">What the variable held before the engine started.</param>
    internal static void PutOwnFirst(string? fromUser)
    {
        string own = Path.Join(AppContext.BaseDirectory, "Modules");
        IEnumerable<string> folders = Split(fromUser)
            .Append(own)
            .Concat(Split(Environment.GetEnvironmentVariable(Variable)));
        Environment.SetEnvironmentVariable(
            Variable, string.Join(Path.PathSeparator, folders.Distinct(StringComparer.Ordinal)));
    }

    private static string[] Split(string? path)
        => path?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
