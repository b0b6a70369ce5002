using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Catalog;
using ComfyDeps.Sources;
using ComfyDeps.Sources.ComfyRegistry;

namespace ComfyDeps.Operations;

/// <summary>
/// Turns names and objects of the pipeline into node packs that sources can be asked about. It asks nobody.
/// </summary>
internal sealed class PackQuestions
{
    private const string CoreId = "comfy-core";

    private readonly NodeCatalog _catalog;
    private readonly NodePackSearch _search;

    /// <summary>Completes names from a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    internal PackQuestions(NodeCatalog catalog)
    {
        _catalog = catalog;
        _search = new NodePackSearch(catalog);
    }

    /// <summary>The packs that an item means. What means none is told to the reporter.</summary>
    /// <param name="item">A string, an address, or one of this module's objects.</param>
    /// <param name="reporter">Hears what is passed over and what is not known.</param>
    internal IReadOnlyList<NodeReference> Of(object item, IReporter reporter)
    {
        switch (item)
        {
            case Uri address:
                return OfName(address.OriginalString, reporter);
            case string name:
                return OfName(name, reporter);
            case NodePack pack:
                return One(pack.Name, pack.RegistryId, pack.Url, reporter);
            case NodeVersion version:
                return One(
                    version.Pack,
                    version.Source == SourceKind.ComfyRegistry ? version.Pack : null,
                    version.Source == SourceKind.Git ? version.Url : null,
                    reporter);
            case RegistryEntry { Kind: DependencyKind.Node } entry:
                return One(
                    entry.Name, entry.Source == SourceKind.ComfyRegistry ? entry.Name : null, entry.Url, reporter);
            case InstalledItem { Kind: DependencyKind.Node } installed:
                return One(
                    installed.Name,
                    installed.Source == SourceKind.ComfyRegistry ? installed.Name : null,
                    installed.Url,
                    reporter);
            case WorkflowDependency { Kind: DependencyKind.Node } dependency:
                return OfDependency(dependency, reporter);
            default:
                reporter.Detail($"Passed over '{item}': it is not about a node pack.");
                return [];
        }
    }

    /// <summary>The error that nothing has a name, with what may have been meant.</summary>
    /// <param name="name">The name.</param>
    internal ComfyDepsException NotFound(string name) => _search.NotFound(name);

    private IReadOnlyList<NodeReference> OfDependency(WorkflowDependency dependency, IReporter reporter)
    {
        if (dependency.Pack is null && dependency.PackUrl is null)
        {
            if (dependency.Status is DependencyStatus.Core or DependencyStatus.Frontend)
            {
                reporter.Detail($"Passed over '{dependency.Name}': ComfyUI itself has it.");
                return [];
            }

            return OfName(dependency.Name, reporter);
        }

        return One(dependency.Pack ?? dependency.Name, null, dependency.PackUrl, reporter);
    }

    /// <summary>A pack that an object names, with what the catalog knows besides.</summary>
    private NodeReference[] One(string name, string? registryId, Uri? url, IReporter reporter)
    {
        if (name == CoreId)
        {
            reporter.Detail($"Passed over '{name}': ComfyUI itself is no pack.");
            return [];
        }

        CatalogPack? known = (url is null ? null : _catalog.FindPack(url.AbsoluteUri, out _))
            ?? _catalog.FindPack(name, out _);
        WarnOfRetired(name, known?.Status ?? PackStatus.Active, known?.Successor, reporter);
        string id = registryId ?? known?.RegistryId ?? (IsRegistryId(name) ? name : string.Empty);
        return [new NodeReference(name, id.Length == 0 ? null : id, url ?? known?.Url)];
    }

    private IReadOnlyList<NodeReference> OfName(string name, IReporter reporter)
    {
        List<NodePack> packs = [.. _search.Find(name).Where(static pack => pack.Name != CoreId)];
        if (packs.Count > 0)
        {
            bool isOfOneClass = packs[0].MatchedBy is PackMatch.Class or PackMatch.Pattern
                && !NodePackSearch.IsWildcard(name);
            if (isOfOneClass && packs.Count > 1)
            {
                reporter.Warning(
                    $"{packs.Count} packs claim '{name}'; '{packs[0].Name}' is the likeliest. Find-ComfyNodePack "
                        + "lists them.");
            }

            NodePack[] meant = [.. packs.Take(isOfOneClass ? 1 : packs.Count)];
            foreach (NodePack pack in meant)
            {
                WarnOfRetired(pack.Name, pack.Status, pack.SuccessorUrl, reporter);
            }

            return [.. meant.Select(static pack => new NodeReference(pack.Name, pack.RegistryId, pack.Url))];
        }

        if (NodePackSearch.IsWildcard(name))
        {
            return [];
        }

        string? address = RepositoryAddress.IsOwnerAndRepository(name)
            ? RepositoryAddress.OnGitHub(name)
            : RepositoryAddress.Normalize(name);
        if (address is not null)
        {
            return [new NodeReference(RepositoryAddress.IdOf(RepositoryAddress.Key(address)), null, new Uri(address))];
        }

        // What is none of these may still be a class of a pack that the Comfy Registry knows and the catalog does not.
        return [new NodeReference(name, IsRegistryId(name) ? name : null, null)];
    }

    private static void WarnOfRetired(string name, PackStatus status, Uri? successor, IReporter reporter)
    {
        if (status != PackStatus.Active)
        {
            string instead = successor is null ? string.Empty : $"; {successor} took its place";
            string what = status == PackStatus.Retired
                ? "not kept up any more"
                : status.ToString().ToLowerInvariant();
            reporter.Warning($"'{name}' is {what}{instead}.");
        }
    }

    private static bool IsRegistryId(string name)
        => RegistryId.IsValid(name) && !name.Contains('/', StringComparison.Ordinal);
}
