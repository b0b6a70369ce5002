using System.Collections.Generic;
using System.Threading;

namespace ComfyDeps.Inspection;

/// <summary>Looks at one environment and changes nothing there.</summary>
internal interface IEnvironmentInspector
{
    /// <summary>What the environment is called in results: its folder, host or address.</summary>
    string Environment { get; }

    /// <summary>Tells what the environment holds, each item when it is known.</summary>
    /// <param name="options">What is wanted.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The items.</returns>
    /// <exception cref="ComfyDepsException">The environment could not be looked at.</exception>
    IAsyncEnumerable<InspectedItem> InspectAsync(
        InspectionOptions options,
        IReporter reporter,
        CancellationToken cancellationToken);
}
