using System;
using System.IO;
using System.Threading;

namespace ComfyDeps.Registry;

/// <summary>
/// Keeps other writers of one registry away. The lock is held by the open file, so that a killed process holds nothing;
/// what it left behind is taken over by the next writer.
/// </summary>
internal sealed class RegistryLock : IDisposable
{
    private const string Ending = ".lock";
    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly string _path;
    private readonly FileStream _file;

    private RegistryLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The registry's file.</param>
    /// <param name="patience">How long to wait for another writer.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="ComfyDepsException">Another writer holds it for too long, or nothing may be written
    /// there.</exception>
    internal static RegistryLock Take(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        long started = Environment.TickCount64;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryOpen(path + Ending, out Exception? held) is FileStream file)
            {
                return new RegistryLock(path + Ending, file);
            }

            if (Environment.TickCount64 - started > patience.TotalMilliseconds)
            {
                throw held is UnauthorizedAccessException
                    ? WholeFile.Unwritable(path, held)
                    : new ComfyDepsException(
                        ErrorCode.RegistryChanged,
                        $"Another writer holds the registry '{path}'; nothing was written.",
                        path,
                        "Wait until it is done, or end it, and run the command again.",
                        held);
            }

            cancellationToken.WaitHandle.WaitOne(s_pause);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Windows removes it itself, and refuses to while it is open. Elsewhere it goes while it is still held: a
        // moment later the file of that name may be another writer's.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(_path);
        }

        _file.Dispose();
    }

    private static FileStream? TryOpen(string path, out Exception? held)
    {
        FileStream? file = null;
        try
        {
            FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
            file = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
            held = null;
            if (OperatingSystem.IsWindows() || IsAt(path, file))
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (Exception e) when (IsHeld(e))
        {
            file?.Dispose();
            held = e;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw WholeFile.Unwritable(path[..^Ending.Length], e);
        }
    }

    /// <summary>
    /// Whether another has the file open. Windows refuses access to one that is just being removed by the writer
    /// before.
    /// </summary>
    private static bool IsHeld(Exception e)
        => OperatingSystem.IsWindows()
            ? e is UnauthorizedAccessException
                || (e is IOException && (e.HResult & 0xFFFF) is SharingViolation or LockViolation)
            : e is IOException && e.HResult is WouldBlockOnLinux or WouldBlockOnMac;

    /// <summary>
    /// Whether the file that is held is the one that others find. The writer before removes its file when it is done,
    /// and one who had opened it just then would hold a file that nobody else sees. Its time, set to one that no other
    /// has, tells.
    /// </summary>
    private static bool IsAt(string path, FileStream file)
    {
        DateTime mark = new(Random.Shared.NextInt64(DateTime.UnixEpoch.Ticks, DateTime.UtcNow.Ticks), DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, mark);
        return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }
}
