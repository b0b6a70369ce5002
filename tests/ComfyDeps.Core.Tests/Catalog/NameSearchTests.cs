using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class NameSearchTests
{
    [Theory]
    [InlineData("", "bob/comfyui-small carol/comfyui-bundle comfyui-big")]
    [InlineData("C", "carol/comfyui-bundle comfyui-big")]
    [InlineData("bob/", "bob/comfyui-small")]
    [InlineData("*u*d", "carol/comfyui-bundle")]
    [InlineData("?arol", "carol/comfyui-bundle")]
    [InlineData("none", "")]
    public void FindsPacksByIdInAnyCase(string begin, string expected)
        => Assert.Equal(expected, string.Join(' ', Search(begin).Packs().Select(static one => one.Name)));

    [Fact]
    public void SaysWhoseAClassIs()
    {
        KnownName[] found = [.. Search("s").Classes()];
        Assert.Equal(["SaveImage", "SetNode", "Shared", "SmallNode"], found.Select(static one => one.Name));
        Assert.Equal("Node class of ComfyUI itself", found[0].Description);
        Assert.EndsWith(", claimed by 2 node packs", found[2].Description);
        Assert.Equal("Node class of bob/comfyui-small", found[3].Description);
    }

    [Fact]
    public void NamesRepositoriesOnlyWhereTheyAreNotTheId()
        => Assert.DoesNotContain("bob/ComfyUI-Small", Search("").Repositories().Select(static one => one.Name));

    [Fact]
    public void GivesAModelFileOnceWithItsPlaces()
    {
        KnownName found = Assert.Single(Search("A").ModelFiles());
        Assert.Equal("ae.safetensors", found.Name, ignoreCase: true);
        Assert.EndsWith("known in 2 places", found.Description);
    }

    private static NameSearch Search(string begin) => new(TestCatalog.Open(), begin);
}
