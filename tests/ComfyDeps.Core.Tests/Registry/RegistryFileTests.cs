using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>The file is the old one or the new one, and no writer's change is lost.</summary>
public sealed class RegistryFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-registry-").FullName;

    private string RegistryPath => Path.Join(_folder, "comfy-registry.json");

    public void Dispose() => TempFolder.Delete(_folder);

    [Fact]
    public void ANewRegistryIsMadeAndNothingElseStays()
    {
        RegistryFile file = RegistryFile.LoadOrNew(RegistryPath);
        Assert.True(file.IsNew);
        RegistryFile saved = file.Save(With(file.Document, "a/b"), TestContext.Current.CancellationToken);
        Assert.False(saved.IsNew);
        Assert.Equal(RegistryFile.Load(RegistryPath).Sha256, saved.Sha256);
        Assert.Equal([RegistryPath], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void NothingIsWrittenWhereNothingChanges()
    {
        // Not as it would be written: that alone is no reason to write.
        File.WriteAllText(RegistryPath, "{\"version\":1}");
        DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(RegistryPath, before);
        RegistryFile.Update(RegistryPath, static document => document with { }, TestContext.Current.CancellationToken);
        Assert.Equal("{\"version\":1}", File.ReadAllText(RegistryPath));
        Assert.Equal(before, File.GetLastWriteTimeUtc(RegistryPath));
    }

    [Fact]
    public async Task EveryWriterSeesWhatTheOthersWrote()
    {
        const int Writers = 8;
        const int Changes = 25;
        await Parallel.ForAsync(0, Writers, TestContext.Current.CancellationToken, (writer, stop) =>
        {
            for (int i = 0; i < Changes; i++)
            {
                RegistryFile.Update(RegistryPath, document => With(document, $"writer{writer}/change{i}"), stop);
            }

            return default;
        });
        Assert.Equal(Writers * Changes, RegistryFile.Load(RegistryPath).Document.Nodes.Count);
        Assert.Equal([RegistryPath], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void LongWorkIsToldThatAnotherWroteMeanwhile()
    {
        RegistryFile mine = RegistryFile.LoadOrNew(RegistryPath);
        RegistryFile.Update(
            RegistryPath, static document => With(document, "other/pack"), TestContext.Current.CancellationToken);
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(
            () => mine.Save(With(mine.Document, "my/pack"), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCode.RegistryChanged, e.Code);
        Assert.Equal(["other/pack"], RegistryFile.Load(RegistryPath).Document.Nodes.Keys);
    }

    [Fact]
    public void WhatCouldNotBeReadAgainIsNotWritten()
    {
        RegistryFile.Update(
            RegistryPath, static document => With(document, "a/b"), TestContext.Current.CancellationToken);
        byte[] before = File.ReadAllBytes(RegistryPath);
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(() => RegistryFile.Update(
            RegistryPath, static document => With(document, "../b"), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCode.RegistryInvalid, e.Code);
        Assert.Equal(before, File.ReadAllBytes(RegistryPath));
    }

    [Fact]
    public void AnInvalidRegistryIsNeverTakenForNone()
    {
        File.WriteAllText(RegistryPath, "{");
        Assert.Equal(
            ErrorCode.RegistryInvalid,
            Assert.Throws<ComfyDepsException>(() => RegistryFile.Update(
                RegistryPath, static document => With(document, "a/b"), TestContext.Current.CancellationToken)).Code);
        Assert.Equal("{", File.ReadAllText(RegistryPath));
    }

    [Fact]
    public void ALinkStaysAndKeepsItsTargetsMode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links and modes are those of Unix.");
            return;
        }

        string target = Path.Join(Directory.CreateDirectory(Path.Join(_folder, "real")).FullName, "packs.json");
        File.WriteAllText(target, "{\"version\":1}");
        const UnixFileMode Mode = UnixFileMode.UserRead
            | UnixFileMode.UserWrite
            | UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(target, Mode);
        File.CreateSymbolicLink(RegistryPath, "real/packs.json");
        RegistryFile.Update(
            RegistryPath, static document => With(document, "a/b"), TestContext.Current.CancellationToken);
        Assert.Equal("real/packs.json", new FileInfo(RegistryPath).LinkTarget);
        Assert.Equal(Mode, File.GetUnixFileMode(target));
        Assert.Equal(["a/b"], RegistryFile.Load(target).Document.Nodes.Keys);
    }

    [Fact]
    public async Task WaitingForAnotherWriterCanBeStopped()
    {
        using CancellationTokenSource stop = new();
        using ManualResetEventSlim held = new();
        using ManualResetEventSlim done = new();
        Task other = Task.Run(
            () => RegistryFile.Update(
                RegistryPath,
                document =>
                {
                    held.Set();
                    done.Wait(TestContext.Current.CancellationToken);
                    return document;
                },
                CancellationToken.None),
            TestContext.Current.CancellationToken);
        held.Wait(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => RegistryFile.Update(RegistryPath, static d => d, stop.Token));
        done.Set();
        await other;
    }

    [Fact]
    public void WhatAKilledWriterLeftIsTakenAway()
    {
        File.WriteAllText(Path.Join(_folder, ".comfy-registry.json.0123.tmp"), "{");
        File.WriteAllText(RegistryPath + ".lock", string.Empty);
        RegistryFile.Update(
            RegistryPath, static document => With(document, "a/b"), TestContext.Current.CancellationToken);
        Assert.Equal([RegistryPath], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void AFolderThatIsMissingIsSaid()
        => Assert.Equal(
            ErrorCode.FileUnwritable,
            Assert.Throws<ComfyDepsException>(() => RegistryFile.Update(
                Path.Join(_folder, "none", "r.json"),
                static d => With(d, "a/b"),
                TestContext.Current.CancellationToken)).Code);

    private static RegistryDocument With(RegistryDocument document, string id) => document with
    {
        Nodes = document.Nodes.SetItem(
            id,
            new NodeEntry
            {
                Directory = id.Replace('/', '_'),
                Source = new PinSource
                {
                    Kind = SourceKind.Git,
                    Url = "https://example.com/" + id.Replace("..", "x", StringComparison.Ordinal),
                },
            }),
    };
}
