using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class NodePackSearchTests
{
    private readonly NodePackSearch _search = new(TestCatalog.Open());

    [Fact]
    public void GivesEveryProviderOfAClassTheLikeliestFirst()
    {
        NodePack[] packs = [.. _search.Find("Shared")];

        Assert.Equal(["comfyui-big", "bob/comfyui-small"], packs.Select(static p => p.Name));
        Assert.All(packs, static p => Assert.Equal(PackMatch.Class, p.MatchedBy));
        Assert.Equal(["BigNode", "SetNode", "Shared", "Thing (big)"], packs[0].Classes);
    }

    [Theory]
    [InlineData("comfyui-big", PackMatch.Id)]
    [InlineData("https://github.com/alice/comfyui-big", PackMatch.Url)]
    [InlineData("alice/ComfyUI-Big", PackMatch.Url)]
    [InlineData("Some new one (big)", PackMatch.Pattern)]
    public void SaysWhatMatched(string name, PackMatch expected)
        => Assert.Equal(
            ("comfyui-big", expected), Assert.Single(_search.Find(name).Select(static p => (p.Name, p.MatchedBy))));

    [Fact]
    public void ComfyUIItselfIsAProviderToo()
        => Assert.Equal(["comfy-core", "carol/comfyui-bundle"], _search.Find("KSampler").Select(static p => p.Name));

    [Theory]
    [InlineData("*big*", 1)]
    [InlineData("Smal?Node", 1)]
    [InlineData("c*", 3)]
    [InlineData("zz*", 0)]
    public void MatchesWildcardsWithIdsAndClasses(string wildcard, int count)
        => Assert.Equal(count, _search.Find(wildcard).Select(static p => p.Name).Distinct().Count());

    [Fact]
    public void NotFoundNamesTheClassThatDiffersByCaseOnly()
    {
        ComfyDepsException error = _search.NotFound("SMALLNODE");

        Assert.Equal((ErrorCode.NotFound, "SMALLNODE"), (error.Code, error.Target));
        Assert.Contains("'SmallNode'", error.Hint, System.StringComparison.Ordinal);
    }
}
