using ComfyDeps.Analysis;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class SourceAddressTests
{
    [Theory]
    [InlineData("https://huggingface.co/a/b/resolve/main/x.pt", "https://huggingface.co/a/b/resolve/main/x.pt")]
    [InlineData("https://huggingface.co/a/b/blob/main/x.pt", "https://huggingface.co/a/b/resolve/main/x.pt")]
    [InlineData(
        "https://huggingface.co/a/b/resolve/main/x.pt?download=true", "https://huggingface.co/a/b/resolve/main/x.pt")]
    [InlineData("https://HUGGINGFACE.co/a/b", "https://huggingface.co/a/b")]
    [InlineData(
        "https://civitai.com/api/download/models/5?type=Model", "https://civitai.com/api/download/models/5?type=Model")]
    [InlineData("https://github.com/a/b/releases/download/v1/x.pt", "https://github.com/a/b/releases/download/v1/x.pt")]
    public void TakesWellKnownHosts(string text, string expected)
        => Assert.Equal(expected, SourceAddress.Parse(text)?.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x.pt")]
    [InlineData("http://huggingface.co/a/b/resolve/main/x.pt")] // anybody on the way could change it
    [InlineData("https://huggingface.co.evil.example/x.pt")]
    [InlineData("https://huggingface.co@evil.example/x.pt")]
    [InlineData("https://user:password@huggingface.co/x.pt")]
    [InlineData("https://huggingface.co:8443/x.pt")]
    [InlineData("https://evil.example/huggingface.co/x.pt")]
    [InlineData("https://github.com/a/b")]
    [InlineData("https://huggingface.co/a b/x.pt")]
    [InlineData("https://huggingface.co/a\n/x.pt")]
    [InlineData("file:///etc/passwd")]
    public void TakesNothingElse(string? text) => Assert.Null(SourceAddress.Parse(text));

    [Theory]
    [InlineData("https://a.example/dir/x%20y.pt?token=1#top", "x y.pt")]
    [InlineData("https://a.example/x.pt", "x.pt")]
    public void NamesTheFile(string url, string expected) => Assert.Equal(expected, SourceAddress.FileName(url));

    [Fact]
    public void FindsTheAddressesOfModelFilesInAText()
        => Assert.Equal(
            ["https://a.example/x.pt", "https://b.example/y.safetensors"],
            SourceAddress.InText(
                "See https://a.example/x.pt, [y](https://b.example/y.safetensors) or https://c.example/."));
}
