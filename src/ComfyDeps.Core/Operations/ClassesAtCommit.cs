using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Catalog.Source;
using ComfyDeps.Sources.Git;
using PackCommit = ComfyDeps.Catalog.Source.GitCommit;

namespace ComfyDeps.Operations;

/// <summary>
/// Whether node classes exist at a commit, by the pack's own source there, which is read and never run: for packs of
/// which the catalog does not know when classes came and went.
/// </summary>
/// <param name="files">Reads files of a commit.</param>
internal sealed class ClassesAtCommit(GitTreeReader files)
{
    /// <summary>
    /// Whether all of some classes exist; null where that could not be asked, or the source does not tell.
    /// </summary>
    /// <param name="address">The repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="stop">Stops the asking.</param>
    internal async Task<bool?> HasAsync(
        string address,
        string commit,
        IReadOnlyCollection<string> classes,
        CancellationToken stop)
    {
        Answer<GitTree> tree = await files.FindAsync(address, commit, stop).ConfigureAwait(false);
        if (!tree.Exists)
        {
            return null;
        }

        // Most classes are Python's; scripts, which can be large, are read only where some are left.
        PackBlobs contents = new();
        PackTree pack = new(contents);
        bool? has = await AddAsync(pack, contents, tree.Value!, commit, IsPython, classes, stop).ConfigureAwait(false);
        return has == true || !tree.Value!.Files.Keys.Any(IsScript)
            ? has
            : await AddAsync(pack, contents, tree.Value!, commit, IsScript, classes, stop).ConfigureAwait(false);
    }

    private async Task<bool?> AddAsync(
        PackTree pack,
        PackBlobs contents,
        GitTree tree,
        string commit,
        Func<string, bool> isWanted,
        IReadOnlyCollection<string> classes,
        CancellationToken stop)
    {
        string[] paths = [.. tree.Files.Keys.Where(path => isWanted(path) && !PackTree.IsAside(path))];
        Answer<IReadOnlyDictionary<string, byte[]>> answer = await files.ReadAsync(tree, paths, stop)
            .ConfigureAwait(false);
        if (!answer.Exists)
        {
            return null;
        }

        foreach (string path in paths)
        {
            contents.Add(tree.Files[path], path, Encoding.UTF8.GetString(answer.Value![path]));
        }

        pack.Apply(new PackCommit(commit, string.Empty, [.. paths.Select(path => (path, (string?)tree.Files[path]))]));
        Dictionary<string, SourceClassKind> found = pack.Classes();
        return classes.All(found.ContainsKey) ? true

            // A source in which no class is seen is one that is not understood, and some names only a running Python
            // knows.
            : found.Count == 0 || pack.HasUnknownNames ? null : false;
    }

    private static bool IsPython(string path)
        => path.EndsWith(".py", StringComparison.Ordinal) || path is "node_list.json" or "pyproject.toml";

    private static bool IsScript(string path)
        => path.EndsWith(".js", StringComparison.Ordinal) || path.EndsWith(".mjs", StringComparison.Ordinal);
}
