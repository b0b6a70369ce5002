using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Packs that have other repositories inside them.</summary>
public sealed class SubmoduleTests
{
    [Fact]
    public async Task ASubmoduleAndOneInsideItAreAtTheCommitsThatThePackRecords()
    {
        await using Pod pod = new();
        GitRepository inner = pod.Git.Add("owner/Inner");
        string innermost = inner.CommitFiles(Files(("deep.py", "deep = 1\n")));
        inner.CommitFiles(Files(("deep.py", "deep = 2\n")));
        GitRepository library = pod.Git.Add("owner/Library");
        string recorded = library.CommitFiles(
            Files(("library.py", "library = 1\n"), (".gitmodules", Module("inner", "../Inner"))),
            submodules: Files(("inner", innermost)));
        library.CommitFiles(Files(("library.py", "library = 2\n")));
        pod.AddGitPack("owner/Pack");
        Record(
            pod,
            "owner/Pack",
            Module("vendor/library", "https://github.com/owner/Library"),
            ("vendor/library", recorded));
        (await pod.InstallAsync()).Succeeded();

        string folder = Path.Join(pod.CustomNodes, "Pack", "vendor", "library");
        Assert.Equal(recorded, await Installed.HeadAsync(folder));
        Assert.Equal(innermost, await Installed.HeadAsync(Path.Join(folder, "inner")));
        Assert.Equal(
            "library = 1\n",
            await File.ReadAllTextAsync(Path.Join(folder, "library.py"), TestContext.Current.CancellationToken));
        Assert.Equal(
            "deep = 1\n",
            await File.ReadAllTextAsync(Path.Join(folder, "inner", "deep.py"), TestContext.Current.CancellationToken));
        await Installed.AssertCompleteAsync(pod);

        // One that was emptied since is not taken for there.
        TempFolder.Delete(folder);
        Directory.CreateDirectory(folder);
        (await pod.RunAsync("--verify-only")).Failed(("owner/pack", "vendor/library missing"));
        (await pod.RunAsync()).Succeeded();
        Assert.Equal(recorded, await Installed.HeadAsync(folder));
    }

    [Fact]
    public async Task ASubmoduleWhoseCommitIsGoneCostsThePackAndTheOldOneStays()
    {
        await using Pod pod = new();
        pod.Git.Add("owner/Library").CommitFiles(Files(("library.py", "")));
        pod.AddGitPack("owner/Pack");
        pod.AddGitPack("owner/Good");
        (await pod.InstallAsync()).Succeeded();
        string before = pod.Document.Nodes["owner/pack"].Source.Commit!;
        Record(
            pod, "owner/Pack", Module("library", "https://github.com/owner/Library"), ("library", new string('1', 40)));
        (await pod.InstallAsync()).Failed(("owner/pack", new string('1', 40)));
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Pack")));
    }

    [Theory]
    [InlineData("ext::sh -c touch% ROOT/PWNED", "transport 'ext' not allowed")]
    [InlineData("file://ROOT/secret", "transport 'file' not allowed")]
    [InlineData("ROOT/secret", "transport 'file' not allowed")]
    [InlineData("ssh://-oProxyCommand=touch%20PWNED/x", "library")]
    [InlineData("git@example.org:owner/Library.git", "transport 'ssh' not allowed")]
    [InlineData("-u./payload", "library")]
    [InlineData("--upload-pack=touch PWNED", "library")]
    public async Task ASubmoduleOfAHostileAddressIsRefusedAndTold(string address, string cause)
    {
        await using Pod pod = new();
        string secret = Path.Join(pod.Root, "secret");
        Directory.CreateDirectory(secret);
        await Installed.GitAsync(secret, "init", "--quiet");
        await Installed.CommitAsync(secret, "Private");
        string commit = await Installed.HeadAsync(secret);
        pod.AddGitPack("owner/Pack");
        pod.AddGitPack("owner/Good");
        Record(
            pod,
            "owner/Pack",
            Module("library", address.Replace("ROOT", pod.Root, StringComparison.Ordinal)),
            ("library", commit));
        ScriptResult result = (await pod.InstallAsync()).Failed(("owner/pack", cause));
        Assert.Equal("installed", result["owner/good"].Status);
        Assert.Empty(Directory.GetFiles(pod.Root, "PWNED*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Join(pod.CustomNodes, "Pack")));
    }

    /// <summary>Moves a pack to a commit that has a submodule.</summary>
    private static void Record(Pod pod, string name, string modules, (string Path, string Commit) submodule)
        => pod.Move(name.ToLowerInvariant(), pod.Git.Repository(name).CommitFiles(
            Files(("__init__.py", "import library\n"), (".gitmodules", modules)), submodules: Files(submodule)));

    private static string Module(string path, string url)
        => $"[submodule \"{path}\"]\n\tpath = {path}\n\turl = \"{url}\"\n";

    private static Dictionary<string, string> Files(params (string Path, string Content)[] files)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach ((string path, string content) in files)
        {
            all[path] = content;
        }

        return all;
    }
}
