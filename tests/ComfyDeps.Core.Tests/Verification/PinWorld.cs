using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Core.Tests.Catalog;
using ComfyDeps.Http;
using ComfyDeps.Operations;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.Verification;

namespace ComfyDeps.Core.Tests.Verification;

/// <summary>All services on loopback, and entries that are pinned to what they have.</summary>
internal sealed class PinWorld : IAsyncDisposable
{
    internal const string Repository = "https://github.com/artist/pack";

    private readonly Dictionary<string, string> _tokens = [];

    internal StandIns Services { get; } = new();

    internal string Folder { get; } = Directory.CreateTempSubdirectory("comfydeps-pins").FullName;

    internal bool KeepsAnswers { get; set; }

    internal bool IsImpatient { get; set; }

    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    internal CatalogFacts Catalog { get; set; } = TestCatalog.Facts();

    /// <summary>Whether the catalog is a folder with text, as users have it, and not the index alone.</summary>
    internal bool WritesCatalog { get; set; }

    internal ServiceAddresses Addresses => new()
    {
        ComfyRegistry = new Uri(Services.ComfyRegistry.Address),
        GitHub = new Uri(Services.Git.Address),
        GitHubApi = new Uri(Services.GitHub.Address),
        HuggingFace = new Uri(Services.HuggingFace.Address),
        Civitai = new Uri(Services.Civitai.Address),
        ImageRegistry = new Uri(Services.Images.Address),
    };

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Gives the module a token for one of the services.</summary>
    internal void Use(StandIn service, string token) => _tokens[service.Address] = token;

    internal PinSession Session(bool isOffline = false)
    {
        HostCredentials credentials = new();
        foreach ((string address, string token) in _tokens)
        {
            credentials.Add(new Uri(address), new AuthenticationHeaderValue("Bearer", token));
        }

        HttpPipeline http = new(new HttpSettings
        {
            Credentials = credentials,
            CacheFolder = KeepsAnswers ? Folder : null,
            Clock = Clock,
            IsOffline = isOffline,
            MaximumAttempts = IsImpatient ? 1 : 3,
            AttemptTimeout = IsImpatient ? TimeSpan.FromMilliseconds(400) : TimeSpan.FromSeconds(5),
            TotalTimeout = IsImpatient ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(20),
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });
        return PinSession.Over(http, Addresses, Open(), new GoodPins(Folder));
    }

    private NodeCatalog Open()
    {
        if (!WritesCatalog)
        {
            return TestCatalog.Open(Catalog);
        }

        string folder = Path.Join(Folder, "catalog");
        CatalogStore.Write(Catalog, folder);
        return CatalogStore.Open(folder, CatalogOrigin.Environment);
    }

    internal async Task<VerificationResult> CheckAsync(RegistryPin pin, bool isOffline = false)
    {
        using PinChecker checker = Session(isOffline).Checker(Folder, TestContext.Current.CancellationToken);
        return await checker.CheckAsync(pin);
    }

    internal async Task<VerificationResult[]> CheckAllAsync(IEnumerable<RegistryPin> pins)
    {
        using PinChecker checker = Session().Checker(Folder, TestContext.Current.CancellationToken);
        List<VerificationResult> results = [];
        await foreach (VerificationResult result in checker.CheckAsync(
            Each(pins), TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return [.. results];
    }

    internal static RegistryPin Listed(
        string id,
        string? version,
        PinVerification? verification = null,
        string? mirror = null)
        => RegistryPin.Of(id, new NodeEntry
        {
            Source = new PinSource { Kind = SourceKind.ComfyRegistry, Id = id, Version = version, Mirror = mirror },
            Verification = verification,
        });

    internal static RegistryPin Commit(
        string? commit,
        string url = Repository,
        string? name = null,
        string? mirror = null,
        PinVerification? verification = null)
        => RegistryPin.Of(RepositoryAddress.IdOf(RepositoryAddress.Key(url)), new NodeEntry
        {
            Source = new PinSource { Kind = SourceKind.Git, Url = url, Commit = commit, Ref = name, Mirror = mirror },
            Verification = verification,
        });

    internal static RegistryPin Hub(
        string repository,
        string file,
        string? commit,
        long? size,
        string? sha256,
        string? mirror = null,
        PinVerification? verification = null)
        => RegistryPin.Of("vae/" + file, new ModelEntry
        {
            Size = size,
            Sha256 = sha256,
            Source = new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = repository,
                File = file,
                Commit = commit,
                Mirror = mirror,
            },
            Verification = verification,
        });

    internal static RegistryPin Plain(Uri url, long? size, string? sha256, PinVerification? verification = null)
        => RegistryPin.Of("vae/" + url.Segments[^1], new ModelEntry
        {
            Size = size,
            Sha256 = sha256,
            Source = new PinSource { Kind = SourceKind.Url, Url = url.AbsoluteUri },
            Verification = verification,
        });

    internal static RegistryPin Civitai(long version, long? file, long? size, string? sha256)
        => RegistryPin.Of("loras/a.safetensors", new ModelEntry
        {
            Size = size,
            Sha256 = sha256,
            Source = new PinSource { Kind = SourceKind.Civitai, ModelVersionId = version, FileId = file },
        });

    internal static PinVerification By(string person, VerificationStatus status = VerificationStatus.Manual) => new()
    {
        Status = status,
        VerifiedBy = person,
        CheckedAt = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static async IAsyncEnumerable<PinQuestion> Each(IEnumerable<RegistryPin> pins)
    {
        foreach (RegistryPin pin in pins.ToArray())
        {
            await Task.Yield();
            yield return new PinQuestion(pin);
        }
    }
}
