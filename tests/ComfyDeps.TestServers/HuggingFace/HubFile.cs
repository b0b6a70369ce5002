using System;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>
/// A file of a Hugging Face repository, with its bytes or, when it is only asked about, with size and hash alone.
/// </summary>
public sealed class HubFile
{
    public required string Path { get; init; }

    /// <summary>The bytes; null for a file that is too large to make.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Whether the bytes are kept outside git, behind a pointer.</summary>
    public bool IsLarge { get; init; } = true;

    /// <summary>The size, where there are no bytes.</summary>
    public long StatedSize { get; init; }

    /// <summary>The SHA-256 of the content, where there are no bytes.</summary>
    public string? StatedSha256 { get; init; }

    /// <summary>The last commit that touched the file; null for the revision's own.</summary>
    public string? LastCommit { get; init; }

    public long Size => Content?.Length ?? StatedSize;

    public string Sha256 => Content is null ? StatedSha256! : Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>The git object id: of the file, or of the pointer to it. Never a commit.</summary>
    public string BlobId => BlobIdOf(IsLarge ? Encoding.ASCII.GetBytes(PointerText) : Content ?? []);

    /// <summary>The Merkle hash of the storage behind, which is neither of the others.</summary>
    public string XetHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("xet " + Sha256)));

    /// <summary>What git itself has for a large file.</summary>
    public string PointerText => $"version https://git-lfs.github.com/spec/v1\noid sha256:{Sha256}\nsize {Size}\n";

    /// <summary>A large file with bytes of its own, the same for the same path.</summary>
    public static HubFile Large(string path, int size = 4096)
        => new() { Path = path, Content = Files.ServedFile.Weights(path, size) };

    /// <summary>A large file of which only the facts are known.</summary>
    public static HubFile Stated(string path, long size, string sha256)
        => new() { Path = path, StatedSize = size, StatedSha256 = sha256 };

    /// <summary>A small text file, kept in git itself.</summary>
    public static HubFile Small(string path, string text = "{}\n")
        => new() { Path = path, Content = Encoding.UTF8.GetBytes(text), IsLarge = false };

#pragma warning disable CA5350 // Git's object ids are SHA-1.
    internal static string BlobIdOf(byte[] content)
        => Convert.ToHexStringLower(
            SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
}
