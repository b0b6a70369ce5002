using System;
using System.IO;
using System.Text;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Git;

namespace ComfyDeps.Core.Tests.Inspection.Git;

/// <summary>Checkouts as git itself makes them, and as nobody should.</summary>
public sealed class GitReaderTests : IDisposable
{
    private readonly ComfyTree _tree = new();
    private readonly LocalFiles _files = new(isThorough: false);

    private string Pack => _tree.At("custom_nodes/ComfyUI-GGUF");

    private string Commit => _tree.Commits["city96/ComfyUI-GGUF"];

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("pack-refs", "--all")]
    [InlineData("repack", "-adfq", "--depth=50", "--window=50")]
    [InlineData("gc", "--quiet", "--aggressive")]
    [InlineData("update-index", "--index-version", "4")]
    [InlineData("update-index", "--index-version", "3")]
    [InlineData("checkout", "--quiet", "--detach")]
    [InlineData("checkout", "--quiet", "-b", "feature/x")]
    public void TheCommitIsReadWhateverGitDidToTheRepository(params string[] command)
    {
        ComfyTree.Git(Pack, command);

        Check(Pack, Commit);
    }

    [Fact]
    public void AShallowCloneIsRead()
    {
        string commit = _tree.ClonePack("shallow", "https://github.com/a/shallow", "", "--depth=1");

        Check(_tree.At("custom_nodes/shallow"), commit);
    }

    [Fact]
    public void AFurtherWorkTreeIsRead()
    {
        ComfyTree.Git(Pack, "worktree", "add", "--quiet", "-b", "other", "../worktree");

        GitCheckout checkout = Check(_tree.At("custom_nodes/worktree"), Commit);
        Assert.Equal(("other", "https://github.com/city96/ComfyUI-GGUF"), (checkout.Branch, checkout.Remote));
    }

    [Fact]
    public void ASubmoduleIsReadAndItsChangesAreThoseOfItsOwner()
    {
        ComfyTree.Git(
            Pack,
            "submodule",
            "--quiet",
            "add",
            "file://" + Path.Join(_tree.Volume, ".remotes/comfyui-kjnodes"),
            "inner");
        ComfyTree.Git(Pack, "commit", "--quiet", "-m", "Inner");
        string commit = ComfyTree.Git(Pack, "rev-parse", "HEAD");
        Check(Path.Join(Pack, "inner"), _tree.Commits["kijai/ComfyUI-KJNodes"]);
        Check(Pack, commit);

        File.AppendAllText(Path.Join(Pack, "inner/__init__.py"), "#\n");

        Assert.Equal(["inner"], State(Pack)!.Changed);
    }

    [Fact]
    public void ALongHashIsRead()
    {
        string folder = _tree.At("custom_nodes/long");
        Directory.CreateDirectory(folder);
        ComfyTree.Git(folder, "init", "--quiet", "--object-format=sha256");
        File.WriteAllText(Path.Join(folder, "a.py"), "\n");
        ComfyTree.Git(folder, "add", "-A");
        ComfyTree.Git(folder, "commit", "--quiet", "-m", "One");

        Check(folder, ComfyTree.Git(folder, "rev-parse", "HEAD"));
    }

    [Fact]
    public void ACopyWithOtherTimesIsTheSameContent()
    {
        foreach (string file in Directory.EnumerateFiles(Pack, "*.py", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Equal(new WorkTreeState(false, []).IsDirty, State(Pack)!.IsDirty);
    }

    [Theory]
    [InlineData("change")]
    [InlineData("delete")]
    [InlineData("stage")]
    [InlineData("mode")]
    [InlineData("link")]
    [InlineData("reset")]
    [InlineData("add")]
    public void WhatGitCallsAChangeIsOne(string change)
    {
        switch (change)
        {
            case "change":
                // The same size: only time or content tell.
                File.WriteAllText(Path.Join(Pack, "py/nodes.py"), "class A:\n    paSs\n");
                break;
            case "delete":
                File.Delete(Path.Join(Pack, "py/nodes.py"));
                break;
            case "stage":
                File.AppendAllText(Path.Join(Pack, "py/nodes.py"), "#\n");
                ComfyTree.Git(Pack, "add", "-A");
                break;
            case "mode":
                Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
                Tool.Run(Pack, "chmod", "coreutils", "755", "install.sh");
                break;
            case "link":
                File.Delete(Path.Join(Pack, "install.sh"));
                File.CreateSymbolicLink(Path.Join(Pack, "install.sh"), "__init__.py");
                break;
            case "reset":
                ComfyTree.Git(Pack, "reset", "--quiet", "--soft", "HEAD~1");
                break;
            case "add":
                File.WriteAllText(Path.Join(Pack, "new.py"), "\n");
                ComfyTree.Git(Pack, "add", "new.py");
                break;
        }

        Assert.NotEqual(string.Empty, ComfyTree.Git(Pack, "status", "--porcelain", "--untracked-files=no"));
        Assert.True(State(Pack)!.IsDirty);
    }

    [Fact]
    public void AFileThatGitDoesNotKnowIsNoChange()
    {
        File.WriteAllText(Path.Join(Pack, "settings.json"), "{}");

        Assert.False(State(Pack)!.IsDirty);
    }

    [Fact]
    public void AFileKeptByGitLfsIsComparedByItsPointer()
    {
        byte[] content = Encoding.UTF8.GetBytes("the real content");
        string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content)).ToLowerInvariant();
        File.WriteAllText(Path.Join(Pack, ".gitattributes"), "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        File.WriteAllText(
            Path.Join(Pack, "a.bin"),
            $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize {content.Length}\n");
        ComfyTree.Git(Pack, "-c", "filter.lfs.clean=cat", "add", "-A");
        ComfyTree.Git(Pack, "commit", "--quiet", "-m", "Large");
        File.WriteAllBytes(Path.Join(Pack, "a.bin"), content);

        Assert.False(State(Pack)!.IsDirty);
    }

    [Fact]
    public void NoProgramThatARepositoryNamesIsRun()
    {
        string mark = Path.Join(_tree.Volume, "ran");
        string config = Path.Join(Pack, ".git/config");
        File.AppendAllText(config, $"""
            [core]
            	fsmonitor = touch {mark}
            	hooksPath = {_tree.Volume}
            [filter "evil"]
            	clean = touch {mark}
            	process = touch {mark}
            	required = true
            """);
        File.WriteAllText(Path.Join(Pack, ".git/info/attributes"), "* filter=evil\n");
        File.SetLastWriteTimeUtc(Path.Join(Pack, "__init__.py"), DateTime.UtcNow.AddMinutes(-5));

        Assert.False(State(Pack)!.IsDirty);
        Assert.False(File.Exists(mark));
    }

    [Theory]
    [InlineData(".git/HEAD", "ref: refs/../../../../etc/passwd")]
    [InlineData(".git/HEAD", "ref: refs/heads/none")]
    [InlineData(".git/HEAD", "0123")]
    [InlineData(".git/HEAD", "")]
    public void AHeadThatLeadsNowhereHasNoCommit(string file, string text)
    {
        File.WriteAllText(Path.Join(Pack, file), text);

        Assert.Null(GitReader.Read(_files, Pack)!.Commit);
        Assert.Null(State(Pack));
    }

    [Fact]
    public void ADamagedIndexTellsNothing()
    {
        byte[] index = File.ReadAllBytes(Path.Join(Pack, ".git/index"));
        for (int length = 0; length < index.Length; length += 7)
        {
            File.WriteAllBytes(Path.Join(Pack, ".git/index"), index[..length]);

            Assert.True(State(Pack) is null or { IsDirty: true });
        }
    }

    private GitCheckout Check(string folder, string commit)
    {
        GitCheckout checkout = GitReader.Read(_files, folder)!;
        Assert.Equal(commit, checkout.Commit);
        Assert.False(_files.CompareWithCommit(checkout)!.IsDirty);
        return checkout;
    }

    private WorkTreeState? State(string folder) => _files.CompareWithCommit(GitReader.Read(_files, folder)!);
}
