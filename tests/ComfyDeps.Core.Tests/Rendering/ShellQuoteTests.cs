using ComfyDeps.Rendering;

namespace ComfyDeps.Core.Tests.Rendering;

public sealed class ShellQuoteTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("plain", "'plain'")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(touch x) `y` \"z\" \\ ! * ~", "'$(touch x) `y` \"z\" \\ ! * ~'")]
    [InlineData("--help", "'--help'")]
    [InlineData("a\nb", @"$'a\nb'")]
    [InlineData("it's\r\n\\", @"$'it\'s\015\n\\'")]
    [InlineData("ümläut 模型", "'ümläut 模型'")]
    [InlineData("\u202Egnp.exe", @"$'\342\200\256gnp.exe'")]
    [InlineData("a\u0000b", "'a\u2400b'")]
    public void AWordStandsForExactlyTheText(string text, string expected)
        => Assert.Equal(expected, ShellQuote.Of(text));

    [Fact]
    public void APathIsNeverAnOption()
    {
        Assert.Equal("'./-rf'", ShellQuote.OfPath("-rf"));
        Assert.Equal("'/a/-rf'", ShellQuote.OfPath("/a/-rf"));
    }

    [Fact]
    public void ACommentStaysOnItsLine() => Assert.Equal("a␊touch x␍ �b", ShellQuote.Comment("a\ntouch x\r \u202Eb"));
}
