namespace ComfyDeps.Core.Tests.Model;

public sealed class RepositoryAddressTests
{
    [Theory]
    [InlineData("https://github.com/Kijai/ComfyUI-KJNodes.git", "https://github.com/Kijai/ComfyUI-KJNodes")]
    [InlineData("http://www.github.com/a/b/", "https://github.com/a/b")]
    [InlineData("git@github.com:a/b.git", "https://github.com/a/b")]
    [InlineData("ssh://git@github.com/a/b.git", "https://github.com/a/b")]
    [InlineData("ssh://git@example.org:2222/a/b.git", "https://example.org/a/b")]
    [InlineData("git+https://github.com/a/b.git", "https://github.com/a/b")]
    [InlineData("https://user:secret@github.com/a/b", "https://github.com/a/b")]
    [InlineData("http://127.0.0.1:8080/a/b.git", "http://127.0.0.1:8080/a/b")]
    [InlineData("github.com/a/b", "https://github.com/a/b")]
    [InlineData("https://github.com/a/b/tree/main/sub?x=1#y", "https://github.com/a/b")]
    [InlineData(
        "https://git.mmaker.moe/mmaker/sd-webui-color-enhance", "https://git.mmaker.moe/mmaker/sd-webui-color-enhance")]
    [InlineData("https://github.com/a", null)]
    [InlineData("GetNode", null)]
    [InlineData("https://github.com/a/b;rm -rf", null)]
    [InlineData("https://example.org/../x", null)]
    [InlineData("", null)]
    public void OneRepositoryHasOneAddress(string address, string? expected)
        => Assert.Equal(expected, RepositoryAddress.Normalize(address));

    [Theory]
    [InlineData("github.com/kijai/comfyui-kjnodes", "kijai/comfyui-kjnodes")]
    [InlineData("git.mmaker.moe/mmaker/x", "git.mmaker.moe/mmaker/x")]
    public void IdHasTheHostWhereItIsNotGitHub(string key, string expected)
        => Assert.Equal(expected, RepositoryAddress.IdOf(key));

    [Theory]
    [InlineData("kijai/ComfyUI-KJNodes", true)]
    [InlineData("ComfyUI-WanVideoWrapper/", false)]
    [InlineData("GetNode", false)]
    [InlineData("a/..", false)]
    [InlineData("a/b/c", false)]
    [InlineData("a b/c", false)]
    public void TellsOwnerAndRepository(string text, bool expected)
        => Assert.Equal(expected, RepositoryAddress.IsOwnerAndRepository(text));

    [Fact]
    public void RepositoriesThatWereHandedOverAreOne()
        => Assert.Equal(
            RepositoryAddress.Key("https://github.com/ltdrdata/ComfyUI-Manager"),
            RepositoryAddress.Key("https://github.com/Comfy-Org/ComfyUI-Manager"));
}
