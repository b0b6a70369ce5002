using System;
using ComfyDeps.Catalog;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>What the catalog knows against packs and Python distributions.</summary>
internal sealed class CatalogPackFacts : IPackFacts
{
    private readonly NodeCatalog _catalog;
    private readonly Advisories _advisories;

    /// <summary>The facts of a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="advisories">Its advisories.</param>
    internal CatalogPackFacts(NodeCatalog catalog, Advisories advisories)
    {
        _catalog = catalog;
        _advisories = advisories;
    }

    /// <inheritdoc/>
    public PackWarning? AboutPack(string name, Uri? url, string? version)
    {
        CatalogPack? known = (url is null ? null : _catalog.FindPack(url.AbsoluteUri, out _))
            ?? _catalog.FindPack(name, out _);
        if (_advisories.OfPack(name, url ?? known?.Url, version) is AdvisoryFact advisory)
        {
            return Unsafe($"'{name}' {advisory.Reason} ({advisory.Evidence}).");
        }

        return known?.Status switch
        {
            PackStatus.Banned => new PackWarning(
                VerificationStatus.Unsafe,
                PinCode.Banned,
                $"'{name}' is banned.",
                "Do not use it; look for another pack."),
            PackStatus.Retired => new PackWarning(
                VerificationStatus.Retired,
                known.Successor is null ? PinCode.Archived : PinCode.Replaced,
                known.Successor is null
                    ? $"The authors of '{name}' have ended it."
                    : $"'{name}' was replaced by {known.Successor}.",
                known.Successor is null
                    ? "Look for a successor, or accept it with Set-ComfyRegistryEntry -VerifiedBy."
                    : "Move to it, or accept the old one with Set-ComfyRegistryEntry -VerifiedBy."),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public PackWarning? AboutDistribution(string name, string version)
        => _advisories.OfDistribution(name, version) is AdvisoryFact advisory
            ? Unsafe($"'{name}' {version} {advisory.Reason} ({advisory.Evidence}).")
            : null;

    private static PackWarning Unsafe(string message) => new(
        VerificationStatus.Unsafe,
        PinCode.Advisory,
        message,
        "Do not install it; where it was installed, look at the machine and change its passwords.");
}
