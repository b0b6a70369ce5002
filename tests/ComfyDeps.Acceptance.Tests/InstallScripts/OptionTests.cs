using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>What can be asked of a script, and where it looks for what it needs.</summary>
public sealed class OptionTests
{
    [Fact]
    public async Task ADryRunTellsWhatWouldBeDoneAndChangesNothing()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        string[] before = Everything(pod);
        ScriptResult result = await pod.InstallAsync("--dry-run");
        Assert.Equal(0, result.Code);
        Assert.All(result.Items, static item => Assert.Equal("would", item.Status));
        Assert.Equal("install to version 1.2.3 (not there)", result["res4lyf"].Detail);
        Assert.Equal("fetch 20.0 KB (not there)", result["loras/two.safetensors"].Detail);
        Assert.Equal(before, Everything(pod));
        Assert.Equal(0, pod.Files.Requests.Count + pod.Git.Requests.Count);
        Assert.Equal(1, (await pod.RunAsync("--verify-only")).Code);
        Assert.Equal(before, Everything(pod));
    }

    [Fact]
    public async Task OnlyWhatIsNamedIsDone()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        ScriptResult result = (await pod.InstallAsync(
            "--only", "ComfyUI-GGUF", "--only", "two.safetensors")).Succeeded();
        Assert.Equal(["city96/comfyui-gguf", "loras/two.safetensors"], result.Items.Select(static item => item.Name));
        Assert.Equal(
            ["res4lyf"], (await pod.RunAsync("--only", "RES4LYF")).Succeeded().Items.Select(static item => item.Name));
        ScriptResult nothing = await pod.RunAsync("--only", "no such thing");
        Assert.Equal(1, nothing.Code);
        Assert.Contains("--only names nothing of this script: no such thing", nothing.Output, StringComparison.Ordinal);
        Assert.Equal(3, (await pod.RunAsync("--models-only")).Succeeded().Items.Count);
        Assert.Equal(2, (await pod.RunAsync("--nodes-only")).Succeeded().Items.Count);
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("--jobs", "0")]
    [InlineData("--jobs", "8; touch x")]
    [InlineData("--only")]
    [InlineData("--nodes-only", "--models-only")]
    [InlineData("--comfyui", "/no/such/folder")]
    public async Task AWrongCallEndsWithTwo(params string[] options)
    {
        await using Pod pod = new();
        pod.Write();
        ScriptResult result = await pod.RunAsync(options);
        Assert.Equal(2, result.Code);
        Assert.Contains("Try --help", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelpNeedsNothing()
    {
        await using Pod pod = new();
        pod.Write();
        BufferedCommandResult help = await Cli.Wrap("bash")
            .WithArguments([pod.Script, "--help"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        foreach (string option in (string[])[
            "--verify-only", "--nodes-only", "--models-only", "--only NAME", "--jobs N",
            "--dry-run", "--json REPORT", "--rollback", "--force",
        ])
        {
            Assert.Contains("  " + option, help.StandardOutput, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ComfyUiIsFoundInTheUsualPlacesOfAPodAndItsOwnPythonIsTaken()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(),
            "Only root may mount over /workspace: run as root on Linux.");
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        pod.Write();
        string python = Path.Join(pod.ComfyUi, ".venv", "bin", "python");
        Directory.CreateDirectory(Path.GetDirectoryName(python)!);
        File.CreateSymbolicLink(python, pod.Python);
        const string Run = "mkdir -p /workspace && mount -t tmpfs tmpfs /workspace && mkdir -p "
            + "/workspace/runpod-slim/ComfyUI "
            + "&& mount --bind \"$1\" /workspace/runpod-slim/ComfyUI && cd / && exec bash \"$2\" --json \"$3\"";
        bool isThere = Directory.Exists("/workspace");
        BufferedCommandResult result = await Cli.Wrap(Tool.Need("unshare", "util-linux"))
            .WithArguments(["-m", "bash", "-c", Run, "bash", pod.ComfyUi, pod.Script, pod.Report])
            .WithEnvironmentVariables(pod.Variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        if (!isThere)
        {
            Directory.Delete("/workspace");
        }

        Assert.SkipWhen(result.StandardError.Contains("unshare:", StringComparison.Ordinal), result.StandardError);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        Assert.Contains(
            "ComfyUI: /workspace/runpod-slim/ComfyUI (found", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            "Python: /workspace/runpod-slim/ComfyUI/.venv/bin/python (found",
            result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains(
            "Models: /workspace/runpod-slim/ComfyUI/models (found", result.StandardOutput, StringComparison.Ordinal);
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task AServerlessScriptFillsTheVolumeWithModelsAlone()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        pod.Write(InstallTarget.Serverless);
        string volume = Path.Join(pod.Root, "volume", "models");
        ScriptResult result = (await pod.RunAsync("--models", volume)).Succeeded();
        Assert.All(result.Items, static item => Assert.Equal("Model", item.Kind));
        Assert.Empty(Directory.GetFileSystemEntries(pod.CustomNodes));
        Assert.Contains("does not look for loras in " + volume, result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await pod.RunAsync("--models", volume, "--nodes-only")).Code);
    }

    [Fact]
    public async Task TheHashesOfModelsAreRememberedAndNeverTrustedWhenTheFileChanged()
    {
        await using Pod pod = new();
        pod.AddModel("loras/one model.safetensors");
        (await pod.InstallAsync()).Succeeded();
        string memory = Path.Join(pod.Models, ".comfydeps", "hashes.tsv");
        string[] row = Assert.Single(File.ReadAllLines(memory)).Split('\t');
        Assert.Equal(5, row.Length);
        Assert.Equal("loras/one model.safetensors", row[0]);
        Assert.Equal("20000", row[1]);
        Assert.Equal(pod.Document.Models["loras/one model.safetensors"].Sha256, row[4]);

        // The same size, other bytes: the time tells.
        string path = Path.Join(pod.Models, "loras/one model.safetensors");
        byte[] content = File.ReadAllBytes(path);
        content[100] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Equal(1, (await pod.RunAsync("--verify-only")).Code);
        (await pod.RunAsync()).Succeeded();
        Installed.AssertModels(pod);
    }

    private static string[] Everything(Pod pod)
        => [
            .. Directory.GetFileSystemEntries(pod.ComfyUi, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal),
        ];
}
