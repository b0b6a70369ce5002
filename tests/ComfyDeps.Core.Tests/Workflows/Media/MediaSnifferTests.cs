using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

public sealed class MediaSnifferTests
{
    [Theory]
    [InlineData("PNG tEXt", MediaKind.Png)]
    [InlineData("WebP", MediaKind.Webp)]
    [InlineData("JPEG", MediaKind.Jpeg)]
    [InlineData("AVIF", MediaKind.Avif)]
    [InlineData("SVG", MediaKind.Svg)]
    [InlineData("MP4", MediaKind.Mp4)]
    [InlineData("WebM", MediaKind.Matroska)]
    [InlineData("FLAC", MediaKind.Flac)]
    [InlineData("Opus", MediaKind.Ogg)]
    [InlineData("MP3", MediaKind.Mp3)]
    [InlineData("GLB", MediaKind.Glb)]
    [InlineData("safetensors", MediaKind.Safetensors)]
    internal void TellsAContainerByItsContent(string name, MediaKind kind)
        => Assert.Equal(kind, MediaSniffer.Sniff(MediaFiles.All[name].File));

    [Theory]
    [InlineData(
        "<?xml version=\"1.0\"?>\n<!-- drawn -->\n<!DOCTYPE svg>\n<svg xmlns=\"http://www.w3.org/2000/svg\">", true)]
    [InlineData("\uFEFF \r\n<svg>", true)]
    [InlineData("<!-- <p> --><svg\twidth=\"1\"/>", true)]
    [InlineData("<?xml version=\"1.0\"?><svgx/>", false)]
    [InlineData("<html><svg></svg></html>", false)]
    [InlineData("a <svg> in a text", false)]
    public void TellsAnSvg(string text, bool expected)
        => Assert.Equal(expected ? MediaKind.Svg : null, MediaSniffer.Sniff(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\0\0\0\u0008wide\0\0\0\0", true)]
    [InlineData("\0\0\0\u0020ftypqt  ", true)]
    [InlineData("the free lunch", false)]
    [InlineData("{\"a\":\"moov\"}", false)]
    public void TellsAFilmWithoutTakingATextForOne(string text, bool expected)
        => Assert.Equal(expected ? MediaKind.Mp4 : null, MediaSniffer.Sniff(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(0xFF, 0xFB, 0x90, 0x44, true)]
    [InlineData(0xFF, 0xF3, 0x40, 0xC4, true)]
    [InlineData(0xFF, 0xFE, 0x7B, 0x00, false)] // UTF-16 with a mark
    [InlineData(0xFF, 0xFF, 0xFF, 0xFF, false)]
    public void TellsSoundWithoutATag(byte first, byte second, byte third, byte fourth, bool expected)
        => Assert.Equal(expected ? MediaKind.Mp3 : null, MediaSniffer.Sniff([first, second, third, fourth]));

    [Theory]
    [InlineData("{\"last_node_id\": 9, \"nodes\": []}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("import { x } from 'y';")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ")]
    [InlineData("GIF89a......")]
    public void EverythingElseIsNoMediaFile(string text)
        => Assert.Null(MediaSniffer.Sniff(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void ATextInUtf16OrUtf32IsNoModelFile()
    {
        Assert.Null(MediaSniffer.Sniff(Encoding.Unicode.GetBytes("{\"1\":{\"class_type\":\"A\"}}")));
        Assert.Null(MediaSniffer.Sniff(Encoding.UTF32.GetBytes("{\"1\":{\"class_type\":\"A\"}}")));
    }
}
