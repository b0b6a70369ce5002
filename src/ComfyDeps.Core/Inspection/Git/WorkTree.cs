using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Git;

/// <summary>
/// Compares the files of a checkout on this machine with its commit, as <c>git status</c> does and without git: a
/// repository's settings can name programs, and git would run them. Files that git does not know are no difference.
/// </summary>
internal sealed class WorkTree
{
    private const int MostNamed = 20;
    private const int DeepestSubmodule = 4;
    private const long LargestText = 16 << 20;

    private readonly IEnvironmentFiles _files;
    private readonly bool _isThorough;

    /// <summary>Prepares to compare.</summary>
    /// <param name="files">The files of this machine.</param>
    /// <param name="isThorough">Whether content is read even where size and time say that it did not change.</param>
    internal WorkTree(IEnvironmentFiles files, bool isThorough)
    {
        _files = files;
        _isThorough = isThorough;
    }

    /// <summary>Compares; null when it cannot be told.</summary>
    /// <param name="checkout">The checkout.</param>
    internal WorkTreeState? Compare(GitCheckout checkout) => Compare(checkout, 0);

    private WorkTreeState? Compare(GitCheckout checkout, int depth)
    {
        string indexPath = EnvironmentPath.Join(checkout.GitFolder, "index");
        FileFacts indexFacts = _files.Look(indexPath);
        if (checkout.Commit is not string commit || !indexFacts.IsFile || indexFacts.Size > FileLimits.List)
        {
            return null;
        }

        try
        {
            int hashLength = commit.Length / 2;
            if (GitIndex.Read(File.ReadAllBytes(indexPath), hashLength) is not GitIndex index)
            {
                return null;
            }

            HashAlgorithmName algorithm = ObjectHash.AlgorithmOf(commit);
            List<string> changed = Changed(checkout, index, indexFacts, algorithm, depth);
            if (changed.Count > 0)
            {
                return new WorkTreeState(true, changed);
            }

            byte[]? expected = new GitObjects(checkout.CommonFolder, hashLength).TreeOf(commit);
            byte[] actual = index.Tree ?? GitTree.HashOf(index.Entries, algorithm);
            return expected is null ? null : new WorkTreeState(!expected.AsSpan().SequenceEqual(actual), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private List<string> Changed(
        GitCheckout checkout,
        GitIndex index,
        FileFacts indexFacts,
        HashAlgorithmName algorithm,
        int depth)
    {
        bool seesModes = !OperatingSystem.IsWindows()
            && !string.Equals(
                checkout.Settings.GetValueOrDefault("core.filemode"), "false", StringComparison.OrdinalIgnoreCase);
        Lazy<bool> usesLfs = new(() => _files.ReadText(EnvironmentPath.Join(checkout.Folder, ".gitattributes"))
            ?.Contains("filter=lfs", StringComparison.Ordinal) == true);
        List<string> changed = [];
        foreach (IndexEntry entry in index.Entries)
        {
            if (!entry.IsUnwatched
                && (entry.IsUnmerged || IsChanged(checkout, entry, indexFacts, algorithm, depth, seesModes, usesLfs)))
            {
                changed.Add(entry.Path);
                if (changed.Count == MostNamed)
                {
                    break;
                }
            }
        }

        return changed;
    }

    private bool IsChanged(
        GitCheckout checkout,
        IndexEntry entry,
        FileFacts index,
        HashAlgorithmName algorithm,
        int depth,
        bool seesModes,
        Lazy<bool> usesLfs)
    {
        string path = EnvironmentPath.Join(checkout.Folder, entry.Path);
        if (!IsInside(entry.Path))
        {
            return true;
        }

        if (entry.IsSubmodule)
        {
            return IsOther(path, entry, depth);
        }

        FileFacts facts = _files.Look(path);
        if (entry.IsLink)
        {
            return IsOtherLink(path, facts, entry, algorithm);
        }

        if (!facts.IsFile || facts.IsLink || (seesModes && facts.IsExecutable != entry.IsExecutable))
        {
            return true;
        }

        return (_isThorough || !IsAsGitSawIt(entry, facts, index))
            && IsOtherContent(path, facts, entry, algorithm, usesLfs);
    }

    private static bool IsInside(string path)
        => !path.StartsWith('/') && Array.IndexOf(path.Split('/'), "..") < 0;

    /// <summary>
    /// Whether size and time are those that git noted. A file that was changed as late as the index was written may
    /// have been changed after it: that one is read.
    /// </summary>
    private static bool IsAsGitSawIt(IndexEntry entry, FileFacts facts, FileFacts index)
    {
        bool isOlderThanIndex = entry.ModifiedAt < index.ModifiedAt
            || (entry.ModifiedAt == index.ModifiedAt
                && entry.Nanoseconds != 0
                && entry.Nanoseconds < index.Nanoseconds);
        return isOlderThanIndex
            && entry.Size == (uint)facts.Size
            && entry.ModifiedAt == (uint)facts.ModifiedAt
            && (entry.Nanoseconds == facts.Nanoseconds || entry.Nanoseconds == 0 || facts.Nanoseconds == 0);
    }

    private bool IsOther(string path, IndexEntry entry, int depth)
    {
        // A submodule that was never fetched is an empty folder, to git no difference.
        if (depth >= DeepestSubmodule || GitReader.Read(_files, path) is not GitCheckout inner || inner.Commit is null)
        {
            return false;
        }

        return !Convert.FromHexString(inner.Commit).AsSpan().SequenceEqual(entry.ObjectId)
            || Compare(inner, depth + 1)?.IsDirty == true;
    }

    private static bool IsOtherLink(string path, FileFacts facts, IndexEntry entry, HashAlgorithmName algorithm)
        => !facts.IsLink
            || new FileInfo(path).LinkTarget is not string target
            || !ObjectHash.Of("blob", Encoding.UTF8.GetBytes(target), algorithm).AsSpan().SequenceEqual(entry.ObjectId);

    private static bool IsOtherContent(
        string path,
        FileFacts facts,
        IndexEntry entry,
        HashAlgorithmName algorithm,
        Lazy<bool> usesLfs)
    {
        if (ObjectHash.OfFile(path, algorithm).AsSpan().SequenceEqual(entry.ObjectId))
        {
            return false;
        }

        if (usesLfs.Value && Pointer(path, facts.Size) is byte[] pointer
            && ObjectHash.Of("blob", pointer, algorithm).AsSpan().SequenceEqual(entry.ObjectId))
        {
            return false;
        }

        return facts.Size > LargestText || !IsSameWithPlainLineEnds(File.ReadAllBytes(path), entry, algorithm);
    }

    /// <summary>What git keeps of a file that is kept elsewhere by Git LFS.</summary>
    private static byte[] Pointer(string path, long size)
    {
        using FileStream file = File.OpenRead(path);
        string hash = Convert.ToHexString(SHA256.HashData(file)).ToLowerInvariant();
        return Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize {size}\n"));
    }

    /// <summary>On Windows git may have checked a text out with other line ends.</summary>
    private static bool IsSameWithPlainLineEnds(byte[] content, IndexEntry entry, HashAlgorithmName algorithm)
    {
        int length = 0;
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] != '\r' || i + 1 == content.Length || content[i + 1] != '\n')
            {
                content[length++] = content[i];
            }
        }

        return length < content.Length
            && ObjectHash.Of("blob", content.AsSpan(0, length), algorithm).AsSpan().SequenceEqual(entry.ObjectId);
    }
}
