using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace ComfyDeps.TestServers.Git;

/// <summary>A bare repository that a test makes.</summary>
public sealed class GitRepository
{
    private int _commits;

    internal GitRepository(string folder, bool isSha256)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        GitProgram.Run(
            folder,
            "",
            "init",
            "--bare",
            "--quiet",
            "--initial-branch=main",
            $"--object-format={(isSha256 ? "sha256" : "sha1")}");
        Set("uploadpack.allowFilter", "true");
        Set("gc.auto", "0");
    }

    public string Folder { get; }

    /// <summary>Changes a setting of the repository.</summary>
    public void Set(string name, string value) => GitProgram.Run(Folder, "", "config", name, value);

    /// <summary>Adds a commit to a branch, which is made when it is not there.</summary>
    public string Commit(string branch = "main", string? message = null)
    {
        string? parent = Resolve($"refs/heads/{branch}");
        string id = Dangling(parent, message);
        GitProgram.Run(Folder, "", "update-ref", $"refs/heads/{branch}", id);
        return id;
    }

    /// <summary>Adds a commit that has exactly these files to a branch, which is made when it is not there.</summary>
    /// <param name="files">Path to content.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="submodules">Path to the commit of another repository; <c>.gitmodules</c> is one of the
    /// files.</param>
    public string CommitFiles(
        IReadOnlyDictionary<string, string> files,
        string branch = "main",
        IReadOnlyDictionary<string, string>? submodules = null)
    {
        StringBuilder stream = new();
        string parent = Resolve($"refs/heads/{branch}") is string id ? $"from {id}\n" : "";
        string message = $"Change {(++_commits).ToString(CultureInfo.InvariantCulture)}";
        stream.Append(
            CultureInfo.InvariantCulture,
            $"commit refs/heads/{branch}\ncommitter A. Uthor <author@example.org> 1767225600 +0000\n");
        stream.Append(CultureInfo.InvariantCulture, $"data {message.Length}\n{message}\n{parent}deleteall\n");
        foreach ((string path, string content) in files)
        {
            int length = Encoding.UTF8.GetByteCount(content);
            stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata {length}\n{content}\n");
        }

        foreach ((string path, string commit) in submodules ?? new Dictionary<string, string>())
        {
            stream.Append(CultureInfo.InvariantCulture, $"M 160000 {commit} {path}\n");
        }

        GitProgram.Run(Folder, stream.ToString(), "fast-import", "--quiet");
        return Resolve($"refs/heads/{branch}")!;
    }

    /// <summary>Makes a commit that no branch and no tag leads to.</summary>
    public string Dangling(string? parent, string? message = null)
    {
        string tree = GitProgram.Run(Folder, "", "mktree");
        message ??= $"Change {(++_commits).ToString(CultureInfo.InvariantCulture)}";
        return parent is null
            ? GitProgram.Run(Folder, "", "commit-tree", tree, "-m", message)
            : GitProgram.Run(Folder, "", "commit-tree", tree, "-p", parent, "-m", message);
    }

    /// <summary>Points a branch or other name at a commit.</summary>
    public void Point(string name, string commit) => GitProgram.Run(Folder, "", "update-ref", name, commit);

    /// <summary>Tags a commit.</summary>
    /// <returns>The object of the tag when it is annotated, else the commit.</returns>
    public string Tag(string name, string commit, bool isAnnotated = false)
    {
        if (isAnnotated)
        {
            GitProgram.Run(Folder, "", "tag", "-a", "-m", name, name, commit);
        }
        else
        {
            GitProgram.Run(Folder, "", "tag", name, commit);
        }

        return GitProgram.Run(Folder, "", "rev-parse", $"refs/tags/{name}");
    }

    /// <summary>Writes a file object.</summary>
    public string Blob(string content) => GitProgram.Run(Folder, content, "hash-object", "-w", "--stdin");

    /// <summary>Many tags at once.</summary>
    public void Names(int count, string prefix, string commit)
    {
        StringWriter lines = new();
        for (int i = 0; i < count; i++)
        {
            lines.Write($"create {prefix}{i.ToString("d6", CultureInfo.InvariantCulture)} {commit}\n");
        }

        GitProgram.Run(Folder, lines.ToString(), "update-ref", "--stdin");
        GitProgram.Run(Folder, "", "pack-refs", "--all");
    }

    /// <summary>Packs all objects, so that they build on each other.</summary>
    public void Repack() => GitProgram.Run(Folder, "", "repack", "-adfq", "--depth=50", "--window=50");

    private string? Resolve(string name)
    {
        string found = GitProgram.Run(Folder, "", "for-each-ref", "--format=%(objectname)", name);
        return found.Length == 0 ? null : found;
    }
}
