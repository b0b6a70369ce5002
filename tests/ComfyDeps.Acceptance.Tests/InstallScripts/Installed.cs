using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using ComfyDeps.Registry;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>
/// Compares what is on a pod with its registry by means of the tests' own: git itself, hashes, the archive.
/// </summary>
internal static class Installed
{
    /// <summary>
    /// Requires that everything in the registry is on the pod, at its pin, whole, and nothing half done beside it.
    /// </summary>
    public static async Task AssertCompleteAsync(Pod pod)
    {
        foreach ((string id, NodeEntry entry) in pod.Document.Nodes)
        {
            string folder = Path.Join(pod.CustomNodes, FolderOf(entry));
            Assert.True(Directory.Exists(folder), $"{id}: no {folder}");
            await (entry.Source.Kind == SourceKind.Git
                ? AssertGitAsync(entry, folder)
                : AssertRegistryAsync(pod, entry, folder));
        }

        AssertModels(pod);
        Assert.Empty(
            string.Join(
                '\n', Directory.EnumerateFiles(pod.Models, "*", SearchOption.AllDirectories).Where(IsHalfDone)));
        IEnumerable<string> known = pod.Document.Nodes.Values.Select(FolderOf);
        Assert.Empty(Directory.GetDirectories(pod.CustomNodes).Select(Path.GetFileName).Except(known!));
    }

    /// <summary>Requires that every model file has the content that the server has.</summary>
    public static void AssertModels(Pod pod)
    {
        foreach ((string place, byte[] content) in pod.Contents)
        {
            string path = Path.Join(pod.Models, place);
            Assert.True(File.Exists(path), $"no {path}");
            Assert.Equal(
                Convert.ToHexString(SHA256.HashData(content)),
                Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
        }
    }

    /// <summary>The commit that git says a folder is at.</summary>
    public static async Task<string> HeadAsync(string folder) => (await GitAsync(folder, "rev-parse", "HEAD")).Trim();

    /// <summary>What git answers about a folder.</summary>
    public static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap("git")
            .WithArguments(["-C", folder, .. arguments])
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        return result.StandardOutput;
    }

    /// <summary>Adds a commit without a change to a checkout, as its owner would.</summary>
    public static Task CommitAsync(string folder, string message)
        => GitAsync(
            folder,
            [
                "-c", "user.name=me", "-c", "user.email=me@example.org",
                "commit", "--quiet", "--allow-empty", "-m", message,
            ]);

    private static bool IsHalfDone(string file) => Path.GetExtension(file) is ".part" or ".info" or ".tmp";

    private static string FolderOf(NodeEntry entry)
        => entry.Directory ?? (entry.Source.Id ?? entry.Source.Url!.Split('/')[^1]);

    private static async Task AssertGitAsync(NodeEntry entry, string folder)
    {
        Assert.Equal(entry.Source.Commit, await HeadAsync(folder));
        Assert.Equal("", await GitAsync(folder, "status", "--porcelain", "--untracked-files=no"));
    }

    private static async Task AssertRegistryAsync(Pod pod, NodeEntry entry, string folder)
    {
        string project = await File.ReadAllTextAsync(
            Path.Join(folder, "pyproject.toml"), TestContext.Current.CancellationToken);
        Assert.Contains($"name = \"{entry.Source.Id}\"", project, StringComparison.Ordinal);
        Assert.Contains($"version = \"{entry.Source.Version}\"", project, StringComparison.Ordinal);
        using HttpClient client = new();
        byte[] archive = await client.GetByteArrayAsync(
            new Uri($"{pod.Registry.Cdn.Address}/someone/{entry.Source.Id}/{entry.Source.Version}/node.zip"),
            TestContext.Current.CancellationToken);
        using ZipArchive zip = new(new MemoryStream(archive));
        Assert.Equal(
            string.Join('\n', zip.Entries.Select(static one => one.FullName)),
            await File.ReadAllTextAsync(Path.Join(folder, ".tracking"), TestContext.Current.CancellationToken));
        foreach (ZipArchiveEntry member in zip.Entries)
        {
            using StreamReader reader = new(member.Open());
            Assert.Equal(
                await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
                await File.ReadAllTextAsync(Path.Join(folder, member.FullName), TestContext.Current.CancellationToken));
        }
    }
}
