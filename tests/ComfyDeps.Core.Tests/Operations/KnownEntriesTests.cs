using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Registry;
using ComfyDeps.Operations;

namespace ComfyDeps.Core.Tests.Operations;

/// <summary>Names and versions from a registry, for completing.</summary>
public sealed class KnownEntriesTests
{
    private static readonly string s_registry = RegistryFixtures.PathOf("good/full.json");

    [Fact]
    public void TellsEveryEntryInOrderWithItsPin()
    {
        IReadOnlyList<(string Name, string Description)> known = KnownEntries.Of(
            string.Empty, Path.GetTempPath(), s_registry);
        Assert.NotEmpty(known);
        Assert.Equal(
            known.Select(static one => one.Name).Order(StringComparer.OrdinalIgnoreCase),
            known.Select(static one => one.Name));
        Assert.Contains(known, static one => one.Description.StartsWith("Node pack, ", StringComparison.Ordinal));
        Assert.Contains(known, static one => one.Description.StartsWith("Model file, ", StringComparison.Ordinal));
        Assert.All(known, static one => Assert.Equal(3, one.Description.Split(", ").Length));
    }

    [Theory]
    [InlineData("RES4", "res4lyf")]
    [InlineData("*res4", "res4lyf")]
    [InlineData("diffusion_models/flux1", "diffusion_models/flux1-dev.safetensors")]
    [InlineData("*flux1-dev", "diffusion_models/flux1-dev.safetensors")]
    public void FindsByBeginningOrWildcardInAnyCase(string begin, string expected)
        => Assert.Contains(
            expected, KnownEntries.Of(begin, Path.GetTempPath(), s_registry).Select(static one => one.Name));

    [Theory]
    [InlineData("good/none.json")]
    [InlineData("bad/errors.txt")]
    public void ARegistryThatCannotBeReadOffersNothing(string name)
        => Assert.Empty(KnownEntries.Of(string.Empty, Path.GetTempPath(), RegistryFixtures.PathOf(name)));

    [Fact]
    public async Task TheVersionOfAPackBeginsWithItsPin()
    {
        IReadOnlyList<(string Name, string Description)> known = await KnownEntries.VersionsAsync(
            "res4lyf", string.Empty, Path.GetTempPath(), s_registry, TestContext.Current.CancellationToken);
        Assert.NotEmpty(known);
        Assert.Equal("The version that 'res4lyf' is pinned to", known[0].Description);
        Assert.Empty(await KnownEntries.VersionsAsync(
            "res4lyf", "no-such-version", Path.GetTempPath(), s_registry, TestContext.Current.CancellationToken));
    }
}
