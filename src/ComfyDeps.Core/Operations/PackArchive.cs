using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using ComfyDeps.Inspection.Packs;

namespace ComfyDeps.Operations;

/// <summary>
/// An archive of a version in the Comfy Registry while it is being hashed: a file without a name, of which only the
/// pack's
/// <c>pyproject.toml</c> is looked at.
/// </summary>
internal sealed class PackArchive : IDisposable
{
    /// <summary>Archives that are larger are hashed and not looked into.</summary>
    private const long LargestArchive = 64L * 1024 * 1024;

    private const int LargestProject = 256 * 1024;

    private readonly FileStream _copy = new(
        Path.Join(Path.GetTempPath(), "comfydeps-" + Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 1 << 16,
        FileOptions.DeleteOnClose);

    private bool _isTooLarge;

    /// <summary>Takes the next bytes of it.</summary>
    /// <param name="bytes">The bytes.</param>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        _isTooLarge |= _copy.Length + bytes.Length > LargestArchive;
        if (!_isTooLarge)
        {
            _copy.Write(bytes);
        }
    }

    /// <summary>What its <c>pyproject.toml</c> says; null where it has none that can be read.</summary>
    internal ProjectFile? Project()
    {
        if (_isTooLarge)
        {
            return null;
        }

        try
        {
            _copy.Position = 0;
            using ZipArchive archive = new(_copy, ZipArchiveMode.Read, leaveOpen: true);

            // At its root, as the Comfy Registry packs it, or in the one folder that holds all of it.
            ZipArchiveEntry? entry = archive.GetEntry(ProjectFile.FileName)
                ?? archive.Entries.FirstOrDefault(static one => one.FullName.Split('/') is [_, ProjectFile.FileName]);
            return entry is null ? null : Read(entry);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _copy.Dispose();

    /// <summary>What an entry says of its own length is not believed.</summary>
    private static ProjectFile? Read(ZipArchiveEntry entry)
    {
        byte[] text = new byte[LargestProject];
        using Stream content = entry.Open();
        int length = content.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length == text.Length ? null : ProjectFile.Parse(Encoding.UTF8.GetString(text, 0, length));
    }
}
