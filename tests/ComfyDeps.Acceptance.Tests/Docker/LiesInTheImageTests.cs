using System;

namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>
/// The table of what <c>comfy-node-install</c> says and does, for images: whatever it says, a build cannot end green
/// with something else than the pin. Each measured row is a case here: its name, the exit code that was measured, and
/// what the last step of every generated build says to what was left behind. Generated Dockerfiles call it in one way
/// alone, one id at one version in a wide terminal; that way is built for real in <see cref="DockerfileBuildTests"/>.
/// The same table for the script is
/// <see cref="InstallScripts.ComfyNodeInstallTests"/>.
/// </summary>
[Collection(WorkerCollection.Name)]
public sealed class LiesInTheImageTests(WorkerBase worker, LiesImage image) : IClassFixture<LiesImage>
{
    [Theory]
    [InlineData("a version that does not exist", 0, "good-pack: nothing is in /comfyui/custom_nodes/good-pack")]
    [InlineData("requirements that fail", 0, "pip-fails: its requirement nobody-has-this is not met: not installed")]
    [InlineData("a misspelt id", 0, "good-pack: nothing is in /comfyui/custom_nodes/good-pack")]
    [InlineData(
        "a long address that fails", 0, "nothing is in /comfyui/custom_nodes/a-repository-with-a-long-name-that-fails")]
    [InlineData(
        "a long address that fails, in a wide terminal",
        1,
        "nothing is in /comfyui/custom_nodes/a-repository-with-a-long-name-that-fails")]
    [InlineData("an unknown id", 1, "unknown: nothing is in /comfyui/custom_nodes/unknown")]
    [InlineData("an unknown id at a version", 1, "unknown: nothing is in /comfyui/custom_nodes/unknown")]
    [InlineData("one good and one bad", 1, "unknown: nothing is in /comfyui/custom_nodes/unknown")]
    [InlineData(
        "an address without a commit", 0, "owner/pack: /comfyui/custom_nodes/Pack stands at {newest}, not at {older}")]
    [InlineData("the same again", 1, "owner/pack: /comfyui/custom_nodes/Pack stands at {newest}, not at {older}")]
    [InlineData("an address of a published pack", 0, "someone/good-pack: /comfyui/custom_nodes/good-pack stands at")]
    [InlineData(
        "a commit that does not exist", 1, "owner/pack: /comfyui/custom_nodes/Pack stands at {newest}, not at {older}")]
    [InlineData("an address for ssh", 1, "owner/pack: nothing is in /comfyui/custom_nodes/Pack")]
    [InlineData("no spec", 64, "good-pack: nothing is in /comfyui/custom_nodes/good-pack")]
    public void WhatItLeavesBehindEndsTheBuild(string call, int said, string reason)
    {
        worker.Need();
        Assert.Equal(said, image[call].Said);
        Assert.Equal(1, image[call].Judged);
        Assert.Contains(
            reason
                .Replace("{older}", image.Commits.Older, StringComparison.Ordinal)
                .Replace("{newest}", image.Commits.Newest, StringComparison.Ordinal),
            image[call].Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what is right")]
    [InlineData("an address at a commit")]
    public void WhatIsAtItsPinIsRight(string call)
    {
        worker.Need();
        Assert.Equal(new LiesRow(0, 0, "comfydeps: 1 node packs are at their pins"), image[call]);
    }
}
