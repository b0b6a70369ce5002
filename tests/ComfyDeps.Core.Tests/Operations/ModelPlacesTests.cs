using System.IO;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Operations;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>Where a model file of a name can be had, by what the shipped facts say.</summary>
public sealed class ModelPlacesTests
{
    private static readonly NodeCatalog s_catalog = CatalogStore.Open(
        Path.Join(Repository.Root, "registry", "catalog"), CatalogOrigin.Shipped);

    [Theory]
    [InlineData(
        "flux1-dev.safetensors",
        "diffusion_models",
        "https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/main/flux1-dev.safetensors")]
    // ComfyUI-Manager puts it into a folder of its own below the loader's.
    [InlineData(
        "t5xxl_fp16.safetensors",
        "text_encoders",
        "https://huggingface.co/comfyanonymous/flux_text_encoders/resolve/main/t5xxl_fp16.safetensors")]
    public void TheAddressThatIsNamedMostOftenComesFirst(string name, string folder, string expected)
    {
        ModelPlaces places = ModelPlaces.Of(s_catalog, Need(name, folder));

        Assert.True(places.AreOneFile);
        Assert.Equal(expected, places.Addresses[0]);
    }

    [Fact]
    public void AGenericNameIsNeverTakenForOneFile()
    {
        ModelPlaces places = ModelPlaces.Of(s_catalog, Need("diffusion_pytorch_model.safetensors", "controlnet"));

        Assert.False(places.AreOneFile);
        Assert.NotEmpty(places.Addresses);
    }

    [Fact]
    public void AGenericNameInTheFolderThatAListGivesItIsOneFile()
    {
        ModelPlaces places = ModelPlaces.Of(
            s_catalog,
            Need("FLUX.1/InstantX-FLUX1-Dev-Union/diffusion_pytorch_model.safetensors", "controlnet"));

        Assert.True(places.AreOneFile);
        Assert.Equal(
            [
                "https://huggingface.co/InstantX/FLUX.1-dev-Controlnet-Union/resolve/main/diffusion_pytorch_model.safetensors",
            ],
            places.Addresses);
    }

    [Fact]
    public void TheSameNameInAnotherFolderIsAnotherFile()
        => Assert.Empty(ModelPlaces.Of(s_catalog, Need("flux1-dev.safetensors", "vae")).Addresses);

    private static ModelNeed Need(string name, string folder)
        => new()
        {
            Name = name,
            FileName = name[(name.LastIndexOf('/') + 1)..],
            Folder = folder,
            Evidence = FolderEvidence.Loader,
            Required = true,
            Occurrences = ["1"],
        };
}
