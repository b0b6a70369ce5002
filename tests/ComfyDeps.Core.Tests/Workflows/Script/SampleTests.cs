using System.IO;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>What the builders in samples/typescript need.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData(
        "portrait.ts",
        "portrait",
        "ApplyPulidFlux CLIPTextEncode DualCLIPLoader EmptySD3LatentImage KSampler LoadImage LoraLoaderModelOnly "
            + "PulidFluxEvaClipLoader PulidFluxInsightFaceLoader PulidFluxModelLoader SaveImage UNETLoader VAEDecode "
            + "VAELoader",
        "unet_name",
        "flux1-dev.safetensors flux1-schnell.safetensors")]
    [InlineData(
        "video.ts",
        "buildFilm",
        "ADE_AnimateDiffLoaderGen1 CLIPTextEncode CheckpointLoaderSimple EmptyLatentImage KSampler VAEDecode "
            + "VHS_VideoCombine",
        "ckpt_name",
        "<checkpoint> dreamshaper_8.safetensors")]
    [InlineData(
        "upscale.ts",
        "buildUpscale",
        "FaceDetailer ImageUpscaleWithModel LoadImage SaveImage UltralyticsDetectorProvider UpscaleModelLoader",
        "model_name",
        "4x-UltraSharp.pth RealESRGAN_x4plus_anime_6B.pth bbox/face_yolov8m.pt")]
    public void ShowsClassesAndModels(string file, string name, string classes, string input, string values)
    {
        string folder = Path.Join(Repository.Root, "samples", "typescript");
        ScriptReadResult result = ScriptWorkflowReader.Read(
            Path.Join(folder, file),
            folder,
            new ScriptSession(),
            isNamed: false,
            TestContext.Current.CancellationToken);

        Assert.Empty(result.Errors);
        WorkflowDocument document = Assert.Single(result.Documents);
        Assert.Equal(name, document.Name);
        Assert.Equal(classes, ScriptFolder.Classes(result.Documents));
        Assert.Equal(values, ScriptFolder.Values(result.Documents, input));
        Assert.Empty(document.Warnings);
    }
}
