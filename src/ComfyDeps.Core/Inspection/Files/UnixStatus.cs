using System;
using System.Runtime.InteropServices;

namespace ComfyDeps.Inspection.Files;

/// <summary>
/// Linux's <c>statx</c>: .NET tells neither inodes nor which paths are pipes and devices, that must not be opened.
/// </summary>
internal static partial class UnixStatus
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int FolderKind = 0x4000;
    private const int LinkKind = 0xA000;
    private const int OwnerMayRun = 0x40;

    private static readonly bool s_isThere = OperatingSystem.IsLinux() && Answers();

    /// <summary>What is at a path; null on a system without this call.</summary>
    /// <param name="path">The path.</param>
    internal static FileFacts? Look(string path)
    {
        if (!s_isThere)
        {
            return null;
        }

        if (statx(CurrentFolder, path, NoFollow, BasicStats, out Status status) != 0)
        {
            return new FileFacts(FileKind.None);
        }

        bool isLink = (status.Mode & KindMask) == LinkKind;
        if (isLink && statx(CurrentFolder, path, 0, BasicStats, out status) != 0)
        {
            return new FileFacts(FileKind.DanglingLink, IsLink: true);
        }

        FileKind kind = (status.Mode & KindMask) switch
        {
            RegularFile => FileKind.File,
            FolderKind => FileKind.Folder,
            _ => FileKind.Other,
        };
        return new FileFacts(
            kind,
            (long)status.Size,
            status.ModifiedSeconds,
            (int)status.ModifiedNanoseconds,
            status.Inode,
            ((ulong)status.DeviceMajor << 32) | status.DeviceMinor,
            isLink,
            (status.Mode & OwnerMayRun) != 0);
    }

    private static bool Answers()
    {
        try
        {
            return statx(CurrentFolder, "/", 0, BasicStats, out _) == 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, out Status status);

    /// <summary>The kernel's own layout, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
