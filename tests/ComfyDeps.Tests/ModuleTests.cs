using System.IO;
using System.Linq;
using System.Management.Automation;

namespace ComfyDeps.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void ManifestIsReadable()
    {
        string manifest = Path.Join(Repository.Root, "ComfyDeps.psd1");
        using PowerShell shell = PowerShell.Create();
        PSObject module = shell.AddCommand("Test-ModuleManifest").AddParameter("Path", manifest).Invoke().Single();
        Assert.Equal("ComfyDeps", ((PSModuleInfo)module.BaseObject).Name);
    }
}
