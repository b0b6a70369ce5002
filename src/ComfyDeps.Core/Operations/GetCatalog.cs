using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;

namespace ComfyDeps.Operations;

/// <summary>Says which facts are in use.</summary>
public static class GetCatalog
{
    /// <summary>Describes the catalog in use.</summary>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One description.</returns>
    public static async IAsyncEnumerable<CatalogInfo> RunAsync(
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        NodeCatalog catalog = await Task.Run(CatalogStore.OpenDefault, cancellationToken).ConfigureAwait(false);
        reporter.Detail($"Using the catalog in '{catalog.Location}'.");
        yield return catalog.Describe(DateTimeOffset.UtcNow);
    }
}
