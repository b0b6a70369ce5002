using ComfyDeps.Analysis;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class ModelFileNameTests
{
    [Theory]
    [InlineData("a.safetensors", true)]
    [InlineData(@"dir\a.b.GGUF", true)]
    [InlineData("a.pt", true)]
    [InlineData("a.onnx", true)]
    [InlineData("a.png", false)]
    [InlineData("a.yaml", false)]
    [InlineData(".safetensors", false)]
    [InlineData("dir/.pt", false)]
    [InlineData("safetensors", false)]
    [InlineData("two\nlines.pt", false)]
    [InlineData("", false)]
    public void KnowsModelFilesByTheirExtension(string text, bool expected)
        => Assert.Equal(expected, ModelFileName.IsModelFile(text));

    [Theory]
    [InlineData("microsoft/Florence-2-base", true)]
    [InlineData("a/b/c", false)]
    [InlineData("a/", false)]
    [InlineData("../b", false)]
    [InlineData("a/..", false)]
    [InlineData("a b/c", false)]
    [InlineData("a", false)]
    public void KnowsRepositoryIds(string text, bool expected)
        => Assert.Equal(expected, ModelFileName.IsRepositoryId(text));

    [Theory]
    [InlineData(@"a\b/c.pt", "c.pt")]
    [InlineData("c.pt", "c.pt")]
    [InlineData("dir/", "dir")]
    public void TakesTheLastPartOfAPath(string path, string expected)
        => Assert.Equal(expected, ModelFileName.Base(path));

    [Theory]
    [InlineData("style", true)]
    [InlineData("3.5 medium", true)]
    [InlineData("1.25", false)]
    [InlineData("-4", false)]
    public void NumbersAreNoNames(string text, bool expected) => Assert.Equal(expected, ModelFileName.CanBeName(text));

    [Fact]
    public void SplitsLists()
    {
        Assert.Equal(["a.pt", "b.pt"], ModelFileName.Split("a.pt; b.pt"));
        Assert.Equal(["a;b.pt"], ModelFileName.Split("a;b.pt"));
    }
}
