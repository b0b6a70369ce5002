using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace ComfyDeps;

/// <summary>A load context over one folder, so that the host's own copies of the same packages do not matter.</summary>
internal sealed class DependencyContext(string folder) : AssemblyLoadContext("ComfyDeps")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Join(folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
