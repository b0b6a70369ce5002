using System.IO;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>
/// The registry that comes with the module: facts, each of which docs/shipped-registry.md says where it is from.
/// </summary>
public sealed class ShippedRegistryTests
{
    private static readonly string s_path = Path.Join(Repository.Root, "registry", "comfy-registry.json");

    [Fact]
    public void ReadingAndWritingItChangesNoByte()
        => Assert.Equal(File.ReadAllBytes(s_path), RegistryFormat.Render(RegistryFormat.Read(s_path)));

    [Fact]
    public void NothingIsMarkedVerifiedThatWasNotAsked()
    {
        RegistryDocument registry = RegistryFormat.Read(s_path);

        Assert.All(registry.Nodes.Values, static node => Assert.Null(node.Verification));
        Assert.All(registry.Models.Values, static model => Assert.Null(model.Verification));
    }

    [Fact]
    public void EveryPackIsPinnedToACommit()
        => Assert.All(
            RegistryFormat.Read(s_path).Nodes.Values, static node => Assert.Equal(40, node.Source.Commit?.Length));

    [Fact]
    public void TheDocumentNamesEveryEntry()
    {
        string page = File.ReadAllText(Path.Join(Repository.Root, "docs", "shipped-registry.md"));
        RegistryDocument registry = RegistryFormat.Read(s_path);

        Assert.All(
            registry.Nodes.Keys.Concat(registry.Models.Keys),
            name => Assert.Contains($"`{name}`", page, System.StringComparison.Ordinal));
    }
}
