using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.Inspection.Git;

/// <summary>The name that git gives to a content.</summary>
internal static class ObjectHash
{
    /// <summary>The hash that a repository uses, by the length of its commits.</summary>
    /// <param name="commit">A full commit.</param>
    internal static HashAlgorithmName AlgorithmOf(string commit)
        => commit.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;

    /// <summary>The plain hash of bytes, for a checksum.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="hashLength">How long the repository's hashes are.</param>
    internal static byte[] OfBytes(ReadOnlySpan<byte> bytes, int hashLength)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(
            hashLength == SHA256.HashSizeInBytes ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of a content in memory.</summary>
    /// <param name="type">Blob or tree.</param>
    /// <param name="content">The content.</param>
    /// <param name="algorithm">The repository's hash.</param>
    internal static byte[] Of(string type, ReadOnlySpan<byte> content, HashAlgorithmName algorithm)
    {
        using IncrementalHash hash = Start(type, content.Length, algorithm);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of a file's content.</summary>
    /// <param name="path">The file, which must be one.</param>
    /// <param name="algorithm">The repository's hash.</param>
    internal static byte[] OfFile(string path, HashAlgorithmName algorithm)
    {
        using FileStream file = File.OpenRead(path);
        using IncrementalHash hash = Start("blob", file.Length, algorithm);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetHashAndReset();
    }

    private static IncrementalHash Start(string type, long length, HashAlgorithmName algorithm)
    {
        IncrementalHash hash = IncrementalHash.CreateHash(algorithm);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type} {length}\0")));
        return hash;
    }
}
