using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace ComfyDeps;

/// <summary>Loads ComfyDeps.Core and what it depends on apart from other modules' assemblies.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly DependencyContext s_context = new(Path.Join(
        Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location),
        "dependencies"));

    /// <summary>Registers the resolver; nothing else happens at import.</summary>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Takes the resolver away again.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
        => name.Name == "ComfyDeps.Core" ? s_context.LoadFromAssemblyName(name) : null;
}
