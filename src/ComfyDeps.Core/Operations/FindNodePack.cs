using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;

namespace ComfyDeps.Operations;

/// <summary>Says who provides a class, or what a pack id or address is.</summary>
public static class FindNodePack
{
    /// <summary>Looks names up while they come, each distinct one once.</summary>
    /// <param name="items">Classes, pack ids, addresses, owner/repo, wildcards over classes and ids, and objects of the
    /// pipeline.</param>
    /// <param name="reporter">Hears what is not found.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The packs, in the order of the names; for a class, the likeliest first.</returns>
    public static async IAsyncEnumerable<NodePack> RunAsync(
        IAsyncEnumerable<object> items,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(reporter);
        NodeCatalog catalog = await Task.Run(CatalogStore.OpenDefault, cancellationToken).ConfigureAwait(false);
        NodePackSearch search = new(catalog);
        HashSet<string> asked = new(StringComparer.Ordinal);
        await foreach (object item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (NameOf(item) is not string name)
            {
                reporter.Detail($"Passed over '{item}': it is not about a node pack.");
                continue;
            }

            if (!asked.Add(name))
            {
                continue;
            }

            bool found = false;
            foreach (NodePack pack in search.Find(name))
            {
                found = true;
                yield return pack;
            }

            if (!found && !NodePackSearch.IsWildcard(name))
            {
                reporter.Error(search.NotFound(name));
            }
        }
    }

    /// <summary>The name to look a pipeline object up by, or null when it is not about a node pack.</summary>
    private static string? NameOf(object item) => item switch
    {
        string name => name,
        WorkflowDependency { Kind: DependencyKind.Node } d => d.PackUrl?.AbsoluteUri ?? d.Pack ?? d.Name,
        NodePack pack => pack.Url?.AbsoluteUri ?? pack.Name,
        NodeVersion version => version.Pack,
        RegistryEntry { Kind: DependencyKind.Node } entry => entry.Url?.AbsoluteUri ?? entry.Name,
        InstalledItem { Kind: DependencyKind.Node } installed => installed.Url?.AbsoluteUri ?? installed.Name,
        _ => null,
    };
}
