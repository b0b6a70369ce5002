namespace ComfyDeps.Core.Tests.Model;

public sealed class ModelFoldersTests
{
    [Theory]
    [InlineData("unet", "diffusion_models")]
    [InlineData("clip", "text_encoders")]
    [InlineData("clip_vision", "clip_vision")]
    [InlineData(@"models\unet\flux", "diffusion_models/flux")]
    [InlineData("t2i_adapter", "controlnet")]
    [InlineData("ultralytics_bbox", "ultralytics/bbox")]
    [InlineData("SEEDVR2", "SEEDVR2")]
    public void GivesTheNewestName(string folder, string expected)
        => Assert.Equal(expected, ModelFolders.Newest(folder));

    [Theory]
    [InlineData("vae", true)]
    [InlineData("loras/flux", true)]
    [InlineData("euler", false)]
    [InlineData("", false)]
    public void KnowsFolders(string text, bool expected) => Assert.Equal(expected, ModelFolders.IsFolder(text));
}
