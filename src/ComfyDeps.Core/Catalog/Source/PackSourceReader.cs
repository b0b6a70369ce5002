using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Catalog.Source;

/// <summary>What a pack's own source says about it.</summary>
/// <param name="Source">What was read.</param>
/// <param name="Classes">The classes that it has or had.</param>
internal sealed record PackSource(SourceFact Source, IReadOnlyList<SourceClassFact> Classes);

/// <summary>Reads a pack's source and history through git, without running any of it.</summary>
internal static class PackSourceReader
{
    /// <summary>Reads a checkout, or the repository at an https address.</summary>
    /// <param name="source">The folder or address.</param>
    /// <param name="repository">The pack's address, when the caller knows it better than the checkout.</param>
    /// <param name="reporter">Hears how far it is.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<PackSource> ReadAsync(
        string source,
        string? repository,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        if (Directory.Exists(source))
        {
            return await ReadFolderAsync(source, repository, reporter, cancellationToken).ConfigureAwait(false);
        }

        string? address = source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? RepositoryAddress.Normalize(source)
            : null;
        if (address is null)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{source}' is neither a folder nor an https address of a git repository.",
                source,
                "Give a checkout, or an address such as https://github.com/owner/repo. Other transports are not used.");
        }

        string copy = Path.Join(Path.GetTempPath(), "comfydeps-" + Path.GetRandomFileName());
        try
        {
            reporter.Detail($"Copying the history of {address}.");
            await GitProgram.CloneAsync(address, copy, cancellationToken).ConfigureAwait(false);
            return await ReadFolderAsync(copy, repository ?? address, reporter, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            if (Directory.Exists(copy))
            {
                Remove(copy);
            }
        }
    }

    private static async Task<PackSource> ReadFolderAsync(
        string folder,
        string? repository,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        GitProgram git = new(folder);
        string head = (await git.ReadAsync(["rev-parse", "--verify", "HEAD^{commit}"], cancellationToken)
            .ConfigureAwait(false)).Trim();
        repository ??= RepositoryAddress.Normalize(await OriginAsync(git, cancellationToken).ConfigureAwait(false));
        GitHistory history = new(git);
        List<GitCommit> commits = await history.CommitsAsync(cancellationToken).ConfigureAwait(false);
        PackBlobs blobs = new();
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach ((string path, string? blob) in commits.SelectMany(static c => c.Changes))
        {
            if (blob is not null)
            {
                paths.TryAdd(blob, path);
            }
        }

        reporter.Detail($"Reading {paths.Count} versions of files in {commits.Count} commits.");
        await history.ReadAsync(paths.Keys, (blob, text) => blobs.Add(blob, paths[blob], text), cancellationToken)
            .ConfigureAwait(false);
        PackTree tree = new(blobs);
        Dictionary<string, Life> lives = Follow(tree, commits, cancellationToken);
        repository ??= tree.Repository ?? throw new ComfyDepsException(
            ErrorCode.InvalidArgument,
            $"'{folder}' does not say which repository it is: it has no remote 'origin' and no pyproject.toml that "
                + "names one.",
            folder,
            "Give the https address of the repository.");
        string date = commits.Count > 0 ? commits[^1].Date : string.Empty;
        return new PackSource(
            new SourceFact(repository, head, date, tree.RegistryId),
            [
                .. lives.Select(
                    l => new SourceClassFact(
                        repository, l.Key, l.Value.Kind, l.Value.First, l.Value.Last, l.Value.LastDate)),
            ]);
    }

    private static Dictionary<string, Life> Follow(
        PackTree tree,
        List<GitCommit> commits,
        CancellationToken cancellationToken)
    {
        Dictionary<string, Life> lives = new(StringComparer.Ordinal);
        foreach (GitCommit commit in commits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Apply(commit);
            Dictionary<string, SourceClassKind> classes = tree.Classes();
            foreach ((string name, Life life) in lives)
            {
                // Where some names are unknown, a class that is not among the known ones may still be there.
                if (life.Last is null && !tree.HasUnknownNames && !classes.ContainsKey(name))
                {
                    (life.Last, life.LastDate) = (life.Seen!.Id, life.Seen.Date);
                }
            }

            foreach ((string name, SourceClassKind kind) in classes)
            {
                if (!lives.TryGetValue(name, out Life? life))
                {
                    life = new Life { First = commit.Id };
                    lives.Add(name, life);
                }

                (life.Kind, life.Last, life.LastDate, life.Seen) = (kind, null, null, commit);
            }
        }

        if (lives.Values.All(static l => l.Last is not null))
        {
            // A pack without any class left is one whose newest form is not understood, not one that dropped them all.
            foreach (Life life in lives.Values)
            {
                (life.Last, life.LastDate) = (null, null);
            }
        }

        return lives;
    }

    private static async Task<string?> OriginAsync(GitProgram git, CancellationToken cancellationToken)
    {
        // All settings are listed, because git answers with an error where the one asked for is absent.
        string settings = await git.ReadAsync(["config", "--local", "--list", "-z"], cancellationToken)
            .ConfigureAwait(false);
        const string Key = "remote.origin.url\n";
        return settings.Split('\0').FirstOrDefault(
            static s => s.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..];
    }

    private static void Remove(string folder)
    {
        // Git writes its packs read-only, which Windows does not delete.
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }

        Directory.Delete(folder, recursive: true);
    }

    private sealed class Life
    {
        internal required string First { get; init; }

        internal SourceClassKind Kind { get; set; }

        internal string? Last { get; set; }

        internal string? LastDate { get; set; }

        /// <summary>The newest commit that was seen to have it.</summary>
        internal GitCommit? Seen { get; set; }
    }
}
