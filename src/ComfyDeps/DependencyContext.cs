using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ComfyDeps;

/// <summary>Keeps the module's dependencies apart from those of other modules and of the engine.</summary>
/// <param name="folder">The folder that they are in.</param>
internal sealed class DependencyContext(string folder) : AssemblyLoadContext("ComfyDeps")
{
    private static readonly string s_runtime = RuntimeEnvironment.GetRuntimeDirectory();

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Join(folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) && !IsInRuntime(assemblyName) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>
    /// Whether the runtime itself has it, and at least as new. Its copy, which no module can replace either, was
    /// compiled ahead of time; ours would be compiled anew in every process, which a command that runs once waits for.
    /// </summary>
    private static bool IsInRuntime(AssemblyName assemblyName)
    {
        string path = Path.Join(s_runtime, $"{assemblyName.Name}.dll");
        return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= assemblyName.Version;
    }
}
