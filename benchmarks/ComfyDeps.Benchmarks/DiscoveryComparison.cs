using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Operations;
using ComfyDeps.Sources;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.GitHub;
using ComfyDeps.TestServers.HuggingFace;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Discovers 200 packs and 200 model files in 40 repositories from services that take 50 ms for every answer: with
/// nothing known, with everything known and unchanged, and, in the same run, in the plain way (two requests to GitHub's
/// API for a pack, one tree for a model file, one after another). Run it with the argument <c>discovery</c>.
/// </summary>
internal static class DiscoveryComparison
{
    private const int Packs = 200;
    private const int Repositories = 40;
    private const int FilesInEach = 5;
    private const string PlainToken = "plain-token-0123456789";

    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(50);

    // A checkout has no index beside its catalog: making one is not what is measured here.
    private static readonly Lazy<NodeCatalog> s_catalog = new(
        static () => CatalogStore.Open(CatalogFolder(), CatalogOrigin.Shipped));

    /// <summary>Measures, and writes a table.</summary>
    internal static async Task RunAsync()
    {
        await using StandIns services = new();
        Fill(services);
        string cache = Directory.CreateTempSubdirectory("comfydeps-discovery").FullName;
        try
        {
            // Once without latency and cache: the real git behind the stand-in answers each question once, and the code
            // is compiled.
            await DiscoverAsync(services, cacheFolder: null);
            foreach (StandIn service in services.All)
            {
                service.Latency = s_latency;
            }

            Console.WriteLine(
                "| way | packs | model files | seconds | requests for packs | a pack | for model files | a "
                    + "repository |");
            Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
            await MeasureAsync("ComfyDeps, nothing known", services, () => DiscoverAsync(services, cache));
            await MeasureAsync("ComfyDeps, known and unchanged", services, () => DiscoverAsync(services, cache));
            await MeasureAsync(
                "known by address and id, the latest",
                services,
                () => DiscoverAsync(services, null, isKnownByBoth: true, latest: true));
            await MeasureAsync(
                "known by address and id, all versions",
                services,
                () => DiscoverAsync(services, null, isKnownByBoth: true));
            await MeasureAsync("plain, one after another", services, () => DiscoverPlainlyAsync(services));
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static void Fill(StandIns services)
    {
        services.Git.Remembers = true;
        services.GitHub.Tokens.Add(PlainToken);
        services.HuggingFace.Tokens.Add(PlainToken, []);
        GitRepository repository = services.Git.Add("owner/pack-000");
        string commit = repository.Commit();
        repository.Tag("v1.0.0", commit, isAnnotated: true);
        for (int i = 0; i < Packs; i++)
        {
            string name = PackName(i);
            services.Git.Alias("owner/" + name, repository);
            GitHubRepositoryData data = new() { Id = i + 1, FullName = "owner/" + name };
            data.Tags.Add(("v1.0.0", commit));
            services.GitHub.Repositories.Add(data);
            services.ComfyRegistry.Packs.Add(new RegistryPack
            {
                Id = name,
                Repository = "https://github.com/owner/" + name,
                Versions = { new RegistryVersion { Version = "1.0.0" }, new RegistryVersion { Version = "1.0.1" } },
            });
        }

        for (int i = 0; i < Repositories; i++)
        {
            services.HuggingFace.Repositories.Add(HubRepository.Of(
                RepositoryName(i),
                [
                    .. Enumerable.Range(0, FilesInEach)
                        .Select(file => HubFile.Stated(FileName(file), 23_802_932_552, new string('a', 64))),
                ]));
        }
    }

    private static string PackName(int number) => string.Create(CultureInfo.InvariantCulture, $"pack-{number:000}");

    private static string RepositoryName(int number)
        => string.Create(CultureInfo.InvariantCulture, $"org/models-{number:00}");

    private static string FileName(int number)
        => string.Create(CultureInfo.InvariantCulture, $"part-{number}.safetensors");

    private static async Task<(int Packs, int Files)> DiscoverAsync(
        StandIns services, string? cacheFolder, bool isKnownByBoth = false, bool latest = false)
    {
        ServiceAddresses addresses = new()
        {
            Civitai = new Uri(services.Civitai.Address),
            ComfyRegistry = new Uri(services.ComfyRegistry.Address),
            GitHub = new Uri(services.Git.Address),
            GitHubApi = new Uri(services.GitHub.Address),
            HuggingFace = new Uri(services.HuggingFace.Address),
        };
        HttpPipeline http = new(new HttpSettings { CacheFolder = cacheFolder });
        NodeCatalog catalog = s_catalog.Value;

        // Half of the packs are known by their repository, half by their id in the Comfy Registry.
        object[] packs = [.. Enumerable.Range(0, Packs).Select(i => isKnownByBoth
            ? new NodePack
            {
                Name = PackName(i),
                RegistryId = PackName(i),
                Url = new Uri($"https://github.com/owner/{PackName(i)}"),
            }
            : i % 2 == 0
            ? (object)$"https://github.com/owner/{PackName(i)}"
            : new RegistryEntry
            {
                Kind = DependencyKind.Node,
                Name = PackName(i),
                Source = SourceKind.ComfyRegistry,
                VerificationStatus = VerificationStatus.Undetermined,
            })];
        object[] models = [.. from repository in Enumerable.Range(0, Repositories)
                              from file in Enumerable.Range(0, FilesInEach)
                              select new Uri(
                                  $"https://huggingface.co/{RepositoryName(repository)}/resolve/main/"
                                      + $"{FileName(file)}")];
        Task<int> nodes = CountAsync(
            FindNodeVersion.RunAsync(
                packs.ToAsyncEnumerable(),
                new PackQuestions(catalog),
                new NodeSources(http, addresses),
                new FindNodeVersionOptions { LatestOnly = latest },
                NullReporter.Instance, CancellationToken.None),
            static version => version.Pack);
        Task<int> files = CountAsync(
            FindModelVersion.RunAsync(
                models.ToAsyncEnumerable(),
                new ModelQuestions(catalog),
                new ModelSources(http, addresses),
                NullReporter.Instance,
                CancellationToken.None),
            static version => $"{version.Repository} {version.File}");
        return (await nodes, await files);
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items, Func<T, string> key)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        await foreach (T item in items)
        {
            seen.Add(key(item));
        }

        return seen.Count;
    }

    private static async Task<(int Packs, int Files)> DiscoverPlainlyAsync(StandIns services)
    {
        using HttpClient client = new();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("plain/1.0");
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + PlainToken);
        for (int i = 0; i < Packs; i++)
        {
            await client.GetStringAsync($"{services.GitHub.Address}/repos/owner/{PackName(i)}");
            await client.GetStringAsync($"{services.GitHub.Address}/repos/owner/{PackName(i)}/tags");
        }

        for (int i = 0; i < Repositories * FilesInEach; i++)
        {
            await client.GetStringAsync(
                $"{services.HuggingFace.Address}/api/models/{RepositoryName(i / FilesInEach)}/tree/main");
        }

        return (Packs, Repositories * FilesInEach);
    }

    private static async Task MeasureAsync(string name, StandIns services, Func<Task<(int Packs, int Files)>> work)
    {
        foreach (StandIn service in services.All)
        {
            service.Requests.Clear();
        }

        Stopwatch watch = Stopwatch.StartNew();
        (int packs, int files) = await work();
        double seconds = watch.Elapsed.TotalSeconds;
        int forModels = services.HuggingFace.Requests.Count;
        int forPacks = services.All.Sum(service => service.Requests.Count) - forModels;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {packs} | {files} | {seconds:0.00} | {forPacks} | {forPacks / (double)Packs:0.00} | "
                + $"{forModels} | {forModels / (double)Repositories:0.00} |"));
    }

    private static string CatalogFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Join(folder, "ComfyDeps.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Join(folder, "registry", "catalog");
    }
}
