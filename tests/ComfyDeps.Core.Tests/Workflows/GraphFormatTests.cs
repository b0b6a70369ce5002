using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows;

public sealed class GraphFormatTests
{
    private const string Inner = "0f6e4a5c-8f38-4d7b-9c8e-2f1e5f3c7a90";
    private const string Outer = "1f6e4a5c-8f38-4d7b-9c8e-2f1e5f3c7a91";

    [Fact]
    public void ReadsNodesWithWhatWasRecorded()
    {
        WorkflowDocument document = ReadWorkflow.One("""
            {"nodes":[{"id":7,"type":"UNETLoader","mode":0,"properties":{"cnr_id":"comfy-core","aux_id":"o/r","ver":"0.3.64",
              "models":[{"name":"a.safetensors","url":"https://huggingface.co/x","directory":"diffusion_models","hash":"ab","hash_type":"SHA256"}]},
              "widgets_values":["a.safetensors",1,true,null,"default"]}],"links":[[1,2,0,3,0,"MODEL"]],"version":0.4}
            """);
        WorkflowNode node = Assert.Single(document.Nodes);
        Assert.Equal(WorkflowFormat.Graph, document.Format);
        Assert.Equal(new RecordedPack("comfy-core", "o/r", "0.3.64"), node.Recorded);
        Assert.Equal(
            [
                new NodeValue(null, 0, "a.safetensors"),
                new NodeValue(null, 1, "1") { IsNumber = true },
                new NodeValue(null, 4, "default"),
            ],
            node.Values);
        Assert.Equal(
            [new DeclaredModel("a.safetensors", "https://huggingface.co/x", "diffusion_models", "ab", "SHA256")],
            node.DeclaredModels);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("1", true)]
    [InlineData("2", false)]
    [InlineData("3", true)]
    [InlineData("4", false)]
    [InlineData("null", true)]
    [InlineData("\"4\"", true)]
    public void MutedAndBypassedNodesAreListedAndInactive(string mode, bool isActive)
        => Assert.Equal(
            isActive, ReadWorkflow.One($$$"""{"nodes":[{"id":1,"type":"A","mode":{{{mode}}}}]}""").Nodes[0].IsActive);

    [Theory]
    [InlineData(
        """{"nodes":[{"id":1,"type":"A"}],"links":[{"id":1,"origin_id":1,"origin_slot":0,"target_id":2,"target_slot":0,"type":"X"}],"version":1,"state":{}}""")]
    [InlineData(
        """{"nodes":[{"id":1,"type":"A","size":{"0":1,"1":2}}],"definitions":null,"extra":null,"models":null}""")]
    [InlineData(
        """{"version":0.4,"groups":[{}],"nodes":[null,3,"x",[],{"id":2},{"id":1,"type":"A","inputs":{},"properties":[],"widgets_values":null}]}""")]
    [InlineData("""{"workflow":{"nodes":[{"id":"1","type":"A"}],"version":10}}""")]
    public void ReadsEveryShapeOfTheRoot(string json)
        => Assert.Equal(
            ("A", "1"), (ReadWorkflow.One(json).Nodes[0].ClassType, ReadWorkflow.One(json).Nodes[0].Occurrence));

    [Fact]
    public void WidgetValuesAsAnObjectKeepTheirNames()
        => Assert.Equal(
            [new NodeValue("format", -1, "video/h264-mp4"), new NodeValue("videopreview.params.filename", -1, "a.mp4")],
            ReadWorkflow.One("""
                {"nodes":[{"id":1,"type":"A","widgets_values":{"format":"video/h264-mp4","rate":8,"videopreview":{"params":{"filename":"a.mp4"}}}}]}
                """).Nodes[0].Values);

    [Fact]
    public void NamedWidgetValuesArePreferred()
        => Assert.Equal(
            [new NodeValue("unet_name", -1, "b")],
            ReadWorkflow.One(
                """{"nodes":[{"id":1,"type":"A","widgets_values":["a"],"widgets_values_named":{"unet_name":"b"}}]}""")
                .Nodes[0].Values);

    [Fact]
    public void ListedWidgetInputsNameThePositions()
        => Assert.Equal(
            [new NodeValue("a", 0, "1") { IsNumber = true }, new NodeValue("b", 1, "x")],
            ReadWorkflow.One("""
                {"nodes":[{"id":1,"type":"A","inputs":[{"name":"model","link":3},{"name":"a","widget":{"name":"a"}},{"name":"b","widget":{"name":"b"}}],"widgets_values":[1,"x"]}]}
                """).Nodes[0].Values);

    [Fact]
    public void ReadsNestedSubgraphsWithThePathThroughThem()
    {
        WorkflowDocument document = ReadWorkflow.One($$$"""
            {"nodes":[{"id":12,"type":"{{{Outer}}}"},{"id":13,"type":"B"}],
             "definitions":{"subgraphs":[
               {"id":"{{{Inner}}}","nodes":[{"id":3,"type":"A"}],"links":[]},
               {"id":"{{{Outer}}}","nodes":[{"id":5,"type":"{{{Inner}}}"},{"id":6,"type":"C"}],"links":[]}]}}
            """);
        Assert.Equal(
            ["A 12:5:3", "C 12:6", "B 13"],
            document.Nodes.Select(static node => $"{node.ClassType} {node.Occurrence}"));
    }

    [Fact]
    public void ReadsSubgraphsAsAMap()
        => Assert.Equal(
            "1:2",
            ReadWorkflow.One(
                $$$"""{"definitions":{"subgraphs":{"{{{Inner}}}":{"nodes":[{"id":2,"type":"A"}]} } },"nodes":[{"id":1,"type":"{{{Inner}}}"}]}""")
                .Nodes.Single().Occurrence);

    [Fact]
    public void AMutedSubgraphMutesItsContents()
        => Assert.False(
            ReadWorkflow.One(
                $$$"""{"nodes":[{"id":1,"type":"{{{Inner}}}","mode":4}],"definitions":{"subgraphs":[{"id":"{{{Inner}}}","nodes":[{"id":2,"type":"A"}]}]}}""")
                .Nodes.Single().IsActive);

    [Fact]
    public void APromotedWidgetWinsOverTheInnerOne()
    {
        WorkflowDocument document = ReadWorkflow.One($$$"""
            {"nodes":[{"id":1,"type":"{{{Outer}}}","properties":{"proxyWidgets":[["-1","model_file"]]},"widgets_values":["outside.safetensors"]}],
             "definitions":{"subgraphs":[
               {"id":"{{{Outer}}}","inputs":[{"name":"model_file"}],"nodes":[
                 {"id":4,"type":"{{{Inner}}}","inputs":[{"name":"unet","widget":{"name":"unet"},"link":9}],"widgets_values":["between"]}],
                "links":[{"id":9,"origin_id":-10,"origin_slot":0,"target_id":4,"target_slot":0}]},
               {"id":"{{{Inner}}}","inputs":[{"name":"unet"}],"nodes":[
                 {"id":2,"type":"UNETLoader","inputs":[{"name":"unet_name","widget":{"name":"unet_name"}}],"widgets_values":["inside.safetensors"]}],
                "links":[{"id":1,"origin_id":-10,"origin_slot":0,"target_id":2,"target_slot":0}]}]}}
            """);
        Assert.Equal(["outside.safetensors"], document.Nodes.Single().Values.Select(static value => value.Text));
    }

    [Theory]
    [InlineData("workflow>Loader")]
    [InlineData("workflow/Loader")]
    public void ReadsGroupNodesUnderBothPrefixes(string type)
    {
        WorkflowDocument document = ReadWorkflow.One($$$"""
            {"nodes":[{"id":9,"type":"{{{type}}}"}],
             "extra":{"groupNodes":{"Loader":{"nodes":[{"index":0,"type":"A"},{"index":1,"type":"B"}],"links":[[0,0,1,0,1,"X"]],"external":[]} } } }
            """);
        Assert.Equal(["A 9:0", "B 9:1"], document.Nodes.Select(static node => $"{node.ClassType} {node.Occurrence}"));
    }

    [Fact]
    public void AnUndefinedSubgraphIsAWarningAndNeverAClass()
    {
        WorkflowDocument document = ReadWorkflow.One(
            $$$"""{"nodes":[{"id":1,"type":"{{{Inner}}}"},{"id":2,"type":"workflow>Gone"},{"id":3,"type":"A"}]}""");
        Assert.Equal("A", Assert.Single(document.Nodes).ClassType);
        Assert.Equal(2, document.Warnings.Count);
    }

    [Fact]
    public void ASubgraphInsideItselfEnds()
        => Assert.Equal(
            "A",
            ReadWorkflow.One(
                $$$"""{"nodes":[{"id":1,"type":"{{{Inner}}}"}],"definitions":{"subgraphs":[{"id":"{{{Inner}}}","nodes":[{"id":2,"type":"{{{Inner}}}"},{"id":3,"type":"A"}]}]}}""")
                .Nodes.Single().ClassType);

    [Fact]
    public void NodesThatDoubleAtEachLevelAreCutOffWithAWarning()
    {
        string Id(int level) => $"00000000-0000-0000-0000-{level:D12}";
        string levels = string.Join(',', Enumerable.Range(0, 40).Select(level =>
            $$$"""{"id":"{{{Id(level)}}}","nodes":[{"id":1,"type":"{{{Id(level + 1)}}}"},{"id":2,"type":"{{{Id(level + 1)}}}"},{"id":3,"type":"A"}]}"""));
        WorkflowDocument document = ReadWorkflow.One(
            $$$"""{"nodes":[{"id":1,"type":"{{{Id(0)}}}"}],"definitions":{"subgraphs":[{{{levels}}}]}}""");
        Assert.Contains(
            document.Warnings, static warning => warning.Contains("left out", System.StringComparison.Ordinal));
    }
}
