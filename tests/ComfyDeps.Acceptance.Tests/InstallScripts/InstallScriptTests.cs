using System.Threading.Tasks;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>The script on pods in the states in which pods are found.</summary>
public sealed class InstallScriptTests
{
    [Fact]
    public async Task AnEmptyPodIsSetUpAndASecondRunHasNothingToDo()
    {
        await using Pod pod = new();
        Fill(pod);
        ScriptResult first = (await pod.InstallAsync()).Succeeded();
        Assert.Equal("installed", first["city96/comfyui-gguf"].Status);
        Assert.Equal("installed", first["res4lyf"].Status);
        Assert.Equal("installed", first["checkpoints/one model.safetensors"].Status);
        await Installed.AssertCompleteAsync(pod);

        int asked = pod.Git.Requests.Count
            + pod.Files.Requests.Count
            + pod.Hub.Requests.Count
            + pod.Registry.Requests.Count;
        ScriptResult second = (await pod.RunAsync()).Succeeded();
        Assert.All(second.Items, static item => Assert.Equal("ok", item.Status));
        Assert.Equal(
            asked,
            pod.Git.Requests.Count + pod.Files.Requests.Count + pod.Hub.Requests.Count + pod.Registry.Requests.Count);
        Assert.Equal(0, pod.Registry.InstallsCounted);
        (await pod.RunAsync("--verify-only")).Succeeded();
    }

    /// <summary>Two packs and three model files, from every kind of source.</summary>
    internal static void Fill(Pod pod)
    {
        pod.AddGitPack("city96/ComfyUI-GGUF");
        pod.AddRegistryPack("res4lyf", "1.2.3");
        pod.AddModel("checkpoints/one model.safetensors", aliases: ["checkpoints/sub/other name.safetensors"]);
        pod.AddModel("loras/two.safetensors");
        pod.AddHubModel("diffusion_models/flux.safetensors", "org/flux", "sub folder/flux.safetensors");
    }
}
