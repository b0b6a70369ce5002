using System;
using System.Security.Cryptography;
using System.Threading;

namespace ComfyDeps.Registry;

/// <summary>A registry with the file that it is from, as it was when it was read.</summary>
internal sealed class RegistryFile
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly byte[]? _hash;

    private RegistryFile(string path, RegistryDocument document, byte[]? bytes)
    {
        Path = path;
        Document = document;
        _hash = bytes is null ? null : SHA256.HashData(bytes);
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>What it says.</summary>
    internal RegistryDocument Document { get; }

    /// <summary>The SHA-256 of its bytes in lower-case hex; null when there was no file.</summary>
    internal string? Sha256 => _hash is null ? null : Convert.ToHexString(_hash).ToLowerInvariant();

    /// <summary>Whether there was no file.</summary>
    internal bool IsNew => _hash is null;

    /// <summary>Reads a registry.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="ComfyDepsException">There is none, it may not be read, or it is not valid.</exception>
    internal static RegistryFile Load(string path)
    {
        byte[] bytes = RegistryFormat.ReadBytes(path);
        return new RegistryFile(path, RegistryFormat.Parse(bytes, path), bytes);
    }

    /// <summary>
    /// Reads a registry, or begins one where there is no file. A file that is not valid is never taken for none.
    /// </summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="ComfyDepsException">It may not be read, or it is not valid.</exception>
    internal static RegistryFile LoadOrNew(string path)
    {
        try
        {
            return Load(path);
        }
        catch (ComfyDepsException e) when (e.Code == ErrorCode.RegistryNotFound)
        {
            return new RegistryFile(path, new RegistryDocument(), null);
        }
    }

    /// <summary>
    /// Changes a registry: it is read, changed and written while no other writer can, so that each sees what the one
    /// before wrote. The change must be quick. Nothing is written where nothing changes.
    /// </summary>
    /// <param name="path">Its file, which is made where there is none.</param>
    /// <param name="change">Makes the new registry of the present one.</param>
    /// <param name="cancellationToken">Stops the waiting for another writer; never the writing.</param>
    /// <returns>The registry as it is now.</returns>
    /// <exception cref="ComfyDepsException">It is not valid, would not be, or cannot be written.</exception>
    internal static RegistryFile Update(
        string path,
        Func<RegistryDocument, RegistryDocument> change,
        CancellationToken cancellationToken)
        => Locked(path, now => now.Replace(change(now.Document)), cancellationToken);

    /// <summary>
    /// Writes what was made of this registry by work that takes long. Where the file is no more the one that was read,
    /// nothing is written: what others wrote meanwhile is not lost.
    /// </summary>
    /// <param name="document">The new registry.</param>
    /// <param name="cancellationToken">Stops the waiting for another writer; never the writing.</param>
    /// <returns>The registry as it is now.</returns>
    /// <exception cref="ComfyDepsException">Another changed it, it would not be valid, or it cannot be
    /// written.</exception>
    internal RegistryFile Save(RegistryDocument document, CancellationToken cancellationToken)
        => Locked(
            Path,
            now => now._hash.AsSpan().SequenceEqual(_hash) && now.IsNew == IsNew
                ? now.Replace(document)
                : throw new ComfyDepsException(
                    ErrorCode.RegistryChanged,
                    $"Another writer changed the registry '{Path}' meanwhile; nothing was written.",
                    Path,
                    "Run the command again: it starts from what is there now."),
            cancellationToken);

    private static RegistryFile Locked(
        string path,
        Func<RegistryFile, RegistryFile> work,
        CancellationToken cancellationToken)
    {
        using RegistryLock held = RegistryLock.Take(WholeFile.Target(path), s_patience, cancellationToken);
        return work(LoadOrNew(path));
    }

    private RegistryFile Replace(RegistryDocument document)
    {
        RegistryFormat.Check(document, Path);
        byte[] bytes = RegistryFormat.Render(document);
        if (!IsNew && bytes.AsSpan().SequenceEqual(RegistryFormat.Render(Document)))
        {
            return this;
        }

        WholeFile.Clean(Path);
        WholeFile.Write(Path, bytes);
        return new RegistryFile(Path, document, bytes);
    }
}
