using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class ImpliedModelsTests
{
    private static readonly ILoaderFacts s_facts = Workflow.Facts("Loader", new LoaderClass
    {
        Inputs = [Workflow.Input("ckpt_name", "checkpoints")],
        Implied =
        [
            new ImpliedModel { Name = "antelopev2", Folder = "insightface/models" },
            new ImpliedModel { Name = "n.pt", Folder = "sams", Input = "preset", Values =
                ["night"], Url = "https://huggingface.co/a/n.pt" },
            ByFamily("s15.pt", "sd15"),
            ByFamily("xl.pt", "sdxl"),
        ],
    });

    [Fact]
    public void WhatAClassAlwaysLoadsIsImplied()
    {
        ModelNeed need = Extract().Single();
        Assert.Equal(
            ("antelopev2", "insightface/models", true, true), (need.Name, need.Folder, need.Implied, need.IsDirectory));
    }

    [Fact]
    public void AWidgetCanDecide()
        => Assert.Equal("https://huggingface.co/a/n.pt", Extract(("preset", "night"))[^1].SourceUrl?.AbsoluteUri);

    [Theory]
    [InlineData("sd_xl_base_1.0.safetensors", "xl.pt")]
    [InlineData("v1-5-pruned.ckpt", "s15.pt")]
    [InlineData("mine.safetensors", "PLUS")] // stays open
    public void TheCheckpointDecidesAmongFamilies(string checkpoint, string expected)
        => Assert.Equal(expected, Extract(("ckpt_name", checkpoint), ("preset", "PLUS"))[^1].Name);

    [Fact]
    public void WhatStaysOpenHasEveryAddressAndNoFirstOne()
    {
        ModelNeed need = Extract(("preset", "PLUS"))[^1];
        Assert.Null(need.FileName);
        Assert.Null(need.SourceUrl);
        Assert.Equal(["https://huggingface.co/a/s15.pt", "https://huggingface.co/a/xl.pt"], need.Alternatives);
    }

    [Fact]
    public void AFileThatIsNamedTooIsNotImplied()
    {
        WorkflowDocument document = Workflow.Of(
            Workflow.Node("Loader", ("preset", "night")),
            Workflow.Node("Other", ("sam_model", "n.pt")));
        ModelNeed need = ModelExtractor.Extract(document, s_facts).Single(static need => need.Name == "n.pt");
        Assert.False(need.Implied);
    }

    private static ImpliedModel ByFamily(string name, string family) => new()
    {
        Name = name,
        Folder = "ipadapter",
        Input = "preset",
        Values = ["PLUS"],
        Family = family,
        Url = "https://huggingface.co/a/" + name,
    };

    private static IReadOnlyList<ModelNeed> Extract(params (string, string)[] values)
        => ModelExtractor.Extract(Workflow.Of(Workflow.Node("Loader", values)), s_facts);
}
