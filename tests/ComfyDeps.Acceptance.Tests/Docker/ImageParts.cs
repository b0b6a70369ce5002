using System;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;
using ComfyDeps.Rendering.Docker;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>What tests of images make their registries of.</summary>
internal static class ImageParts
{
    internal static readonly PinVerification Verified = new() { Status = VerificationStatus.Verified };

    /// <summary>The Dockerfile of a registry over the worker's base image.</summary>
    internal static string Render(
        WorkerBase worker,
        RegistryDocument registry,
        bool withModels = false,
        ConstraintsText? constraints = null)
        => DockerfileRenderer.Render(new Dockerfile
        {
            Plan = InstallPlanner.Make(registry, new PlanRequest()),
            Base = new ImagePin(WorkerBase.Name, null, worker.Digest),
            ComfyUi = registry.Environment.ComfyUi,
            Constraints = constraints,
            ModelFolders = [.. registry.Models.Keys.Select(static key => key[..key.LastIndexOf('/')])],
            WithModels = withModels,
            RegistrySha256 = new string('e', 64),
            Version = "0.0.0",
        });

    internal static NodeEntry FromRegistry(string id, string version, string directory) => new()
    {
        Directory = directory,
        Source = new PinSource { Kind = SourceKind.ComfyRegistry, Id = id, Version = version },
        Verification = Verified,
    };

    internal static NodeEntry FromArchive(string id, string version, string url, string sha256)
    {
        NodeEntry entry = FromRegistry(id, version, id);
        return entry with { Source = entry.Source with { DownloadUrl = url, Sha256 = sha256 } };
    }

    internal static byte[] Archive(params (string Name, string Content)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string content) in files)
            {
                using StreamWriter writer = new(archive.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        return bytes.ToArray();
    }

    internal static NodeEntry FromGit(string url, string commit) => new()
    {
        Source = new PinSource { Kind = SourceKind.Git, Url = url, Commit = commit },
        Verification = Verified,
    };

    /// <summary>Adds a commit with files to a repository.</summary>
    internal static async Task<string> PushAsync(GitRepository repository, params (string Name, string Content)[] files)
    {
        string folder = Directory.CreateTempSubdirectory("comfydeps-push-").FullName;
        string[] identity =
        [
            "-c",
            "user.name=tests",
            "-c",
            "user.email=tests@example.com",
            "-c",
            "init.defaultBranch=main",
        ];
        await GitAsync(folder, [.. identity, "clone", "-q", repository.Folder, "."]);
        foreach ((string name, string content) in files)
        {
            await File.WriteAllTextAsync(Path.Join(folder, name), content);
        }

        await GitAsync(folder, "add", "-A");
        await GitAsync(folder, [.. identity, "commit", "-q", "-m", "Change"]);
        await GitAsync(folder, "push", "-q", "origin", "HEAD:main");
        string commit = (await GitAsync(folder, "rev-parse", "HEAD")).Trim();
        Directory.Delete(folder, recursive: true);
        return commit;
    }

    private static async Task<string> GitAsync(string folder, params string[] arguments)
        => (await Cli.Wrap("git")
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .ExecuteBufferedAsync(Encoding.UTF8)).StandardOutput;

    internal static ImmutableSortedDictionary<string, T> Table<T>(params (string Name, T Value)[] entries)
        => entries.ToImmutableSortedDictionary(
            static entry => entry.Name, static entry => entry.Value, StringComparer.Ordinal);
}
