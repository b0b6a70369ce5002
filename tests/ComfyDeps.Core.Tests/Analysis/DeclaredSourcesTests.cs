using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class DeclaredSourcesTests
{
    private const string Url = "https://huggingface.co/a/b/resolve/main/x.safetensors";
    private static readonly string s_hash = new('A', 64);

    private static readonly ILoaderFacts s_facts = Workflow.Facts("Loader", new LoaderClass
    {
        Inputs = [Workflow.Input("either", "checkpoints", "vae"), Workflow.Input("vae_name", "vae")],
    });

    [Fact]
    public void TheAddressAndTheHashAreTheDeclaredFiles()
    {
        ModelNeed need = Extract(
            Node("vae_name", "sub/x.safetensors").Declares(
                Declared("vae") with { Hash = s_hash, HashType = "SHA256" }));
        Assert.Equal((Url, s_hash.ToLowerInvariant()), (need.SourceUrl?.AbsoluteUri, need.Sha256));
    }

    [Fact]
    public void ADeclarationForAnotherFolderIsAboutAnotherFile()
        => Assert.Null(Extract(Node("vae_name", "x.safetensors").Declares(Declared("checkpoints"))).SourceUrl);

    [Fact]
    public void ADeclarationDecidesWhereTheLoaderLeavesAChoice()
    {
        Assert.Equal("vae", Extract(Node("either", "x.safetensors").Declares(Declared("vae"))).Folder);
        Assert.Equal("checkpoints", Extract(Node("either", "x.safetensors").Declares(Declared("loras"))).Folder);
    }

    [Fact]
    public void ADeclarationIsBelievedBeforeAGuess()
    {
        ModelNeed need = Extract(Workflow.Node("Foo", ("lora_name", "x.safetensors")).Declares(Declared("unet")));
        Assert.Equal(("diffusion_models", FolderEvidence.Declared), (need.Folder, need.Evidence));
    }

    [Fact]
    public void TheWidgetIsTrustedOverTheDeclaration()
        => Assert.Equal("other.pt", Extract(Node("vae_name", "other.pt").Declares(Declared("vae"))).Name);

    [Fact]
    public void ADeclaredFileCountsWhereTheWidgetIsNotThere()
    {
        ModelNeed need = Extract(Workflow.Node("Foo").Declares(Declared("vae")));
        Assert.Equal(("x.safetensors", "vae", FolderEvidence.Declared), (need.Name, need.Folder, need.Evidence));
    }

    [Fact]
    public void OtherHostsAreHintsAndOtherAddressesAlternatives()
    {
        ModelNeed need = Extract(Node("vae_name", "x.safetensors").Declares(
            Declared("vae") with { Url = "https://evil.example/x.safetensors" },
            Declared("vae"),
            Declared("vae") with { Url = "https://civitai.com/api/download/models/1" }));
        Assert.Equal(Url, need.SourceUrl?.AbsoluteUri);
        Assert.Equal(["https://civitai.com/api/download/models/1"], need.Alternatives);
        Assert.Equal(["https://evil.example/x.safetensors"], need.Hints);
    }

    [Fact]
    public void TwoHashesForOneFileAreNone()
        => Assert.Null(Extract(Node("vae_name", "x.safetensors").Declares(
            Declared("vae") with { Hash = s_hash, HashType = "SHA256" },
            Declared("vae") with { Hash = new string('b', 64), HashType = "sha-256" })).Sha256);

    [Fact]
    public void AddressesInNotesAreHints()
    {
        ILoaderFacts facts = Workflow.Facts("Note", new LoaderClass { NamesNoModel = true });
        WorkflowDocument document = Workflow.Of(
            Workflow.Node("Note", ("text", $"Get [it]({Url}) and put it there.")),
            Workflow.Node("Foo", ("vae_name", "x.safetensors")));
        ModelNeed need = ModelExtractor.Extract(document, facts).Single();
        Assert.Null(need.SourceUrl);
        Assert.Equal([Url], need.Hints);
    }

    private static WorkflowNode Node(string input, string text) => Workflow.Node("Loader", (input, text));

    private static DeclaredModel Declared(string folder) => new("x.safetensors", Url, folder, null, null);

    private static ModelNeed Extract(WorkflowNode node) => ModelExtractor.Extract(Workflow.Of(node), s_facts).Single();
}
