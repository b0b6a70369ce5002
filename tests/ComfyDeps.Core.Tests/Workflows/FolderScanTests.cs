using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows;

public sealed class FolderScanTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("comfydeps-scan-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ListsCandidatesInOrdinalOrder()
    {
        Write("b.json", "a.json", "B.json", "sub/x.PNG", "sub/notes.txt", "z.ts", "flux [v2].json");
        Assert.Equal(["B.json", "a.json", "b.json", "flux [v2].json", "sub/x.PNG", "z.ts"], Scan());
        Assert.DoesNotContain("sub/x.PNG", Scan(recurse: false));
    }

    [Fact]
    public void PassesOverOtherPeoplesCodeAndBuildOutput()
    {
        Write("package.json", "node_modules/p/w.json", "dist/w.json", ".git/w.json", "workflows/out/w.json");
        Assert.Equal(["package.json", "workflows/out/w.json"], Scan());
    }

    [Fact]
    public void PassesOverWhatGitIgnores()
    {
        Directory.CreateDirectory(Path.Join(_root, ".git"));
        File.WriteAllText(Path.Join(_root, ".gitignore"), "*.tmp.json\n/secret/\n!keep.tmp.json\n");
        Write("a.tmp.json", "keep.tmp.json", "secret/w.json", "sub/secret/w.json", "sub/b.tmp.json", "sub/local.json");
        File.WriteAllText(Path.Join(_root, "sub", ".gitignore"), "/local.json\n!b.tmp.json\n");
        Assert.Equal(["keep.tmp.json", "sub/b.tmp.json", "sub/secret/w.json"], Scan());
    }

    [Fact]
    public void RulesAboveTheScannedFolderHold()
    {
        Directory.CreateDirectory(Path.Join(_root, ".git"));
        File.WriteAllText(Path.Join(_root, ".gitignore"), "/sub/private.json\nold/\n");
        Write("sub/private.json", "sub/public.json", "sub/old/w.json");
        Assert.Equal(["public.json"], Scan(folder: "sub"));
    }

    [Fact]
    public void GivesEachFileOnceWhateverFoldersOverlap()
    {
        Directory.CreateDirectory(Path.Join(_root, ".git"));
        File.WriteAllText(Path.Join(_root, ".gitignore"), "*.tmp.json\n");
        Write("a.json", "a.tmp.json", "notes.txt", "sub/b.json", "sub/deep/c.json", "node_modules/d.json");
        FolderScan scan = new(NullReporter.Instance);
        string sub = Path.Join(_root, "sub");

        Assert.Equal([Path.Join(sub, "b.json")], scan.Files(sub + Path.DirectorySeparatorChar, recurse: false));
        Assert.Equal([Path.Join(_root, "a.json"), Path.Join(sub, "deep", "c.json")], scan.Files(_root, recurse: true));
        Assert.Empty(scan.Files(sub, recurse: true));
        Assert.All(
            (string[])["a.json", "sub/b.json", "sub/deep/c.json"],
            file => Assert.True(scan.HasGiven(Path.Join(_root, file))));
        Assert.All(
            (string[])["a.tmp.json", "notes.txt", "node_modules/d.json"],
            file => Assert.False(scan.HasGiven(Path.Join(_root, file))));
    }

    [Fact]
    public void DoesNotFollowLinksToFolders()
    {
        Write("real/w.json");
        Directory.CreateSymbolicLink(Path.Join(_root, "real", "again"), _root);
        Assert.Equal(["real/w.json"], Scan());
    }

    private void Write(params string[] paths)
    {
        foreach (string path in paths)
        {
            string full = Path.Join(_root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, "{}");
        }
    }

    private IEnumerable<string> Scan(bool recurse = true, string folder = "")
    {
        string start = folder.Length == 0 ? _root : Path.Join(_root, folder);
        return new FolderScan(NullReporter.Instance).Files(start, recurse)
            .Select(file => Path.GetRelativePath(start, file).Replace('\\', '/'));
    }
}
