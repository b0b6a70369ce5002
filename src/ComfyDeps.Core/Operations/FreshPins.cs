using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>
/// Pins that are known to be good and not only to have been good once: what makes scripts and images from a registry
/// asks here.
/// </summary>
internal static class FreshPins
{
    private const string Activity = "Verifying pins";

    /// <summary>
    /// One result for each pin. What was found good no longer ago than the age counts, the later of what the registry
    /// and the cache say; everything else is asked again.
    /// </summary>
    /// <param name="document">The registry.</param>
    /// <param name="names">The names of the entries that matter; null for all.</param>
    /// <param name="maximumAge">How old a good finding may be.</param>
    /// <param name="offline">Whether nobody may be asked: what is too old is undetermined then.</param>
    /// <param name="reporter">Hears how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static Task<IReadOnlyList<VerificationResult>> EnsureAsync(
        RegistryDocument document,
        IReadOnlyCollection<string>? names,
        TimeSpan maximumAge,
        bool offline,
        IReporter reporter,
        CancellationToken cancellationToken)
        => EnsureAsync(document, registryFolder: null, names, maximumAge, offline, reporter, cancellationToken);

    /// <summary>The same for a registry in a folder, where its constraints file is.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="registryFolder">Its folder, or null.</param>
    /// <param name="names">The names of the entries that matter; null for all.</param>
    /// <param name="maximumAge">How old a good finding may be.</param>
    /// <param name="offline">Whether nobody may be asked.</param>
    /// <param name="reporter">Hears how far the work is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static async Task<IReadOnlyList<VerificationResult>> EnsureAsync(
        RegistryDocument document,
        string? registryFolder,
        IReadOnlyCollection<string>? names,
        TimeSpan maximumAge,
        bool offline,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        PinSession session = await PinSession.OpenAsync(offline, cancellationToken, maximumAge).ConfigureAwait(false);
        return await EnsureAsync(session, document, registryFolder, names, maximumAge, reporter, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The same over a given session.</summary>
    internal static async Task<IReadOnlyList<VerificationResult>> EnsureAsync(
        PinSession session,
        RegistryDocument document,
        string? registryFolder,
        IReadOnlyCollection<string>? names,
        TimeSpan maximumAge,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        HashSet<string>? wanted = names is null ? null : new(names, StringComparer.Ordinal);
        RegistryPin[] pins = [.. RegistryPin.All(document).Where(pin => wanted?.Contains(pin.Name) != false)];
        using PinChecker checker = session.Checker(registryFolder, cancellationToken);
        int done = 0;
        return await Task.WhenAll(pins.Select(CheckAsync)).ConfigureAwait(false);

        async Task<VerificationResult> CheckAsync(RegistryPin pin)
        {
            VerificationResult result = checker.Known(pin, maximumAge) ?? await checker.CheckAsync(pin)
                .ConfigureAwait(false);
            reporter.Progress(Activity, pin.Name, Interlocked.Increment(ref done), pins.Length);
            return result.Code == PinCode.Recorded ? Outdated(result, maximumAge) : result;
        }
    }

    /// <summary>Offline, what was good longer ago than it may be is not known to be good now.</summary>
    private static VerificationResult Outdated(VerificationResult result, TimeSpan maximumAge) => result.IsOk
        ? new VerificationResult
        {
            Kind = result.Kind,
            Name = result.Name,
            Expected = result.Expected,
            Status = VerificationStatus.Undetermined,
            Code = PinCode.Offline,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Message} That is longer ago than {maximumAge:d\\.hh\\:mm} (days, hours, minutes)."),
            Hint = "Run it once without -Offline, or allow a greater -MaximumAge.",
            CheckedAt = result.CheckedAt,
        }
        : result;
}
