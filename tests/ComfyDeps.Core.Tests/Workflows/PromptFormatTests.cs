using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows;

public sealed class PromptFormatTests
{
    [Fact]
    public void ReadsClassesAndTextInputsAndNotLinks()
    {
        WorkflowDocument document = ReadWorkflow.One(
            """{"4":{"inputs":{"ckpt_name":"a.safetensors","model":["1",0],"steps":20},"class_type":"CheckpointLoaderSimple"}}""");
        WorkflowNode node = Assert.Single(document.Nodes);
        Assert.Equal(WorkflowFormat.Prompt, document.Format);
        Assert.Equal(("CheckpointLoaderSimple", "4", true), (node.ClassType, node.Occurrence, node.IsActive));
        Assert.Equal([new NodeValue("ckpt_name", -1, "a.safetensors")], node.Values);
    }

    [Theory]
    // As it is sent to the server, to RunPod, and by tools that keep the text of it.
    [InlineData("""{"prompt":{"1":{"class_type":"A","inputs":{}}}}""")]
    [InlineData(
        """{"input":{"workflow":{"1":{"class_type":"A","inputs":{}}},"images":[{"name":"x","image":"data"}]}}""")]
    [InlineData("""{"input":{"prompt":{"1":{"class_type":"A","inputs":{}}}}}""")]
    [InlineData("""{"client_id":"x","prompt":{"1":{"class_type":"A","inputs":{}}},"extra_data":{}}""")]
    [InlineData("""{"workflow":"{\"1\":{\"class_type\":\"A\",\"inputs\":{}}}"}""")]
    [InlineData("\"{\\\"1\\\":{\\\"class_type\\\":\\\"A\\\",\\\"inputs\\\":{}}}\"")]
    // A node whose id is a wrapper's name is still a node.
    [InlineData("""{"input":{"class_type":"A","inputs":{}}}""")]
    public void ReadsWhatIsWrapped(string json)
        => Assert.Equal("A", Assert.Single(ReadWorkflow.One(json).Nodes).ClassType);

    [Fact]
    public void NamesValuesThroughObjectsListsAndValueWrappers()
    {
        WorkflowDocument document = ReadWorkflow.One("""
            {"1":{"class_type":"Power Lora Loader (rgthree)","inputs":{
              "lora_1":{"on":true,"lora":"a.safetensors","strength":1},
              "lora_2":{"on":false,"lora":"b.safetensors","strength":1},
              "loras":{"__value__":[{"name":"c","active":true},{"name":"d","active":false}]},
              "images":["x.png","y.png"],
              "loras.0.lora_name":"e.safetensors"}}}
            """);
        Assert.Equal(
            [
                new NodeValue("lora_1.lora", -1, "a.safetensors"),
                new NodeValue("lora_2.lora", -1, "b.safetensors") { IsActive = false },
                new NodeValue("loras.0.name", -1, "c"),
                new NodeValue("loras.1.name", -1, "d") { IsActive = false },
                new NodeValue("images", -1, "x.png"),
                new NodeValue("images", -1, "y.png"),
                new NodeValue("loras.0.lora_name", -1, "e.safetensors"),
            ],
            Assert.Single(document.Nodes).Values);
    }

    [Fact]
    public void ToldApartByContentEvenWhenNodesIsANodeId()
    {
        WorkflowDocument document = ReadWorkflow.One("""{"nodes":{"class_type":"A","inputs":{}}}""");
        Assert.Equal(WorkflowFormat.Prompt, document.Format);
    }

    [Fact]
    public void KeepsLongTextsOnlyWhenTheyCanNameAModel()
    {
        string padding = new('x', 2000);
        WorkflowDocument document = ReadWorkflow.One(
            $$$"""{"1":{"class_type":"A","inputs":{"a":"{{{padding}}}","b":"{{{padding}}} embedding:hands"} } }""");
        Assert.Equal("b", Assert.Single(document.Nodes.Single().Values).Name);
    }

    [Fact]
    public void WarnsOfNodesThatLostTheirClass()
    {
        WorkflowDocument document = ReadWorkflow.One(
            """{"1":{"class_type":"A","inputs":{}},"47":{"inputs":{},"_meta":{}}}""");
        Assert.Contains("47", Assert.Single(document.Warnings));
    }

    [Fact]
    public void APromptBesideAWorkflowSaysWhichEachNodeIsFrom()
    {
        WorkflowDocument document = ReadWorkflow.One(
            """{"prompt":{"1":{"class_type":"A","inputs":{}}},"workflow":{"nodes":[{"id":1,"type":"A"}],"version":0.4}}""");
        Assert.Equal(["prompt/1", "workflow/1"], document.Nodes.Select(static node => node.Occurrence));
        Assert.Equal(WorkflowFormat.Graph, document.Format);
    }
}
