using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace ComfyDeps.TestServers.Seeding;

/// <summary>What a seed file says that services hold.</summary>
public sealed class SeedFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public IReadOnlyList<SeedPack> Packs { get; init; } = [];

    public IReadOnlyList<SeedRepository> Repositories { get; init; } = [];

    public IReadOnlyList<SeedCivitaiVersion> Civitai { get; init; } = [];

    public IReadOnlyList<SeedImage> Images { get; init; } = [];

    /// <summary>The classes of ComfyUI itself.</summary>
    public IReadOnlyList<string> CoreClasses { get; init; } = ["KSampler", "SaveImage"];

    /// <summary>Owner and name of the repositories that can be cloned.</summary>
    public IReadOnlyList<string> GitRepositories { get; init; } = [];

    /// <summary>The tags of those of them that are no pack with versions of its own, oldest first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> GitTags { get; init; }
        = new Dictionary<string, IReadOnlyList<string>>();

    public static SeedFile Read(string path)
        => JsonSerializer.Deserialize<SeedFile>(File.ReadAllText(path), s_options)!;
}

/// <summary>A pack; its versions in the order of publication.</summary>
public sealed record SeedPack(string Id, string Repository, string Publisher, IReadOnlyList<string> Versions)
{
    public IReadOnlyList<string> Classes { get; init; } = [];

    public IReadOnlyList<string> Deprecated { get; init; } = [];

    public IReadOnlyList<string> Flagged { get; init; } = [];

    public string Status { get; init; } = "NodeStatusActive";
}

/// <summary>A Hugging Face repository and the paths in it.</summary>
public sealed record SeedRepository(string Id, IReadOnlyList<string> Files)
{
    public string? Gated { get; init; }

    public bool IsPrivate { get; init; }
}

/// <summary>A version of a model on Civitai.</summary>
public sealed record SeedCivitaiVersion(int VersionId, int ModelId, string ModelName, string Type, string File);

/// <summary>An image and its tags.</summary>
public sealed record SeedImage(string Name, IReadOnlyList<string> Tags);
