using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace ComfyDeps.Http;

/// <summary>
/// Answers kept on disk, one file each. Several processes may use one folder: a file appears whole or not at all,
/// carries a hash of itself, and is only ever replaced. A cache that cannot be read or written costs questions, never
/// answers.
/// </summary>
internal sealed class DiskCache
{
    private const string Ending = ".answer";
    private const string Unfinished = ".tmp";
    private const int WritesPerCleaning = 256;
    private const long LargestEntry = 64L * 1024 * 1024;

    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    private readonly string _folder;
    private readonly long _maximumBytes;
    private int _writes;

    /// <summary>Uses a folder, which is made when it is needed.</summary>
    /// <param name="folder">The folder of the cache as a whole; answers are in one below it.</param>
    /// <param name="maximumBytes">The most bytes to keep.</param>
    internal DiskCache(string folder, long maximumBytes)
    {
        _folder = FolderOf(folder);
        _maximumBytes = maximumBytes;
    }

    /// <summary>The folder of the answers.</summary>
    /// <param name="cache">The folder of the cache as a whole.</param>
    internal static string FolderOf(string cache) => Path.Join(cache, "answers");

    /// <summary>The entry of a name, or null. A damaged one is removed.</summary>
    /// <param name="key">The name, from <see cref="CacheKey"/>.</param>
    internal CacheEntry? Find(string key)
    {
        string path = PathOf(key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            CacheEntry? entry = CacheEntry.Parse(ReadWhole(path));
            if (entry is null)
            {
                File.Delete(path);
            }

            return entry;
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            return null;
        }
    }

    /// <summary>Keeps an entry in place of the one before.</summary>
    /// <param name="key">The name.</param>
    /// <param name="entry">The entry.</param>
    internal void Keep(string key, CacheEntry entry)
    {
        string path = PathOf(key);
        string unfinished = $"{path}.{Environment.ProcessId:x}{Guid.NewGuid():n}{Unfinished}";
        try
        {
            Write(unfinished, entry.Render());
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            Delete(unfinished);
        }

        if (Interlocked.Increment(ref _writes) % WritesPerCleaning == 1)
        {
            Clean(DateTime.UtcNow);
        }
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The name.</param>
    internal void Remove(string key) => Delete(PathOf(key));

    /// <summary>Removes all entries.</summary>
    /// <returns>How many there were.</returns>
    internal int Clear()
    {
        int removed = 0;
        foreach (FileInfo file in Files())
        {
            removed += Delete(file.FullName) && file.Name.EndsWith(Ending, StringComparison.Ordinal) ? 1 : 0;
        }

        return removed;
    }

    /// <summary>
    /// Removes what killed processes left behind and, above the limit, the entries that were written longest ago.
    /// </summary>
    /// <param name="now">What time it is.</param>
    internal void Clean(DateTime now)
    {
        List<FileInfo> files = [];
        long bytes = 0;
        foreach (FileInfo file in Files())
        {
            if (file.Name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                if (now - file.LastWriteTimeUtc > s_abandoned)
                {
                    Delete(file.FullName);
                }
            }
            else
            {
                files.Add(file);
                bytes += file.Length;
            }
        }

        if (bytes <= _maximumBytes)
        {
            return;
        }

        // Well below the limit, so that the next answers do not clean again.
        foreach (FileInfo file in files.OrderBy(static file => file.LastWriteTimeUtc))
        {
            if (bytes <= _maximumBytes * 4 / 5)
            {
                break;
            }

            bytes -= file.Length;
            Delete(file.FullName);
        }
    }

    private static bool IsOfDisk(Exception e)
        => e is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    private static bool Delete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            return false;
        }
    }

    private static byte[] ReadWhole(string path)
    {
        using FileStream file = new(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (file.Length > LargestEntry)
        {
            return [];
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Write(string path, byte[] bytes)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // An answer can show what only this user's token may see.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = new(path, options);
        file.Write(bytes);
    }

    private string PathOf(string key) => Path.Join(_folder, key[..2], key + Ending);

    private List<FileInfo> Files()
    {
        try
        {
            // Only what this class writes: the folder may be one that a person chose, with other things in it.
            return
            [
                .. from file in new DirectoryInfo(_folder).EnumerateFiles(
                    "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
                   where file.Name.Contains(Ending, StringComparison.Ordinal)
                   select file,
            ];
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            return [];
        }
    }
}
