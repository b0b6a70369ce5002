using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Disks that are full, or may not be written to. They need a mount, which only root may make.</summary>
public sealed class DiskTests
{
    [Fact]
    public async Task TooLittleSpaceIsSaidBeforeAnythingIsFetched()
    {
        await using Pod pod = new();
        pod.AddModel("loras/large.safetensors", 3_000_000);
        pod.AddModel("loras/small.safetensors", 1_000);
        await using Mount mount = await Mount.MakeAsync(pod.Models, "-t", "tmpfs", "-o", "size=2m", "tmpfs");
        (await pod.InstallAsync()).Failed(
            ("loras/large.safetensors", "not enough disk: 3.0 MB are needed"),
            ("loras/small.safetensors", "not enough disk"));
        Assert.Equal(0, pod.Files.Requests.Count);
    }

    [Fact]
    public async Task ADiskThatFillsUpMeanwhileCostsWhatDoesNotFitAndNothingElse()
    {
        await using Pod pod = new();
        pod.AddModel("loras/a first.safetensors", 100_000);
        await using Mount mount = await Mount.MakeAsync(pod.Models, "-t", "tmpfs", "-o", "size=2m", "tmpfs");
        (await pod.InstallAsync()).Succeeded();

        // Nobody knows its size before it comes.
        Registry.ModelEntry entry = pod.AddModel("loras/large.safetensors", 3_000_000);
        pod.AddModel("loras/large.safetensors", entry with { Size = null });
        (await pod.InstallAsync()).Failed(("loras/large.safetensors", "no space left on the disk"));
        Assert.Equal(100_000, new FileInfo(Path.Join(pod.Models, "loras/a first.safetensors")).Length);
        Assert.False(File.Exists(Path.Join(pod.Models, "loras/large.safetensors")));

        await Mount.RunAsync("mount", "-o", "remount,size=16m", pod.Models);
        (await pod.RunAsync()).Succeeded();
        Installed.AssertModels(pod);
    }

    [Fact]
    public async Task AReadOnlyFolderIsNamedAndWhatIsThereIsStillVerified()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync()).Succeeded();
        await using Mount mount = await Mount.MakeAsync(pod.ComfyUi, "--bind", pod.ComfyUi);
        await Mount.RunAsync("mount", "-o", "remount,bind,ro", pod.ComfyUi);
        (await pod.RunAsync("--verify-only")).Succeeded();
        (await pod.RunAsync("--dry-run")).Succeeded();
        ScriptResult result = await pod.RunAsync();
        Assert.Equal(1, result.Code);
        Assert.Contains("read-only", result.Output, StringComparison.Ordinal);
        Assert.All(result.Items, static item => Assert.Contains("read-only", item.Cause, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneReadOnlyModelFolderCostsItsFilesAlone()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        string folder = Path.Join(pod.Models, "loras");
        Directory.CreateDirectory(folder);
        await using Mount mount = await Mount.MakeAsync(folder, "--bind", folder);
        await Mount.RunAsync("mount", "-o", "remount,bind,ro", folder);
        ScriptResult result = (await pod.InstallAsync()).Failed(("loras/two.safetensors", "the folder is read-only"));
        Assert.Equal(4, result.Items.Count(static item => item.Status == "installed"));
    }

    private sealed class Mount : IAsyncDisposable
    {
        private readonly string _folder;

        private Mount(string folder) => _folder = folder;

        internal static async Task<Mount> MakeAsync(string folder, params string[] arguments)
        {
            Assert.SkipUnless(
                Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(),
                "Only root may mount: run as root on Linux.");
            BufferedCommandResult result = await Cli.Wrap(Tool.Need("mount", "mount"))
                .WithArguments([.. arguments, folder])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(result.ExitCode == 0, "This machine lets nobody mount: " + result.StandardError);
            return new Mount(folder);
        }

        internal static async Task RunAsync(string program, params string[] arguments)
            => await Cli.Wrap(program)
                .WithArguments(arguments)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
            => await Cli.Wrap("umount")
                .WithArguments(["-l", _folder])
                .ExecuteBufferedAsync(System.Threading.CancellationToken.None);
    }
}
