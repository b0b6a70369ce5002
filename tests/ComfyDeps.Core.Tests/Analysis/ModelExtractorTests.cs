using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class ModelExtractorTests
{
    private static readonly ILoaderFacts s_loras = Workflow.Facts("Loader", new LoaderClass
    {
        Inputs =
        [
            Workflow.Input("lora_name", "loras"),
            Workflow.Input("ckpt_name", "checkpoints"),
            new LoaderInput { Name = "stack_#.lora", Folders = ["loras"] },
            new LoaderInput { Name = "loras.name", Folders = ["loras"], Kind = ModelInputKind.Name },
            new LoaderInput { Name = "repo", Folders = ["LLM"], Kind = ModelInputKind.Repository },
            new LoaderInput { Name = "text", Folders = ["loras"], Kind = ModelInputKind.Tags },
            new LoaderInput
            {
                Name = "detector",
                Folders = ["ultralytics"],
                Prefixes = [("bbox/", "ultralytics/bbox"), ("segm/", "ultralytics/segm")],
                None = ["ESAM"],
            },
            new LoaderInput { Name = "counted_#_name", Folders = ["loras"], CountInput = "num_loras" },
            new LoaderInput { Name = "late", Folders = ["vae"], SwitchInput = "use_late", SwitchOff = "Off" },
        ],
        Widgets = ["ckpt_name", "", "lora_name", "repo"],
    });

    [Fact]
    public void FindsAFileByTheInputsName()
    {
        ModelNeed need = Single(Workflow.Node("Loader", ("lora_name", @"flux\style.safetensors")));
        Assert.Equal(
            (@"flux\style.safetensors", "loras", "style.safetensors", FolderEvidence.Loader, true),
            (need.Name, need.Folder, need.FileName, need.Evidence, need.Required));
    }

    [Fact]
    public void FindsFilesByTheWidgetsPosition()
    {
        IReadOnlyList<ModelNeed> needs = Extract(Workflow.Widgets("Loader", "sd15.ckpt", "1", "a.safetensors"));
        Assert.Equal(["sd15.ckpt in checkpoints", "a.safetensors in loras"], Said(needs));
    }

    [Theory]
    [InlineData("randomize")] // what stands where a newer version of the pack has another widget
    [InlineData("12")]
    [InlineData("a long text\nof two lines.safetensors")]
    public void TakesNoOtherTextByPositionAlone(string text)
        => Assert.Empty(Extract(Workflow.Widgets("Loader", null, null, text)));

    [Fact]
    public void TakesANameWithoutExtensionByTheInputsName()
        => Assert.Equal("style in loras", Said(Extract(Workflow.Node("Loader", ("lora_name", "style")))).Single());

    [Theory]
    [InlineData("None")]
    [InlineData("none")]
    [InlineData("[None]")]
    [InlineData("Baked VAE")]
    [InlineData("(use same)")]
    [InlineData("default")]
    [InlineData("undefined")]
    [InlineData("CHOOSE")]
    [InlineData("Select the LoRA to add to the text")]
    public void PlaceholdersAreNoFiles(string text)
        => Assert.Empty(Extract(Workflow.Node("Loader", ("lora_name", text))));

    [Theory]
    [InlineData("stack_1.lora", "a.safetensors", "a.safetensors in loras")] // an object
    [InlineData("stack_12.lora", "a.safetensors", "a.safetensors in loras")]
    [InlineData("loras.0.name", "b", "b in loras")] // a list of objects
    [InlineData("group.3.lora_name", "c.pt", "c.pt in loras")] // a dynamic group of the newer node schema
    // a value with a preview image beside it
    [InlineData("lora_name.content", "d.safetensors", "d.safetensors in loras")]
    [InlineData("detector", "bbox/face.pt", "bbox/face.pt in ultralytics/bbox")]
    [InlineData("detector", "other.pt", "other.pt in ultralytics")]
    public void ReadsTheWaysInWhichPacksNameFiles(string input, string text, string expected)
        => Assert.Equal(expected, Said(Extract(Workflow.Node("Loader", (input, text)))).Single());

    [Fact]
    public void AValueThatTheClassTakesForNothingIsNoFile()
        => Assert.Empty(Extract(Workflow.Node("Loader", ("detector", "ESAM"))));

    [Fact]
    public void PrefixesAreNoPartOfTheFilesName()
        => Assert.Equal("face.pt", Single(Workflow.Node("Loader", ("detector", "bbox/face.pt"))).FileName);

    [Fact]
    public void ARepositoryIsAFolderWithAnAddress()
    {
        ModelNeed need = Single(Workflow.Widgets("Loader", null, null, null, "microsoft/Florence-2-base"));
        Assert.True(need.IsDirectory);
        Assert.Equal(
            ("LLM", "Florence-2-base", "https://huggingface.co/microsoft/Florence-2-base"),
            (need.Folder, need.FileName, need.SourceUrl?.AbsoluteUri));
    }

    [Fact]
    public void SwitchedOffValuesAreKeptAndNotRequired()
    {
        ModelNeed off = Single(Workflow.Node("Loader", ("use_late", "Off"), ("late", "v.pt")));
        ModelNeed on = Single(Workflow.Node("Loader", ("use_late", "On"), ("late", "v.pt")));
        ModelNeed row = Single(
            Workflow.Node("Loader", "1", [new NodeValue("lora_name", -1, "a.pt") { IsActive = false }]));
        Assert.Equal((false, true, false), (off.Required, on.Required, row.Required));
    }

    [Fact]
    public void InputsBeyondTheirCountAreNotRequired()
    {
        IReadOnlyList<ModelNeed> needs = Extract(Workflow.Node("Loader", "1",
        [
            new NodeValue("num_loras", -1, "2") { IsNumber = true },
            .. Enumerable.Range(1, 3).Select(static i => new NodeValue($"counted_{i}_name", -1, $"{i}.pt")),
        ]));
        Assert.Equal(
            [("1.pt", true), ("2.pt", true), ("3.pt", false)], needs.Select(static need => (need.Name, need.Required)));
    }

    [Theory]
    [InlineData("Loader", "lora_name", "101@202", "loras", "https://civitai.com/api/download/models/202")]
    [InlineData("Loader", "lora_name", "civitai:101@202", "loras", "https://civitai.com/api/download/models/202")]
    [InlineData(
        "Other", "model", "urn:air:sdxl:vae:civitai:101@202", "vae", "https://civitai.com/api/download/models/202")]
    [InlineData("Other", "model", "urn:air:sdxl:lora:civitai:101", "loras", null)]
    [InlineData(
        "Other",
        "model",
        "urn:air:checkpoint:huggingface:owner/repo",
        "checkpoints",
        "https://huggingface.co/owner/repo")]
    [InlineData("Other", "model", "urn:air:sdxl:thing:elsewhere:7", null, null)]
    public void AnAirNamesAModelWhoeverReadsIt(
        string classType,
        string input,
        string air,
        string? folder,
        string? address)
    {
        ModelNeed need = Single(Workflow.Node(classType, (input, air)));
        Assert.Equal(
            (air, folder, null, address), (need.Name, need.Folder, need.FileName, need.SourceUrl?.AbsoluteUri));
    }

    [Fact]
    public void OneActiveUseMakesAFileRequiredAndEveryUseIsListed()
    {
        ModelNeed need = Extract(
            Workflow.Node("Loader", ("lora_name", @"a\b.pt")).At("3", isActive: false),
            Workflow.Node("Loader", ("lora_name", "a/b.pt")).At("7:2")).Single();
        Assert.True(need.Required);
        Assert.Equal(["3", "7:2"], need.Occurrences);
    }

    [Fact]
    public void TheSameNameInAnotherFolderIsAnotherFile()
        => Assert.Equal(
            ["x.safetensors in loras", "x.safetensors in checkpoints"],
            Said(Extract(Workflow.Node("Loader", ("lora_name", "x.safetensors"), ("ckpt_name", "x.safetensors")))));

    [Fact]
    public void FindsFilesInTagsAndPrompts()
        => Assert.Equal(
            ["good in loras", "sub/one in loras", "bad-hands.pt in embeddings"],
            Said(Extract(Workflow.Node(
                "Loader", ("text", "cat <lora:good:0.8>, <lora:sub/one> (embedding:bad-hands.pt:1.2)")))));

    [Fact]
    public void LoraTagsMeanNothingToAClassThatIsNotKnownToReadThem()
        => Assert.Equal(
            ["easynegative in embeddings"],
            Said(
                Extract(Workflow.Node("CLIPTextEncode", ("text", "cat <lora:good:0.8> embedding:easynegative, dog")))));

    [Theory]
    [InlineData("Foo", "lora_name", "a.safetensors", "loras", nameof(FolderEvidence.InputName))]
    [InlineData("Foo", "clip_vision_model", "a.safetensors", "clip_vision", nameof(FolderEvidence.InputName))]
    [InlineData("MyVAELoader", "model", "a.gguf", "vae", nameof(FolderEvidence.ClassName))]
    [InlineData(
        "Foo", "file", "/workspace/ComfyUI/models/unet/a.safetensors", "diffusion_models", nameof(FolderEvidence.Path))]
    [InlineData("Foo", "file", "a.onnx", null, nameof(FolderEvidence.Extension))]
    public void GuessesWhereNothingIsKnown(string type, string input, string text, string? folder, string evidence)
    {
        ModelNeed need = Single(Workflow.Node(type, (input, text)));
        Assert.Equal((text, folder, evidence), (need.Name, need.Folder, need.Evidence.ToString()));
    }

    [Fact]
    public void ANodeThatFetchesIsToldTheFolderAndTheAddress()
    {
        ModelNeed need = Single(Workflow.Node(
            "Fetch",
            ("url", "https://huggingface.co/a/b/resolve/main/ae.safetensors?download=true"),
            ("where", "vae"),
            ("name", "ae.safetensors")));
        Assert.Equal(
            ("vae", "https://huggingface.co/a/b/resolve/main/ae.safetensors"),
            (need.Folder, need.SourceUrl?.AbsoluteUri));
    }

    [Theory]
    [InlineData("SaveImage", "filename_prefix", "out/a.safetensors")]
    [InlineData("Foo", "filename_prefix", "a.safetensors")]
    [InlineData("Foo", "output_name", "a.pt")]
    [InlineData("SomeImageSaver", "model", "a.pt")]
    [InlineData("LoadImage", "image", "example.png")]
    [InlineData("KSampler", "sampler_name", "euler")]
    [InlineData("Foo", "url", "https://example.com/a.safetensors")]
    [InlineData("Foo", "text", "see https://example.com/a.safetensors and\nothers.pt")]
    public void WhatIsNoModelIsNotTaken(string type, string input, string text)
        => Assert.Empty(Extract(Workflow.Node(type, (input, text))));

    [Fact]
    public void AGuessGivesWayToWhatALoaderSaysOfTheSameName()
        => Assert.Equal(
            ["a.safetensors in checkpoints"],
            Said(Extract(
                Workflow.Node("PrimitiveNode", ("value", "a.safetensors")),
                Workflow.Node("Loader", ("ckpt_name", "a.safetensors")))));

    [Fact]
    public void AClassWithOneFolderNeedsNoWidgetOrder()
    {
        ILoaderFacts facts = Workflow.Facts("Stack", new LoaderClass
        {
            Inputs = [Workflow.Input("model_1", "loras"), Workflow.Input("model_2", "loras")],
        });
        ModelNeed need = ModelExtractor.Extract(Workflow.Of(Workflow.Widgets("Stack", "x", "b.pt")), facts).Single();
        Assert.Equal(("b.pt", "loras", FolderEvidence.Loader), (need.Name, need.Folder, need.Evidence));
    }

    [Fact]
    public void UnknownValuesAreKeptWhereALoaderTakesThem()
    {
        ModelNeed need = Single(Workflow.Node(
            "Loader",
            "a.ts:3:5",
            [new NodeValue("lora_name", -1, "input.lora") { IsUnknown = true, Occurrence = "a.ts:9:1" }]));
        Assert.Equal(("input.lora", "loras", null, true), (need.Name, need.Folder, need.FileName, need.IsUnknown));
        Assert.Equal(["a.ts:9:1"], need.Occurrences);
        Assert.True(Single(Workflow.Node("Loader", ("lora_name", "{{loraName}}"))).IsUnknown);
        Assert.Empty(Extract(Workflow.Node("Other", "1", [new NodeValue("x", -1, "f(y)") { IsUnknown = true }])));
    }

    [Fact]
    public void ACivitaiNameIsAnAddress()
    {
        ModelNeed need = Single(
            Workflow.Node("Loader", ("ckpt_name", "urn:air:sdxl:checkpoint:civitai:101055@128078")));
        Assert.Equal(
            ("https://civitai.com/api/download/models/128078", null),
            (need.SourceUrl?.AbsoluteUri, need.FileName));
    }

    private static ModelNeed Single(WorkflowNode node) => Extract(node).Single();

    private static IReadOnlyList<ModelNeed> Extract(params WorkflowNode[] nodes)
        => ModelExtractor.Extract(Workflow.Of(nodes), s_loras);

    private static IEnumerable<string> Said(IEnumerable<ModelNeed> needs)
        => needs.Select(static need => $"{need.Name} in {need.Folder}");
}
