using System;
using System.Collections.Generic;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>
/// The hashes that an install script wrote beside model files: <c>&lt;models&gt;/.comfydeps/hashes.tsv</c>. They are
/// read, never written, and count only for a file that is still what it was.
/// </summary>
internal sealed class WrittenHashes
{
    private readonly Dictionary<string, KnownHash> _byPath = new(StringComparer.Ordinal);

    /// <summary>Reads the lists of folders.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="modelFolders">The <c>models</c> folders.</param>
    internal static WrittenHashes Read(IEnvironmentFiles files, IEnumerable<string> modelFolders)
    {
        WrittenHashes written = new();
        foreach (string folder in modelFolders)
        {
            string text = files.ReadText(EnvironmentPath.Join(folder, ".comfydeps/hashes.tsv"), FileLimits.List)
                ?? string.Empty;
            foreach ((string path, KnownHash hash) in KnownHash.ParseAll(text))
            {
                written._byPath[EnvironmentPath.Join(folder, path)] = hash;
            }
        }

        return written;
    }

    /// <summary>The hash of a file that is still what it was; else null. Where inodes are not known, none is.</summary>
    /// <param name="file">The file.</param>
    internal string? Find(ModelFile file)
        => file.Facts.Inode > 0 && _byPath.TryGetValue(file.Path, out KnownHash? hash) && hash.Holds(file.Facts)
            ? hash.Sha256
            : null;
}
