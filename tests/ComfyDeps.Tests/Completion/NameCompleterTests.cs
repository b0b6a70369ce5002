using System;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Completion;

/// <summary>Completing names as the engine does it while somebody types. No service is asked.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class NameCompleterTests : IAsyncDisposable
{
    private readonly LoopbackEngine _engine = new();

    public async ValueTask DisposeAsync()
    {
        Assert.All(_engine.Services.All, static service => Assert.Equal(0, service.Requests.Count));
        await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData("Find-ComfyNodePack -Name VHS_VideoC", "VHS_VideoCombine")]
    [InlineData("Find-ComfyNodePack vhs_videoc", "VHS_VideoCombine")]
    [InlineData("Find-ComfyNodePack -Name comfyui-videohelper", "comfyui-videohelpersuite")]
    [InlineData("Find-ComfyNodePack KSampler, VHS_VideoC", "VHS_VideoCombine")]
    [InlineData("Find-ComfyNodePack VHS_*Combine", "VHS_VideoCombine")]
    [InlineData("Find-ComfyNodePack 'Power Lora L", "'Power Lora Loader (rgthree)'")]
    [InlineData("Find-ComfyNodePack \"Power Lora L", "\"Power Lora Loader (rgthree)\"")]
    [InlineData("Find-ComfyNodePack Power*Lora*L", "'Power Lora Loader (rgthree)'")]
    [InlineData("Find-ComfyNodeVersion -Name comfyui-videohelper", "comfyui-videohelpersuite")]
    [InlineData("Find-ComfyNodeVersion kosinkadink/comfyui-video", "Kosinkadink/ComfyUI-VideoHelperSuite")]
    [InlineData("Find-ComfyModelVersion -Name 1K3D", "1k3d68.onnx")]
    [InlineData("Find-ComfyModelVersion *68.onnx", "1k3d68.onnx")]
    public void CompletesByBeginningOrWildcardInAnyCase(string typed, string expected)
    {
        CompletionResult found = Assert.Single(Complete(typed), one => one.CompletionText == expected);
        Assert.Equal(CompletionResultType.ParameterValue, found.ResultType);
        Assert.Equal(expected.Trim('\'', '"'), found.ListItemText);
        string tip = found.ToolTip;
        Assert.True(
            tip.StartsWith("Node ", StringComparison.Ordinal)
                || tip.StartsWith("Model file ", StringComparison.Ordinal),
            tip);
    }

    [Theory]
    [InlineData("Find-ComfyNodePack ")]
    [InlineData("Find-ComfyNodePack *")]
    [InlineData("Find-ComfyNodeVersion ")]
    [InlineData("Find-ComfyModelVersion ")]
    [InlineData("Find-ComfyModelVersion *e*")]
    public void OffersAtMostAHundredInOrder(string typed)
    {
        string[] offered = [.. Complete(typed).Select(static one => one.ListItemText)];
        Assert.Equal(100, offered.Length);
        Assert.Equal(offered.Order(StringComparer.OrdinalIgnoreCase), offered);
    }

    [Fact]
    public void WhatIsOfferedIsOneArgumentThatSaysTheName()
    {
        foreach (string typed in (string[])["'", "\"", "$", "@", "a", "-", "(", "*'*", "*`$*", "*[*", "*\u2019*"])
        {
            foreach (CompletionResult one in Complete($"Find-ComfyNodePack {typed}").Where(
                static one => one.ResultType == CompletionResultType.ParameterValue))
            {
                Engine.Result echoed = _engine.Run($"& {{ param($a) $a; $args.Count }} {one.CompletionText}");
                Assert.Equal($"{one.ListItemText} 0", echoed.Text);
            }
        }
    }

    [Theory]
    [InlineData("Get-ComfyRegistry -Name RES4", "res4lyf")]
    [InlineData("Test-ComfyRegistry *flux1-dev", "diffusion_models/flux1-dev.safetensors")]
    [InlineData("Set-ComfyRegistryEntry -Name lldacing/", "lldacing/comfyui_pulid_flux_ll")]
    [InlineData("Remove-ComfyRegistryEntry 'loras/Gem", "'loras/Gemälde 水墨 🎨.safetensors'")]
    [InlineData("Get-ComfyRegistry -Path ./other.json -Name ", "only-here")]
    [InlineData("Set-ComfyRegistryEntry -Name res4lyf -Version 1", "1.2.0")]
    [InlineData("Set-ComfyRegistryEntry -Class VHS_VideoC", "VHS_VideoCombine")]
    public void CompletesFromTheRegistryOfTheFolder(string typed, string expected)
    {
        File.Copy(
            Repository.Fixture("registry", "good", "full.json"), Path.Join(_engine.Folder, "comfy-registry.json"));
        File.WriteAllText(
            Path.Join(_engine.Folder, "other.json"),
            File.ReadAllText(Repository.Fixture("registry", "good", "empty.json")).Replace(
                "\"nodes\": {}",
                "\"nodes\": { \"only-here\": { \"source\": { \"kind\": \"git\", \"url\": "
                    + "\"https://github.com/a/only-here\" } } }",
                StringComparison.Ordinal));
        _engine.Run($"Set-Location '{_engine.Folder}'");
        Assert.Contains(expected, Complete(typed).Select(static one => one.CompletionText));
    }

    [Fact]
    public void CompletesHostsOfTheSshConfiguration()
    {
        _engine.Set("HOME", _engine.Folder);
        _engine.Set("USERPROFILE", _engine.Folder);
        Directory.CreateDirectory(Path.Join(_engine.Folder, ".ssh"));
        File.WriteAllText(
            Path.Join(_engine.Folder, ".ssh", "config"), "Host pod-a\n  HostName 10.0.0.5\n  User root\nHost *\n");
        CompletionResult host = Assert.Single(Complete("Get-ComfyInstallation -HostName POD"));
        Assert.Equal("pod-a", host.CompletionText);
        Assert.Equal("Host root@10.0.0.5", host.ToolTip);
    }

    /// <summary>The best of some: what else the machine does meanwhile is not what is measured.</summary>
    [Theory]
    [InlineData("Find-ComfyNodePack -Name V")]
    [InlineData("Find-ComfyNodePack *e*")]
    [InlineData("Find-ComfyNodeVersion comfy")]
    [InlineData("Find-ComfyModelVersion *e*")]
    [InlineData("Get-ComfyRegistry -Name ")]
    [InlineData("Set-ComfyRegistryEntry -Name res4lyf -Version ")]
    public void IsThereBeforeAnybodyWaits(string typed)
    {
        _engine.Run($"Set-Location '{_engine.Folder}'");
        File.Copy(
            Repository.Fixture("registry", "good", "full.json"), Path.Join(_engine.Folder, "comfy-registry.json"));
        TimeSpan best = Enumerable.Range(0, 8)
            .Select(_ =>
            {
                long start = Stopwatch.GetTimestamp();
                Assert.NotEmpty(Complete(typed));
                return Stopwatch.GetElapsedTime(start);
            })
            .Min();
        Assert.InRange(best.TotalMilliseconds, 0, 100);
    }

    [Fact]
    public void OffersNothingWhereNothingBeginsSo()
        => Assert.Empty(Complete("Find-ComfyNodePack zzz-no-such"));

    [Theory]
    [InlineData("none")]
    [InlineData("damaged")]
    public void AMissingOrDamagedCatalogOffersNothingAndIsNoError(string name)
    {
        string folder = Path.Join(_engine.Folder, name);
        if (name == "damaged")
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Join(folder, "catalog.idx"), "not an index");
        }

        _engine.Set("COMFYDEPS_CATALOG", folder);
        foreach (string command in (string[])["Find-ComfyNodePack", "Find-ComfyNodeVersion", "Find-ComfyModelVersion"])
        {
            Assert.Empty(Complete($"{command} -Name comfy"));
        }
    }

    private Collection<CompletionResult> Complete(string typed)
    {
        using PowerShell shell = _engine.Engine.Start(string.Empty);
        shell.Commands.Clear();
        CommandCompletion completion = CommandCompletion.CompleteInput(typed, typed.Length, null, shell);
        Assert.Empty(shell.Streams.Error);
        return completion.CompletionMatches;
    }
}
