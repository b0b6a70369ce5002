using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Verification.Installed;

namespace ComfyDeps.Operations;

/// <summary>Says in what environments differ, from each other and from the registry.</summary>
public static class CompareInstallation
{
    /// <summary>
    /// Looks at environments side by side, and compares them with each other, with saved results and with the registry.
    /// </summary>
    /// <param name="selection">The environments.</param>
    /// <param name="options">What is compared.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One row for each difference.</returns>
    public static async IAsyncEnumerable<EnvironmentDifference> RunAsync(
        EnvironmentSelection selection,
        CompareInstallationOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        Expectations? expected = await Task.Run(
            () => ExpectedEnvironment.IfThere(options.RegistryPath, options.CurrentFolder, reporter), cancellationToken)
                .ConfigureAwait(false);
        EnvironmentMatrix matrix = new(expected);
        using Environments environments = new(selection);
        HashSet<string> looked = new(StringComparer.Ordinal);
        foreach (IEnvironmentInspector inspector in environments.Inspectors)
        {
            matrix.Add(inspector.Environment);
            looked.Add(inspector.Environment);
        }

        foreach (InstalledItem saved in options.Saved)
        {
            // What a pod had is one environment, what it has now another, though both have its name.
            matrix.Add(looked.Contains(saved.Environment) ? $"{saved.Environment} (saved)" : saved.Environment, saved);
        }

        InspectionOptions inspection = environments.Complete(
            new InspectionOptions { Constraints = expected?.Constraints ?? [] });
        IAsyncEnumerable<(IEnvironmentInspector Inspector, InspectedItem Item)> items = environments.SelectAsync(
            (inspector, stop) => LookAsync(inspector, inspection, reporter, stop),
            (inspector, failure) => matrix.Fail(inspector.Environment, failure.Message),
            cancellationToken);
        await foreach ((IEnvironmentInspector inspector, InspectedItem item) in items.ConfigureAwait(false))
        {
            // By the name of the one that was asked: none can speak for another.
            matrix.Add(inspector.Environment, item.Item);
        }

        foreach (EnvironmentDifference row in matrix.Rows(options.IncludeEqual))
        {
            yield return row;
        }
    }

    private static async IAsyncEnumerable<(IEnvironmentInspector Inspector, InspectedItem Item)> LookAsync(
        IEnvironmentInspector inspector,
        InspectionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (InspectedItem item in inspector.InspectAsync(options, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return (inspector, item);
        }
    }
}
