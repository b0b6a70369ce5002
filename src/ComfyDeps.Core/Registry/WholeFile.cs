using System;
using System.IO;

namespace ComfyDeps.Registry;

/// <summary>
/// Writes a file so that whoever looks, and whatever happens meanwhile, it is the old one or the new one, whole: into a
/// file beside it, to the disk, and then in its place.
/// </summary>
internal static class WholeFile
{
    private const string Unfinished = ".tmp";

    /// <summary>
    /// Writes a file in place of the one that is there; a link stays, and what it leads to is written.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">What is to be in it.</param>
    /// <exception cref="ComfyDepsException">It cannot be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string target = Target(path);
        string unfinished = Path.Join(
            Path.GetDirectoryName(target), $".{Path.GetFileName(target)}.{Guid.NewGuid():n}{Unfinished}");
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
            };
            using (FileStream file = new(unfinished, options))
            {
                file.Write(bytes);
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                {
                    File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is what .NET makes of a file that may not become so large.
            Remove(unfinished);
            throw Unwritable(path, e);
        }
    }

    /// <summary>
    /// Removes what killed writers of a file left beside it. Only for one who knows that no other writes it now.
    /// </summary>
    /// <param name="path">The file.</param>
    internal static void Clean(string path)
    {
        string target = Target(path);
        foreach (string left in Directory.EnumerateFiles(
            Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.*{Unfinished}"))
        {
            Remove(left);
        }
    }

    /// <summary>The file that a path leads to in the end.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ComfyDepsException">It leads in a circle.</exception>
    internal static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }

    /// <summary>The error for a file that cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">Why not.</param>
    internal static ComfyDepsException Unwritable(string path, Exception reason) => new(
        ErrorCode.FileUnwritable,
        $"'{path}' could not be written and is what it was: {reason.Message}",
        path,
        "The folder must be there, writable, and with room for the file.",
        reason);

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next writer removes it.
        }
    }
}
