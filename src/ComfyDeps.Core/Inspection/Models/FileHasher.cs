using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace ComfyDeps.Inspection.Models;

/// <summary>
/// Hashes files, as many at once as there are processors, whichever environments they belong to. A file is read in
/// pieces that stay in the processor's cache until they are hashed, while the system reads ahead: memory is flat in the
/// file's size.
/// </summary>
internal sealed class FileHasher : IDisposable
{
    private const int Piece = 256 * 1024;

    private readonly SemaphoreSlim _places;

    /// <summary>Prepares to hash.</summary>
    /// <param name="degree">How many files at once; 0 for as many as there are processors.</param>
    internal FileHasher(int degree = 0)
        => _places = new SemaphoreSlim(degree > 0 ? degree : Environment.ProcessorCount);

    /// <summary>Hashes one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Told how many bytes more were read.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The SHA-256 in lower-case hex.</returns>
    /// <exception cref="IOException">It could not be read.</exception>
    internal async Task<string> HashAsync(string path, Action<int> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Hash(path, read, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static string Hash(string path, Action<int> read, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            FileOptions.SequentialScan);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            long offset = 0;
            int length;
            while ((length = RandomAccess.Read(file, buffer.AsSpan(0, Piece), offset)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, length);
                offset += length;
                read(length);
            }

            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            hash.GetHashAndReset(digest);
            return Convert.ToHexString(digest).ToLowerInvariant();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
