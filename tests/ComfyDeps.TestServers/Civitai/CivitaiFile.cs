using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace ComfyDeps.TestServers.Civitai;

/// <summary>A file of a model version on Civitai.</summary>
public sealed class CivitaiFile
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public byte[]? Content { get; init; }

    /// <summary>The size, where there are no bytes.</summary>
    public long StatedSize { get; init; }

    /// <summary>The SHA-256, where there are no bytes; null when the service never computed one.</summary>
    public string? StatedSha256 { get; init; }

    public string Type { get; init; } = "Model";

    public bool IsPrimary { get; init; } = true;

    /// <summary>What the service knows of its form: full or pruned, fp16 and so on.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; }
        = new Dictionary<string, string> { ["format"] = "SafeTensor", ["fp"] = "fp16", ["size"] = "pruned" };

    public long Size => Content?.Length ?? StatedSize;

    public string? Sha256 => Content is null ? StatedSha256 : Convert.ToHexStringLower(SHA256.HashData(Content));
}
