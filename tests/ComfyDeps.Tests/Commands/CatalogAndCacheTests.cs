using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>What is kept on this machine: facts, and answers of services.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class CatalogAndCacheTests : IAsyncDisposable
{
    private readonly LoopbackEngine _engine = new();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void TheCatalogInUseIsDescribed()
    {
        Engine.Result result = _engine.Run("Get-ComfyCatalog");
        Assert.Empty(result.Errors);
        PSObject catalog = Assert.Single(result.Output);
        Assert.Equal("Environment", LoopbackEngine.Property(catalog, "Origin"));
        Assert.Equal(Path.Join(Built.Module, "registry", "catalog"), LoopbackEngine.Property(catalog, "Location"));
        Assert.All(
            (string[])["Packs", "Classes", "Models"],
            name => Assert.True((int)catalog.Properties[name].Value > 100, name));
        Assert.NotNull(catalog.Properties["Date"].Value);
    }

    [Fact]
    public void ACatalogThatIsNotThereIsOneError()
    {
        _engine.Set("COMFYDEPS_CATALOG", Path.Join(_engine.Folder, "none"));
        LoopbackEngine.AssertOneError(
            _engine.Run("Get-ComfyCatalog"),
            "CatalogUnavailable,ComfyDeps.Commands.GetComfyCatalogCommand",
            ErrorCategory.ResourceUnavailable);
    }

    [Fact]
    public void ClearingDropsAnswersAndNothingElse()
    {
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack { Id = "example-pack", Versions =
            [new RegistryVersion { Version = "1.0.0" }] });
        Assert.Single(_engine.Run("Find-ComfyNodeVersion example-pack").Output);
        string other = Path.Join(_engine.Cache, "other.txt");
        File.WriteAllText(other, "kept");
        int before = _engine.CacheFiles().Count;
        Assert.True(before > 1, "Nothing was cached.");

        Assert.Empty(_engine.Run("Clear-ComfyCache -WhatIf").Errors);
        Assert.Equal(before, _engine.CacheFiles().Count);

        Engine.Result result = _engine.Run("Clear-ComfyCache -Verbose");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
        Assert.Contains(result.Verbose, static text => text.StartsWith("Dropped", StringComparison.Ordinal));
        Assert.Equal([other], _engine.CacheFiles());

        // Offline there is nothing left to answer from, and that is no verdict.
        _engine.Set("COMFYDEPS_OFFLINE", "1");
        Assert.StartsWith(
            "SourceUnavailable,",
            Assert.Single(_engine.Run("Find-ComfyNodeVersion example-pack").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void ClearingWhatIsNotThereIsNoError()
        => Assert.Empty(_engine.Run("Clear-ComfyCache").Errors);

    [Fact]
    public void CachedAnswersServeOffline()
    {
        _engine.Services.ComfyRegistry.Packs.Add(new RegistryPack { Id = "example-pack", Versions =
            [new RegistryVersion { Version = "1.0.0" }] });
        Assert.Single(_engine.Run("Find-ComfyNodeVersion example-pack").Output);
        int asked = _engine.Services.All.Sum(static service => service.Requests.Count);
        _engine.Set("COMFYDEPS_OFFLINE", "1");
        Assert.Equal(
            "1.0.0",
            LoopbackEngine.Property(
                Assert.Single(_engine.Run("Find-ComfyNodeVersion example-pack").Output), "Version"));
        Assert.Equal(asked, _engine.Services.All.Sum(static service => service.Requests.Count));
    }
}
