using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>What environments hold, through the engine.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class GetComfyInstallationTests : IAsyncDisposable
{
    private readonly LoopbackEngine _engine = new();
    private readonly ComfyTree _tree = new();

    public async ValueTask DisposeAsync()
    {
        _tree.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public void AFolderIsToldItemByItem()
    {
        Engine.Result result = _engine.Run($"Get-ComfyInstallation '{_tree.Volume}'");

        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "ComfyUI", "Node", "Node", "Node", "Node", "Python", "Python", "Python",
                "Python", "Model", "Model", "Model", "Model", "Model",
            ],
            result.Output.Select(static item => LoopbackEngine.Property(item, "Kind")));
        Assert.All(result.Output, item => Assert.Equal(_tree.Volume, LoopbackEngine.Property(item, "Environment")));
        Assert.All(
            result.Output, static item => Assert.Empty((IReadOnlyList<string>)item.Properties["Problems"].Value));
        Assert.DoesNotContain(result.Output, static item => item.Properties["Sha256"].Value is not null);
    }

    [Fact]
    public void HashesAreComputedOnceAndKeptInTheCallersCache()
    {
        Engine.Result first = _engine.Run($"Get-ComfyInstallation '{_tree.Volume}' -Hash");
        Assert.Empty(first.Errors);
        string kept = Assert.Single(
            _engine.CacheFiles(), static path => path.Contains("hashes", StringComparison.Ordinal));
        Assert.False(Directory.Exists(_tree.At("models/.comfydeps")));

        // Only what is kept can tell the hashes to a look that computes none.
        Engine.Result second = _engine.Run($"Get-ComfyInstallation '{_tree.Volume}'");
        Assert.Equal(Hashes(first), Hashes(second));
        Assert.Equal(5, Hashes(second).Count(static h => h is not null));

        _tree.AddSafetensors("models/checkpoints/sd15.safetensors", 4000, fill: 8);
        Engine.Result third = _engine.Run($"Get-ComfyInstallation '{_tree.Volume}'");
        Assert.Equal(4, Hashes(third).Count(static h => h is not null));
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public void TheCurrentFolderIsMeantWhereNothingIsGiven()
    {
        Engine.Result result = _engine.Run($"Set-Location '{_tree.Root}'; Get-ComfyInstallation");

        Assert.Empty(result.Errors);
        Assert.Equal(14, result.Output.Count);
    }

    [Fact]
    public void AnEnvironmentThatCannotBeLookedAtDoesNotStopTheOthers()
    {
        string empty = Path.Join(_engine.Folder, "empty");
        Directory.CreateDirectory(empty);

        Engine.Result result = _engine.Run($"Get-ComfyInstallation '{empty}', '{_tree.Root}'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(
            "EnvironmentUnavailable,ComfyDeps.Commands.GetComfyInstallationCommand", error.FullyQualifiedErrorId);
        Assert.Equal(14, result.Output.Count);
    }

    [Fact]
    public void SeveralEnvironmentsComeInTheOrderGiven()
    {
        using ComfyTree other = new();

        Engine.Result result = _engine.Run($"'{other.Root}', '{_tree.Root}' | Get-ComfyInstallation -ThrottleLimit 1");

        Assert.Empty(result.Errors);
        Assert.Equal(
            [.. Enumerable.Repeat(other.Root, 14), .. Enumerable.Repeat(_tree.Root, 14)],
            result.Output.Select(static item => LoopbackEngine.Property(item, "Environment")));
    }

    [Fact]
    public void AHostIsLookedAtOverSsh()
    {
        using SshServer server = new();

        Engine.Result result = _engine.Run($"Get-ComfyInstallation {Host(server)}");

        Assert.Empty(result.Errors);
        Assert.Equal(14, result.Output.Count);
        Assert.All(
            result.Output,
            item => Assert.Equal($"127.0.0.1:{server.Port}", LoopbackEngine.Property(item, "Environment")));
    }

    [Fact]
    public void AHostIsTestedAndComparedOverSsh()
    {
        using SshServer server = new();
        using ComfyTree other = new();
        other.AddSafetensors("models/checkpoints/sd15.safetensors", 5000, fill: 8);
        Assert.Empty(_engine.Run($"Set-Location -LiteralPath '{_engine.Folder}'").Errors);

        Engine.Result tested = _engine.Run(
            $"Test-ComfyInstallation {Host(server)} -RegistryPath "
                + $"'{Repository.Fixture("registry", "good", "empty.json")}'");
        Engine.Result same = _engine.Run($"Compare-ComfyInstallation {Host(server)} -Path '{_tree.Volume}'");
        Engine.Result different = _engine.Run($"Compare-ComfyInstallation {Host(server)} -Path '{other.Volume}'");

        Assert.Empty(tested.Errors);
        Assert.Contains(tested.Output, static one => LoopbackEngine.Property(one, "Status") == "Extra");
        Assert.All(
            tested.Output,
            one => Assert.Equal($"127.0.0.1:{server.Port}", LoopbackEngine.Property(one, "Environment")));
        Assert.Empty(same.Errors);
        Assert.Empty(same.Output);
        Assert.Empty(different.Errors);
        Assert.Contains(
            different.Output, static one => LoopbackEngine.Property(one, "Name") == "checkpoints/sd15.safetensors");
    }

    [Theory]
    [InlineData("-HostName '-oProxyCommand=touch x'")]
    [InlineData("-HostName host -UserName '-l'")]
    [InlineData("-HostName host -Options @{ 'a b' = 1 }")]
    [InlineData("-HostName host -RemotePath relative")]
    public void WhatSshWouldTakeForSomethingElseIsRefused(string arguments)
        => LoopbackEngine.AssertOneError(
            _engine.Run($"Get-ComfyInstallation {arguments}"),
            "InvalidArgument,ComfyDeps.Commands.GetComfyInstallationCommand",
            ErrorCategory.InvalidArgument);

    [Fact]
    public async Task TheTableIsReadAt80Columns()
    {
        File.Delete(_tree.At("models/unet/flux1-dev.safetensors"));
        File.WriteAllText(_tree.At("models/unet/flux1-dev.safetensors"), "<!DOCTYPE html>");
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            string.Empty,
            new Dictionary<string, string> { ["COLUMNS"] = "80", ["COMFYDEPS_CACHE"] = _engine.Cache },
            "-Command",
            $"Get-ComfyInstallation '{_tree.Root}'");

        Assert.Empty(answer.Error);
        Assert.All(answer.Output.Split('\n'), static line => Assert.True(line.Length <= 80, line));
        Assert.Contains($"Environment: {_tree.Root}", answer.Output, StringComparison.Ordinal);
        Assert.Contains("HtmlPage", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCameThroughRemotingIsShownAlike()
    {
        File.WriteAllText(_tree.At("models/loras/page.safetensors"), "<!DOCTYPE html>");
        Dictionary<string, string> environment = new() { ["COLUMNS"] = "80", ["COMFYDEPS_CACHE"] = _engine.Cache };
        string look = $"Get-ComfyInstallation '{_tree.Root}'";
        const string Through =
            "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_))";

        ShellProcess.Answer here = await ShellProcess.RunAsync(string.Empty, environment, "-Command", look);
        ShellProcess.Answer there = await ShellProcess.RunAsync(
            string.Empty, environment, "-Command", $"{look} | ForEach-Object {{ {Through} }}");

        Assert.Empty(there.Error);
        Assert.Equal(here.Output, there.Output);
    }

    private static List<string?> Hashes(Engine.Result result)
        => [.. result.Output.Select(static item => item.Properties["Sha256"].Value as string)];

    private string Host(SshServer server)
    {
        string options = string.Join("; ", server.Options.Select(static option => $"{option.Key} = '{option.Value}'"));
        return $"-HostName 127.0.0.1 -Port {server.Port} -KeyFilePath '{server.Key}' -Options @{{ "
            + $"{options} }} -RemotePath '{_tree.Volume}'";
    }
}
