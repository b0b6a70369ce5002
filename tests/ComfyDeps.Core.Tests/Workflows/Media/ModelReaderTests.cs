using System.Linq;
using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>GLB, safetensors and SVG: a JSON text, or one inside XML.</summary>
public sealed class ModelReaderTests
{
    [Theory]
    [InlineData("""{"asset":{"version":"2.0"}}""")]
    [InlineData("""{"asset":{"extras":{"author":"x"}},"extras":{"workflow":{"a":1}}}""")]
    [InlineData("""{"scene":0}   """)]
    [InlineData("{\"asset\":{\"extras\":null}}\0\0")]
    public void AGlbWithoutAWorkflowHasNone(string json) => Assert.Empty(Reading.Read(MediaFiles.Glb(json)).Texts);

    [Theory]
    [InlineData("""{"asset":{"extras":{"workflow":{"a":1""")]
    [InlineData("not json")]
    public void AGlbWithoutJsonIsAnError(string json) => Reading.AssertMalformed(MediaFiles.Glb(json));

    [Fact]
    public void AChunkThatIsNotThereIsAnError()
    {
        Reading.AssertMalformed(
            new ByteList().Text("glTF").Little32(2).Little32(99).Little32(uint.MaxValue).Text("JSON").ToArray());
        Reading.AssertMalformed(
            new ByteList().Text("glTF").Little32(2).Little32(99).Little32(4).Text("BIN\0").Zeros(4).ToArray());
        SparseStream sparse = new SparseStream(5L << 30)
            .With(
                0, new ByteList().Text("glTF").Little32(2).Little32(99).Little32(uint.MaxValue).Text("JSON").ToArray());
        Assert.Equal(ErrorCode.MediaMalformed, Assert.Throws<ComfyDepsException>(() => Reading.Read(sparse)).Code);
        Assert.InRange(sparse.BytesRead, 1, 10_000);
    }

    [Theory]
    [InlineData("""{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"format":"pt","ss_tag_frequency":"{\"a\": 1}"}}""")]
    [InlineData("""{"__metadata__":{"prompt":"a cat"}}      """)]
    public void AModelFileWithoutAWorkflowHasNone(string header)
        => Assert.Empty(Reading.Read(MediaFiles.Safetensors(header)).Texts);

    [Fact]
    public void ADamagedModelFileIsAnError()
    {
        Reading.AssertMalformed(MediaFiles.Safetensors("""{"__metadata__":{"prompt":"{}"}"""));
        Reading.AssertMalformed([.. new ByteList().Little64(90_000).Text("""{"__metadata__":{""").ToArray()]);
        SparseStream sparse = new SparseStream(1L << 30).With(
            0, new ByteList().Little64(99_000_000).Text("{\"a\":").ToArray());
        Assert.Equal(ErrorCode.MediaMalformed, Assert.Throws<ComfyDepsException>(() => Reading.Read(sparse)).Code);
        Assert.InRange(sparse.BytesRead, 1, 10_000);
    }

    [Theory]
    [InlineData(
        "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://example.test/svg.dtd'>{0}")]
    [InlineData("<!-- drawn -->\n{0}")]
    public void ReadsAnSvgWithoutFetchingItsDocumentType(string format)
        => Reading.Read(Svg(format, $"<metadata>\n <![CDATA[\n{Reading.Both}\n]]></metadata>")).AssertBoth("metadata");

    [Fact]
    public void PassesOverOtherMetadataOfAnSvg()
    {
        string escaped = System.Security.SecurityElement.Escape(Reading.Both);
        Reading.Read(
            Svg("{0}", $"<metadata><rdf><x>{escaped}</x></rdf></metadata><g><metadata>{escaped}</metadata></g>"))
            .AssertBoth("metadata");
        Assert.Empty(
            Reading.Read(Svg("{0}", "<metadata/><metadata><rdf>x</rdf></metadata><metadata>words</metadata>")).Texts);
    }

    [Fact]
    public void EntitiesOfAnSvgAreNotExpanded()
    {
        const string Bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b SYSTEM \"file:///etc/hostname\">]>{0}";
        string text = Reading.Workflow.Replace("KSampler", "&a;&b;", System.StringComparison.Ordinal);
        Assert.Equal(
            [("workflow", "metadata", text)],
            Reading.Read(Svg(Bomb, $"<metadata>{{\"workflow\":{text}}}</metadata>")).Texts());
    }

    [Fact]
    public void ReadsAnSvgInPieces()
    {
        string both = Reading.Both.Replace("KSampler", "]]&gt;", System.StringComparison.Ordinal);
        string content = both.Replace("]]&gt;", "]]]]><![CDATA[>", System.StringComparison.Ordinal);
        MediaContent read = Reading.Read(
            Svg("{0}", $"<svg:metadata id='m'><!-- > --><![CDATA[{content}]]> </svg:metadata>"));
        Assert.Equal(["workflow", "prompt"], read.Texts.Select(static text => text.Key));
        Assert.All(
            read.Texts,
            static text => Assert.Contains(
                "\"]]>\"", Encoding.UTF8.GetString(text.Utf8.Span), System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<metadata><![CDATA[{\"workflow\": {\"nodes\": []}}")]
    [InlineData("<metadata>{\"workflow\": ")]
    [InlineData("<metadata><!-- ")]
    [InlineData("<metadata id='")]
    [InlineData("<metadata>{\"workflow\": {\"nodes\": [</metadata>")]
    public void ADamagedSvgIsAnError(string content)
        => Reading.AssertMalformed(Encoding.UTF8.GetBytes("<svg>" + content));

    [Fact]
    public void ADrawingIsPassedOverInLittleMemory()
    {
        // One tag of a million attributes, and a text that no workflow has.
        StringBuilder tag = new("<g ");
        for (int index = 0; index < 1_000_000; index++)
        {
            tag.Append('a').Append(index).Append("='' ");
        }

        Reading.Read(
            Svg(
                "{0}",
                $"{tag}/><metadata>{Reading.Both.Replace("<", "&lt;", System.StringComparison.Ordinal)}</metadata>"))
            .AssertBoth("metadata");
        StringBuilder starts = new();
        for (int index = 0; index < 200_000; index++)
        {
            starts.Append("<metadata ");
        }

        SparseStream tags = SparseStream.Of(Svg("{0}", starts + "/>"));
        Assert.Empty(Reading.Read(tags).Texts);
        Assert.InRange(tags.BytesRead, tags.Length, 2 * tags.Length);
        SparseStream sparse = new SparseStream(MediaLimits.MaximumText + 5000L)
            .With(0, [.. "<svg><metadata>"u8])
            .With(MediaLimits.MaximumText + 4000L, [.. "</metadata>"u8]);
        Assert.Equal(ErrorCode.MediaMalformed, Assert.Throws<ComfyDepsException>(() => Reading.Read(sparse)).Code);
    }

    private static byte[] Svg(string format, string content)
        => Encoding.UTF8.GetBytes(
            format.Replace(
                "{0}", $"<svg xmlns='http://www.w3.org/2000/svg'>{content}</svg>", System.StringComparison.Ordinal));
}
