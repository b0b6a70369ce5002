using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>Whatever happens to a writer, the registry is the old one or the new one, whole.</summary>
public sealed class RegistryPowerCutTests : IDisposable
{
    private const int Kills = 100;
    private const int SideBySide = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-cut-").FullName;

    public void Dispose() => TempFolder.Delete(_folder);

    [Fact]
    public async Task KilledAtAnyMomentItIsTheOldOneOrTheNewOne()
    {
        await Parallel.ForAsync(
            0,
            SideBySide,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = SideBySide,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (place, stop) =>
            {
                string path = Path.Join(
                    Directory.CreateDirectory(Path.Join(_folder, $"{place}")).FullName, "comfy-registry.json");
                Random random = new(place);
                for (int kill = 0; kill < Kills / SideBySide; kill++)
                {
                    await KillOnceAsync(path, random, stop);
                }

                RegistryFile.Update(path, static document => document with { Nodes = document.Nodes.Clear() }, stop);
                Assert.Equal([path], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!));
            });
    }

    [Fact]
    public async Task WithoutRoomItIsTheOldOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A limit of the size of files is set by a shell of Unix.");
        string path = Path.Join(_folder, "comfy-registry.json");
        RegistryFile.Update(path, static _ => RegistryWriter.Numbered(7), TestContext.Current.CancellationToken);
        byte[] before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        string said = await RegistryWriter.RunOnceAsync(
            path,
            Tool.Need("sh", "dash"),
            "-c",
            "trap '' XFSZ; ulimit -f 16; export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; exec "
                + "\"$0\"");
        Assert.Equal(nameof(ErrorCode.FileUnwritable), said);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task InAFolderThatMayNotBeWrittenItIsTheOldOne()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The rights of a folder are those of Unix.");
            return;
        }

        string path = Path.Join(_folder, "comfy-registry.json");
        RegistryFile.Update(path, static _ => RegistryWriter.Numbered(7), TestContext.Current.CancellationToken);
        byte[] before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder, ReadOnly);
        try
        {
            // Nothing is forbidden to root.
            string said = Environment.UserName == "root"
                ? await RegistryWriter.RunOnceAsync(
                    path, Tool.Need("setpriv", "util-linux"), "--reuid=65534", "--regid=65534", "--clear-groups")
                : await RegistryWriter.RunOnceAsync(path, Tool.Need("env", "coreutils"));
            Assert.SkipWhen(said.Length == 0, "The test program cannot be run by another user here.");
            Assert.Equal(nameof(ErrorCode.FileUnwritable), said);
            Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.SetUnixFileMode(_folder, ReadOnly | UnixFileMode.UserWrite);
        }
    }

    private static async Task KillOnceAsync(string path, Random random, CancellationToken stop)
    {
        using Process writer = RegistryWriter.StartForEver(path);
        try
        {
            Assert.NotNull(await writer.StandardOutput.ReadLineAsync(stop));
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 25), stop);
        }
        finally
        {
            writer.Kill();
        }

        await writer.WaitForExitAsync(stop);
        RegistryDocument document = RegistryFormat.Read(path);
        Assert.Equal(400, document.Nodes.Count);
        Assert.Single(document.Nodes.Values.Select(static entry => entry.Source.Commit).Distinct());
    }
}
