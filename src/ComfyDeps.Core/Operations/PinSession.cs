using System;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources;
using ComfyDeps.Sources.ContainerImage;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>
/// What one run about pins asks and knows: the sources over one pipeline, the catalog, and what was good before.
/// </summary>
internal sealed class PinSession
{
    private PinSession(
        HttpPipeline http,
        ServiceAddresses addresses,
        NodeCatalog catalog,
        Advisories advisories,
        GoodPins good)
    {
        Http = http;
        Addresses = addresses;
        Catalog = catalog;
        Facts = new CatalogPackFacts(catalog, advisories);
        Good = good;
        Nodes = new NodeSources(http, addresses);
        Sources = new PinSources(
            Nodes.ComfyRegistry,
            Nodes.Git,
            Nodes.GitHub,
            new ModelSources(http, addresses),
            new ContainerImageSource(http, addresses));
    }

    /// <summary>The way out.</summary>
    internal HttpPipeline Http { get; }

    /// <summary>Where the services are.</summary>
    internal ServiceAddresses Addresses { get; }

    /// <summary>The catalog in use.</summary>
    internal NodeCatalog Catalog { get; }

    /// <summary>What is known against packs.</summary>
    internal IPackFacts Facts { get; }

    /// <summary>When pins were last asked and were good.</summary>
    internal GoodPins Good { get; }

    /// <summary>The sources of node packs.</summary>
    internal NodeSources Nodes { get; }

    /// <summary>Everybody who can be asked about a pin.</summary>
    internal PinSources Sources { get; }

    /// <summary>A session as the environment sets it.</summary>
    /// <param name="isOffline">Whether nobody may be asked.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <param name="maximumAnswerAge">How old an answer may be that is used without asking; null for no limit of its
    /// own.</param>
    internal static async Task<PinSession> OpenAsync(
        bool isOffline, CancellationToken cancellationToken, TimeSpan? maximumAnswerAge = null)
    {
        NodeCatalog catalog = await Task.Run(CatalogStore.OpenDefault, cancellationToken).ConfigureAwait(false);
        ServiceAddresses addresses = ServiceAddresses.FromEnvironment();
        HttpPipeline http = new(HttpSettings.FromEnvironment(addresses, isOffline, maximumAnswerAge));
        return Over(http, addresses, catalog, new GoodPins(CacheLocation.Folder));
    }

    /// <summary>A session over a given pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="good">When pins were last asked and were good.</param>
    internal static PinSession Over(HttpPipeline http, ServiceAddresses addresses, NodeCatalog catalog, GoodPins good)
        => new(http, addresses, catalog, Advisories.Open(catalog.Location), good);

    /// <summary>A checker of pins for this run.</summary>
    /// <param name="registryFolder">The folder of the registry, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal PinChecker Checker(string? registryFolder, CancellationToken cancellationToken)
        => new(
            Sources,
            Facts,
            new PinCheckOptions
            {
                IsOffline = Http.Settings.IsOffline,
                RegistryFolder = registryFolder,
                Good = Good,
                Clock = Http.Settings.Clock,
            },
            cancellationToken);
}
