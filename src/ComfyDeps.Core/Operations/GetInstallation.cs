using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;

namespace ComfyDeps.Operations;

/// <summary>Says what environments hold.</summary>
public static class GetInstallation
{
    /// <summary>Looks at environments side by side.</summary>
    /// <param name="selection">The environments.</param>
    /// <param name="hash">Whether model files are hashed whose hash is not known since they last changed.</param>
    /// <param name="reporter">Hears what happens, and of environments that could not be looked at.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What they hold, environment by environment in the order given.</returns>
    /// <exception cref="ComfyDepsException">An environment cannot be asked as it is given.</exception>
    public static async IAsyncEnumerable<InstalledItem> RunAsync(
        EnvironmentSelection selection,
        bool hash,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(reporter);
        using Environments environments = new(selection);
        InspectionOptions options = environments.Complete(
            new InspectionOptions { Hash = hash ? static _ => true : null });
        IAsyncEnumerable<InspectedItem> items = environments.SelectAsync(
            (inspector, stop) => inspector.InspectAsync(options, reporter, stop),
            (_, failure) => reporter.Error(failure),
            cancellationToken);
        await foreach (InspectedItem item in items.ConfigureAwait(false))
        {
            yield return item.ToInstalledItem();
        }
    }
}
