using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

public sealed class LoaderFactsTests
{
    private static readonly string s_folder = Path.Join(Repository.Root, "registry", "catalog");

    private static readonly LoaderFacts s_facts = LoaderFacts.Open(s_folder);

    [Fact]
    public void EveryShippedClassCanBeRead()
    {
        Assert.All(s_facts.Classes, static name => Assert.NotNull(s_facts.Find(name)));
        Assert.InRange(s_facts.Count, 400, 10_000);
    }

    [Theory]
    [InlineData(LoaderFacts.LoadersFile)]
    [InlineData(LoaderFacts.ImpliedFile)]
    public void TheFilesAreSortedJsonWithTheirSources(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Join(s_folder, file)));
        foreach (string map in (string[])["sources", "classes"])
        {
            string[] names = [.. json.RootElement.GetProperty(map).EnumerateObject().Select(static p => p.Name)];
            Assert.Equal([.. names.Order(StringComparer.Ordinal)], names);
            Assert.NotEmpty(names);
        }
    }

    [Fact]
    public void FoldersHaveTheirNewestNames()
        => Assert.All(
            s_facts.Classes.SelectMany(static name => s_facts.Find(name)!.Inputs)
                .SelectMany(static input => input.Folders),
            static folder => Assert.Equal(ModelFolders.Newest(folder), folder));

    [Fact]
    public void AddressesOfImpliedModelsAreOnWellKnownHosts()
        => Assert.All(
            s_facts.Classes.SelectMany(static name => s_facts.Find(name)!.Implied)
                .Select(static model => model.Url)
                .OfType<string>(),
            static url => Assert.NotNull(SourceAddress.Parse(url)));

    [Theory]
    [InlineData("CheckpointLoaderSimple", "ckpt_name", "checkpoints")]
    [InlineData("UNETLoader", "unet_name", "diffusion_models")]
    [InlineData("DualCLIPLoader", "clip_name2", "text_encoders")]
    [InlineData("Power Lora Loader (rgthree)", "lora_2.lora", "loras")]
    [InlineData("Lora Loader (LoraManager)", "loras.0.name", "loras")]
    [InlineData("LoRA Stacker", "lora_name_17", "loras")]
    [InlineData("SeedVR2LoadDiTModel", "model", "SEEDVR2")]
    [InlineData("UNETLoaderMultiGPU", "unet_name", "diffusion_models")]
    [InlineData("UnetLoaderGGUFDisTorch2MultiGPU", "unet_name", "diffusion_models")]
    public void KnowsTheFolderOfAnInput(string classType, string input, string folder)
        => Assert.Equal([folder], s_facts.Find(classType)!.Input(input)!.Folders);

    [Theory]
    [InlineData("KSampler")]
    [InlineData("MultiGPU")]
    [InlineData("")]
    public void KnowsNothingOfOtherClasses(string classType) => Assert.Null(s_facts.Find(classType));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\n\"classes\": {\n  \"A\": {}")]
    [InlineData("{\n\"classes\": {\n  nonsense\n}\n}\n")]
    public void ADamagedFileIsAnError(string text)
    {
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(
            () => ClassLines.Open(Encoding.UTF8.GetBytes(text), "/f.json"));
        Assert.Equal(ErrorCode.CatalogUnavailable, e.Code);
        Assert.Contains("'/f.json' is damaged at line", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"inputs\": 3}")]
    [InlineData("{\"inputs\": {\"a\": {\"folder\": \"vae\", \"kind\": \"odd\"}}}")]
    [InlineData("{\"inputs\": {\"a\": {}}}")]
    public void ADamagedLineIsAnError(string line)
    {
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(
            () => LoaderLine.Read("A", Encoding.UTF8.GetBytes(line), default));
        Assert.Contains("loader 'A' is damaged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFolderIsAnError()
        => Assert.Equal(
            ErrorCode.CatalogUnavailable,
            Assert.Throws<ComfyDepsException>(() => LoaderFacts.Open(Path.Join(s_folder, "nowhere"))).Code);
}
