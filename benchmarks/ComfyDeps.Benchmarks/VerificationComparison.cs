using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Operations;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.Verification;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Verifies a registry of 300 pins (100 listed packs, 80 commits, half of them in the history of a branch, 110 files in
/// 40 repositories, 10 at Civitai) at services that take 50 ms for every answer. Nothing is known beforehand; the file
/// and the catalog are opened within the time. First in this process, whose code is compiled; then as a user does it
/// once: by
/// <c>Test-ComfyRegistry</c> in a shell that has just been started, with an empty cache. Run it with the argument
/// <c>verification</c>.
/// </summary>
internal static class VerificationComparison
{
    private const int Listed = 100;
    private const int Commits = 80;
    private const int Repositories = 40;
    private const int Files = 110;
    private const int AtCivitai = 10;
    private const int Rounds = 3;
    private const int FreshRounds = 5;

    /// <summary>
    /// Tells milliseconds from the cmdlet's begin to its first result and to its end, and from the process's begin to
    /// both.
    /// </summary>
    private const string Script = """
        $began = [System.Diagnostics.Process]::GetCurrentProcess().StartTime
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $before = ([datetime]::Now - $began).TotalMilliseconds
        $first = $null
        $pins = 0
        Test-ComfyRegistry -RegistryPath 'PATH' -WarningAction Ignore | ForEach-Object { if ($null -eq $first) { $first = $watch.Elapsed.TotalMilliseconds }; $pins++ }
        $all = $watch.Elapsed.TotalMilliseconds
        [string]::Join(' ', ([string[]] @($pins, $first, $all, ($before + $first), ($before + $all))))
        """;

    /// <summary>Measures, and writes a table.</summary>
    internal static async Task RunAsync()
    {
        await using StandIns services = new();
        string folder = Directory.CreateTempSubdirectory("comfydeps-verification").FullName;
        try
        {
            string path = Path.Join(folder, "comfy-registry.json");
            File.WriteAllBytes(path, RegistryFormat.Render(Fill(services)));

            // Once without latency: the real git behind the stand-in answers each question once, and the code is
            // compiled.
            await VerifyAsync(services, path);
            foreach (StandIn service in services.All)
            {
                service.Latency = TimeSpan.FromMilliseconds(50);
            }

            Console.WriteLine("| round | pins | good | first result, ms | all, s | requests |");
            Console.WriteLine("|--:|--:|--:|--:|--:|--:|");
            for (int round = 1; round <= Rounds; round++)
            {
                int before = services.All.Sum(static service => service.Requests.Count);
                (int pins, int good, TimeSpan first, TimeSpan all) = await VerifyAsync(services, path);
                int asked = services.All.Sum(static service => service.Requests.Count) - before;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {round} | {pins} | {good} | {first.TotalMilliseconds:0} | {all.TotalSeconds:0.00} | "
                        + $"{asked} |"));
            }

            Console.WriteLine();
            Console.WriteLine(
                "| a fresh shell | pins | first result, ms | all, ms | since the process began: first result, ms | "
                    + "all, ms |");
            Console.WriteLine("|--:|--:|--:|--:|--:|--:|");
            for (int round = 1; round <= FreshRounds; round++)
            {
                string[] told = Fresh(
                    services, path, Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"cache-{round}")));
                string[] numbers =
                [
                    .. told.Select(
                        static one => double
                            .Parse(one, CultureInfo.InvariantCulture)
                            .ToString("0", CultureInfo.InvariantCulture)),
                ];
                Console.WriteLine(
                    $"| {round.ToString(CultureInfo.InvariantCulture)} | {string.Join(" | ", numbers)} |");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the script tells in a shell that was started for it.</summary>
    private static string[] Fresh(StandIns services, string path, string cache)
    {
        string shell = Path.GetFullPath(
            Path.Join(AppContext.BaseDirectory, "..", "..", "ComfyDeps.Shell", "release", "ComfyDeps.Shell.dll"));
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[
            shell,
            "-Command",
            Script.Replace("PATH", path, StringComparison.Ordinal),
        ])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in services.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["COMFYDEPS_CACHE"] = cache;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim().Split(' ')
            : throw new InvalidOperationException($"The shell ended with {process.ExitCode}.");
    }

    private static async Task<(int Pins, int Good, TimeSpan First, TimeSpan All)> VerifyAsync(
        StandIns services,
        string path)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ServiceAddresses addresses = new()
        {
            Civitai = new Uri(services.Civitai.Address),
            ComfyRegistry = new Uri(services.ComfyRegistry.Address),
            GitHub = new Uri(services.Git.Address),
            GitHubApi = new Uri(services.GitHub.Address),
            HuggingFace = new Uri(services.HuggingFace.Address),
        };
        string shipped = CatalogLocations.OfCheckout(AppContext.BaseDirectory)
            ?? throw new DirectoryNotFoundException("registry/catalog");
        PinSession session = PinSession.Over(
            new HttpPipeline(new HttpSettings()),
            addresses,
            CatalogStore.Open(shipped, CatalogOrigin.Shipped),
            new GoodPins(null));
        RegistryFile file = RegistryFile.Load(path);
        TestRegistryOptions options = new() { CurrentFolder = Path.GetDirectoryName(path)! };
        TimeSpan? first = null;
        int pins = 0;
        int good = 0;
        await foreach (VerificationResult result in TestRegistry.RunAsync(
            null, file, session, options, NullReporter.Instance, CancellationToken.None))
        {
            first ??= watch.Elapsed;
            pins++;
            good += result.IsOk ? 1 : 0;
        }

        return (pins, good, first ?? default, watch.Elapsed);
    }

    private static RegistryDocument Fill(StandIns services)
    {
        services.Git.Remembers = true;
        Dictionary<string, NodeEntry> nodes = [];
        Dictionary<string, ModelEntry> models = [];
        GitRepository repository = services.Git.Add("owner/commits-000");
        string old = repository.Commit();
        string head = repository.Commit();
        for (int i = 0; i < Listed; i++)
        {
            string id = Name("listed", i);
            services.ComfyRegistry.Packs.Add(
                new RegistryPack { Id = id, Versions = { new RegistryVersion { Version = "1.0.0" } } });
            nodes[id] = new NodeEntry
            {
                Source = new PinSource { Kind = SourceKind.ComfyRegistry, Id = id, Version = "1.0.0" },
            };
        }

        for (int i = 0; i < Commits; i++)
        {
            string name = "owner/" + Name("commits", i);
            services.Git.Alias(name, repository);
            nodes[name] = new NodeEntry
            {
                Source = new PinSource
                {
                    Kind = SourceKind.Git,
                    Url = "https://github.com/" + name,
                    Commit = i % 2 == 0 ? old : head,
                },
            };
        }

        for (int i = 0; i < Repositories; i++)
        {
            HubFile[] files = [.. Enumerable.Range(0, Files).Where(file => file % Repositories == i)
                .Select(
                    static file => HubFile.Stated(
                        Name("file", file) + ".safetensors", 23_802_932_552, new string('a', 64)))];
            string id = "org/" + Name("models", i);
            services.HuggingFace.Repositories.Add(HubRepository.Of(id, files));
            foreach (HubFile file in files)
            {
                models["diffusion_models/" + file.Path] = new ModelEntry
                {
                    Size = file.Size,
                    Sha256 = file.Sha256,
                    Source = new PinSource
                    {
                        Kind = SourceKind.HuggingFace,
                        Repository = id,
                        File = file.Path,
                        Commit = HubRepository.CommitOf(id),
                    },
                };
            }
        }

        for (int i = 0; i < AtCivitai; i++)
        {
            CivitaiFile file = new()
            {
                Id = 500 + i,
                Name = "a.safetensors",
                StatedSize = 4096,
                StatedSha256 = new string('b', 64),
            };
            services.Civitai.Versions.Add(new CivitaiVersion { Id = 100 + i, ModelId = 1 + i, Files = [file] });
            models["loras/" + Name("civitai", i) + ".safetensors"] = new ModelEntry
            {
                Size = file.Size,
                Sha256 = file.Sha256,
                Source = new PinSource { Kind = SourceKind.Civitai, ModelVersionId = 100 + i, FileId = 500 + i },
            };
        }

        RegistryDocument empty = new();
        return empty with { Nodes = empty.Nodes.AddRange(nodes), Models = empty.Models.AddRange(models) };
    }

    private static string Name(string kind, int number)
        => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:000}");
}
