using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Text;
using ComfyDeps.Inspection.Git;

namespace ComfyDeps.Inspection.Files;

/// <summary>The files of this machine, read and never written.</summary>
internal sealed class LocalFiles : IEnvironmentFiles
{
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly WorkTree _workTree;

    /// <summary>Prepares to look.</summary>
    /// <param name="isThorough">Whether checkouts are compared by content even where size and time say that they need
    /// not be.</param>
    internal LocalFiles(bool isThorough) => _workTree = new WorkTree(this, isThorough);

    /// <inheritdoc/>
    public FileFacts Look(string path) => UnixStatus.Look(path) ?? Portable(path);

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string folder)
    {
        try
        {
            List<string> names =
            [
                .. new FileSystemEnumerable<string>(
                    folder, static (ref FileSystemEntry entry) => entry.FileName.ToString(), s_all),
            ];
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string? ReadText(string path, int limit = FileLimits.Text)
    {
        if (Look(path) is not { IsFile: true } facts || facts.Size > limit)
        {
            return null;
        }

        try
        {
            using FileStream file = new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            byte[] bytes = new byte[(int)facts.Size];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            ReadOnlySpan<byte> text = bytes.AsSpan(0, length);
            return Encoding.UTF8.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string RealPath(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            string root = Path.GetPathRoot(full)!;
            string real = root;
            foreach (string part in full[root.Length..].Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries))
            {
                string next = Path.Join(real, part);
                real = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
            }

            return real.Replace('\\', '/');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return path;
        }
    }

    /// <inheritdoc/>
    public ModelHead? ReadHead(string path, long size)
    {
        try
        {
            return LocalHead.Read(path, size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public WorkTreeState? CompareWithCommit(GitCheckout checkout) => _workTree.Compare(checkout);

    private static FileFacts Portable(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists && !Directory.Exists(path))
            {
                return new FileFacts(
                    file.LinkTarget is null ? FileKind.None : FileKind.DanglingLink,
                    IsLink: file.LinkTarget is not null);
            }

            bool isLink = file.LinkTarget is not null;
            FileSystemInfo target = isLink && file.ResolveLinkTarget(returnFinalTarget: true) is FileSystemInfo found
                ? found
                : file;
            TimeSpan since = target.LastWriteTimeUtc - DateTime.UnixEpoch;
            long seconds = (long)Math.Floor(since.TotalSeconds);
            return new FileFacts(
                Directory.Exists(path)
                    ? FileKind.Folder
                    : (target.Attributes & FileAttributes.Device) != 0 ? FileKind.Other
                    : FileKind.File,
                File.Exists(target.FullName) ? new FileInfo(target.FullName).Length : 0,
                seconds,
                (int)((since.Ticks - (seconds * TimeSpan.TicksPerSecond)) * 100),
                IsLink: isLink,
                IsExecutable: !OperatingSystem.IsWindows() && (target.UnixFileMode & UnixFileMode.UserExecute) != 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new FileFacts(FileKind.None);
        }
    }
}
