using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Server;
using ComfyDeps.Verification.Installed;

namespace ComfyDeps.Operations;

/// <summary>Says whether environments hold what they should.</summary>
public static class TestInstallation
{
    /// <summary>Looks at environments side by side, and compares each while it is looked at.</summary>
    /// <param name="selection">The environments.</param>
    /// <param name="options">What they are compared with.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The results, environment by environment in the order given.</returns>
    public static async IAsyncEnumerable<VerificationResult> RunAsync(
        EnvironmentSelection selection,
        TestInstallationOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        Expectations expected = await Task.Run(
            () => ExpectedEnvironment.Of(options.RegistryPath, options.CurrentFolder, options.Needs, reporter),
            cancellationToken).ConfigureAwait(false);
        HashSet<string> hashed =
            options.IsQuick
                ? []
                : [
                    .. expected.Models.Where(static model => model.Sha256 is not null)
                        .SelectMany(static model => model.Places),
                ];
        using Environments environments = new(selection);
        InspectionOptions inspection = environments.Complete(new InspectionOptions
        {
            Hash = hashed.Count == 0 ? null : hashed.Contains,
            Constraints = expected.Constraints,
        });
        await foreach (VerificationResult result in environments.SelectAsync(
            (inspector, stop) => CheckAsync(inspector, expected, inspection, options.IsQuick, reporter, stop),
            (inspector, failure) => reporter.Error(failure),
            cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Whether every result is good, as one bool: what is not good ends the looking.</summary>
    /// <param name="selection">The environments.</param>
    /// <param name="options">What they are compared with.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bool.</returns>
    public static async IAsyncEnumerable<object> RunQuietlyAsync(
        EnvironmentSelection selection,
        TestInstallationOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isGood = true;
        await foreach (VerificationResult result in RunAsync(selection, options, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            isGood = result.IsOk;
            if (!isGood)
            {
                reporter.Detail($"{result.Environment}: {result.Name} is {result.Status}: {result.Message}");
                break;
            }
        }

        yield return isGood;
    }

    /// <summary>
    /// The results of one environment. One that cannot be looked at is Undetermined: others still count.
    /// </summary>
    private static async IAsyncEnumerable<VerificationResult> CheckAsync(
        IEnvironmentInspector inspector,
        Expectations expected,
        InspectionOptions options,
        bool isQuick,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Judgement judgement = new(inspector.Environment, DateTimeOffset.UtcNow);
        IAsyncEnumerable<InspectedItem> items = inspector.InspectAsync(options, reporter, cancellationToken);
        IAsyncEnumerable<VerificationResult> results = inspector is ServerInspector server
            ? new ServerCheck(expected, judgement, server.Source, new LoaderPlaces().Of, cancellationToken).RunAsync(
                items, cancellationToken)
            : new InstallationCheck(expected, judgement, isQuick).RunAsync(items, cancellationToken);
        IAsyncEnumerator<VerificationResult> each = results.GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable disposal = each.ConfigureAwait(false);
        while (true)
        {
            VerificationResult? unreachable = null;
            try
            {
                if (!await each.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (ComfyDepsException e)
            {
                unreachable = judgement.Of(
                    DependencyKind.ComfyUI,
                    "ComfyUI",
                    VerificationStatus.Undetermined,
                    InstallationCode.Unreachable,
                    e.Message,
                    hint: e.Hint);
            }

            yield return unreachable ?? each.Current;
            if (unreachable is not null)
            {
                yield break;
            }
        }
    }
}
