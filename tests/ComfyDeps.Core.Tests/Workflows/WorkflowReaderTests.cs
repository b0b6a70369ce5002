using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows;

public sealed class WorkflowReaderTests
{
    private const string Json = """{"1":{"class_type":"Ä","inputs":{}}}""";

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Json)] },
        { "UTF-16 LE with a mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Json)] },
        { "UTF-16 BE with a mark", [
            .. Encoding.BigEndianUnicode.Preamble,
            .. Encoding.BigEndianUnicode.GetBytes(Json),
        ] },
        { "UTF-16 LE without", Encoding.Unicode.GetBytes(Json) },
        { "UTF-16 BE without", Encoding.BigEndianUnicode.GetBytes(Json) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void ReadsEveryEncoding(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        Assert.Equal("Ä", ReadWorkflow.All(bytes).Single().Nodes.Single().ClassType);
    }

    [Theory]
    [InlineData(
        """{"1":{"class_type":"A","inputs":{"a":NaN,"b":Infinity,"c":-Infinity,"d":[NaN],"e":"NaN \" Infinity"}}}""")]
    [InlineData("""
        // written by hand
        {"1":{"class_type":"A", /* why */ "inputs":{"a":1,},},}
        """)]
    public void ReadsWhatStrictJsonIsNot(string json)
        => Assert.Equal("A", ReadWorkflow.One(json).Nodes.Single().ClassType);

    [Fact]
    public void NonFiniteNumbersInTextsStay()
        => Assert.Equal(
            "NaN",
            ReadWorkflow.One("""{"1":{"class_type":"A","inputs":{"a":NaN,"b":"NaN"}}}""").Nodes
                .Single().Values
                .Single().Text);

    [Theory]
    // Cut short, two glued together, a bare word.
    [InlineData("{\"1\":{\"class_type\":\"A\",\n \"inputs\":{", "line 2, column 12")]
    [InlineData("{\"1\":{\"class_type\":\"A\"}}\n{\"2\":3}", "line 2, column 1")]
    [InlineData("{\"ä\": x}", "line 1, column 7")]
    [InlineData("", "line 1, column 1")]
    public void BrokenJsonIsAnErrorWithItsPlace(string json, string place)
        => Assert.Contains(place, ReadWorkflow.Fails(ErrorCode.WorkflowNotJson, json).Message);

    [Fact]
    public void BytesOfNoEncodingAreAnErrorWithTheirPlace()
        => Assert.Contains(
            "byte 2", ReadWorkflow.Fails(ErrorCode.WorkflowNotText, [(byte)'{', (byte)'"', 0xFF, 0xC0]).Message);

    [Fact]
    public void NestingIsReadTo512Levels()
    {
        string Nested(int levels) => "{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":"
            + new string('[', levels - 3) + new string(']', levels - 3) + "}}}";
        Assert.Equal("A", ReadWorkflow.One(Nested(512)).Nodes.Single().ClassType);
        Assert.Contains("512", ReadWorkflow.Fails(ErrorCode.WorkflowTooDeep, Nested(513)).Message);
    }

    [Fact]
    public void AFileOverTheLimitIsNotRead()
        => Assert.Contains("10", ReadWorkflow.Fails(ErrorCode.FileTooLarge, Encoding.UTF8.GetBytes(Json), 10).Message);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"name":"package","version":"1.0.0","dependencies":{"a":"1"}}""")]
    [InlineData("""{"compilerOptions":{"paths":{}}}""")]
    [InlineData("""{"workflow":"text","prompt":"a cat","input":{"x":1}}""")]
    public void OtherJsonHoldsNoWorkflow(string json) => Assert.Empty(ReadWorkflow.All(json));

    [Fact]
    public void AMissingFileIsToldApartFromADamagedOne()
    {
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(() => new WorkflowReader(1000)
            .Read(Path.Join(Path.GetTempPath(), "no-such-workflow.json"), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCode.PathNotFound, e.Code);
    }

    [Fact]
    public void EscapedNamesAreTheNames()
    {
        WorkflowDocument document = ReadWorkflow.One(
            """{"1":{"cl\u0061ss_type":"K\u0053ampler","inputs":{"\u0061":"b\\c.safetensors","z":"\ud83d"}}}""");
        WorkflowNode node = document.Nodes.Single();
        Assert.Equal("KSampler", node.ClassType);
        Assert.Equal(new NodeValue("a", -1, @"b\c.safetensors"), node.Values[0]);
    }

    [Theory]
    [InlineData("""{"1":{"class_type":"A","\ud83d_title":1,"inputs":{"\ud83d":"x","on\ud83d":{"a\ud83d":"y"}}}}""")]
    [InlineData("""{"\ud83d":{"class_type":"A"}}""")]
    [InlineData(
        """{"workflow":"{\ud83d","nodes":[{"id":1,"type":"A","properties":{"\ud83d":1},"inputs":[{"\ud83d":1}]}]}""")]
    public void HalvesOfSurrogatePairsAreReadAsTheyStand(string json)
        => Assert.Equal("A", ReadWorkflow.One(json).Nodes.Single().ClassType);

    [Fact]
    public void ManyNamesDoNotMixUpInThePool()
    {
        string nodes = string.Join(
            ',', Enumerable.Range(0, 20000).Select(static i => $$"""{"id":{{i}},"type":"T{{i}}"}"""));
        IReadOnlyList<WorkflowNode> read = ReadWorkflow.One($$"""{"nodes":[{{nodes}}]}""").Nodes;
        Assert.Equal(
            Enumerable.Range(0, 20000).Select(static i => $"T{i}"), read.Select(static node => node.ClassType));
    }
}
