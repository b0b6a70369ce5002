using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>Asks every source whether what the registry is pinned to exists and is what it was.</summary>
public static class TestRegistry
{
    private const string Activity = "Verifying the registry";

    /// <summary>Verifies entries, each distinct pack and file once, while what they are given by still comes.</summary>
    /// <param name="items">Objects that are about packs and models; null for the whole registry.</param>
    /// <param name="options">What is verified, and how.</param>
    /// <param name="reporter">Hears what is not found, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A result for every pin, good ones too, and for everything that the registry does not have.</returns>
    public static async IAsyncEnumerable<VerificationResult> RunAsync(
        IAsyncEnumerable<object>? items,
        TestRegistryOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        Task<PinSession> opening = PinSession.OpenAsync(options.IsOffline, cancellationToken);
        RegistryFile? file = await Task.Run(() => Load(options, items is not null, reporter), cancellationToken)
            .ConfigureAwait(false);
        await foreach (VerificationResult result in RunAsync(
            items, file, await opening.ConfigureAwait(false), options, reporter, cancellationToken)
                .ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Whether every result is good; the first one that is not ends the asking.</summary>
    /// <param name="items">Objects that are about packs and models; null for the whole registry.</param>
    /// <param name="options">What is verified, and how.</param>
    /// <param name="reporter">Hears what is not found, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async IAsyncEnumerable<object> RunQuietlyAsync(
        IAsyncEnumerable<object>? items,
        TestRegistryOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isGood = true;
        await foreach (VerificationResult result in RunAsync(items, options, reporter, cancellationToken)
            .ConfigureAwait(false))
        {
            if (!result.IsOk)
            {
                reporter.Detail($"'{result.Name}' is not good: {result.Message}");
                isGood = false;
                break;
            }
        }

        yield return isGood;
    }

    /// <summary>The same, with the registry and the session given.</summary>
    internal static async IAsyncEnumerable<VerificationResult> RunAsync(
        IAsyncEnumerable<object>? items,
        RegistryFile? file,
        PinSession session,
        TestRegistryOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RegistryDocument document = file?.Document ?? new RegistryDocument();
        using PinChecker checker = session.Checker(
            file is null ? null : Path.GetDirectoryName(file.Path), cancellationToken);
        PinQuestions questions = new(document, file?.Path, reporter);
        int done = 0;
        await foreach (VerificationResult result in checker.CheckAsync(
            items is null ? questions.OfNames(options.Names) : questions.OfItems(items, cancellationToken),
            cancellationToken).ConfigureAwait(false))
        {
            reporter.Progress(Activity, result.Name, ++done, 0);
            yield return result;
        }

        reporter.Progress(Activity, string.Create(CultureInfo.InvariantCulture, $"{done} done"), done, done);
    }

    /// <summary>
    /// Without a registry what is given is in none, which is what is to be known; the whole of none is an error.
    /// </summary>
    private static RegistryFile? Load(TestRegistryOptions options, bool hasItems, IReporter reporter)
    {
        try
        {
            RegistryFile file = RegistryLocator.Load(options.RegistryPath, options.CurrentFolder);
            reporter.Detail($"Using the registry '{file.Path}'.");
            if (options.RegistryPath is null && file.Path == RegistryLocations.Shipped)
            {
                reporter.Warning(
                    $"There is no {RegistryLocations.FileName} in '{options.CurrentFolder}' or above it; the one "
                        + "that came with the module is used.");
            }

            return file;
        }
        catch (ComfyDepsException e) when (hasItems && e.Code == ErrorCode.RegistryNotFound)
        {
            reporter.Error(e);
            return null;
        }
    }
}
