using System.Collections.Generic;
using System.Linq;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.ComfyUi;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.TestServers.Images;

namespace ComfyDeps.TestServers.Seeding;

/// <summary>Turns what a seed says into what the stand-ins hold.</summary>
public static class SeedState
{
    public static RegistryPack ToPack(SeedPack seed) => new()
    {
        Id = seed.Id,
        Name = seed.Repository.Split('/')[^1],
        Publisher = seed.Publisher,
        Repository = seed.Repository,
        Status = seed.Status,
        Versions = [.. seed.Versions.Select((version, number) => new RegistryVersion
        {
            Version = version,
            Classes = seed.Classes.Count > 0 ? seed.Classes : null,
            CreatedAt = $"2025-{1 + (number % 12):00}-01T10:00:00.000000Z",
            Deprecated = seed.Deprecated.Contains(version),
            Status = seed.Flagged.Contains(version) ? "NodeVersionStatusFlagged" : "NodeVersionStatusActive",
        })],
    };

    public static ServedPack ToInstalled(SeedPack seed) => new()
    {
        Folder = seed.Repository.Split('/')[^1],
        RegistryId = seed.Id,
        Version = seed.Versions.Count > 0 ? seed.Versions[^1] : "unknown",
    };

    public static IEnumerable<ServedClass> ToClasses(SeedPack seed) => seed.Classes.Select(name => new ServedClass
    {
        Name = name,
        PythonModule = "custom_nodes." + seed.Repository.Split('/')[^1],
    });

    public static HubRepository ToRepository(SeedRepository seed) => new()
    {
        Id = seed.Id,
        Gated = seed.Gated,
        IsPrivate = seed.IsPrivate,
        Revisions =
        {
            new HubRevision
            {
                Commit = HubRepository.CommitOf(seed.Id),
                Files =
                [
                    HubFile.Small("README.md", $"# {seed.Id}\n\nMade up to try things out.\n"),
                    .. seed.Files.Select(path => IsLarge(path) ? HubFile.Large(path) : HubFile.Small(path)),
                ],
            },
        },
    };

    public static CivitaiVersion ToVersion(SeedCivitaiVersion seed) => new()
    {
        Id = seed.VersionId,
        ModelId = seed.ModelId,
        ModelName = seed.ModelName,
        ModelType = seed.Type,
        Files =
            [new CivitaiFile { Id = seed.VersionId + 1, Name = seed.File, Content = ServedFile.Weights(seed.File) }],
    };

    public static ImageTag[] ToImages(SeedImage seed)
        => [.. seed.Tags.Select(tag => new ImageTag { Name = seed.Name, Tag = tag })];

    private static bool IsLarge(string path) => !path.EndsWith(".json", System.StringComparison.Ordinal)
        && !path.EndsWith(".txt", System.StringComparison.Ordinal)
        && !path.EndsWith(".py", System.StringComparison.Ordinal)
        && !path.EndsWith(".md", System.StringComparison.Ordinal);
}
