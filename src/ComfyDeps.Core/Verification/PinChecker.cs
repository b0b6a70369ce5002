using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Verification;

/// <summary>
/// Asks sources about pins. Questions start as the pins come and run side by side, within the limits that each host
/// has; results come in the order of the pins, each as soon as it and those before it are known.
/// </summary>
internal sealed class PinChecker : IDisposable
{
    /// <summary>So many pins are under way or wait for their turn.</summary>
    private const int Ahead = 512;

    private readonly PinCheckOptions _options;
    private readonly IPackFacts _facts;
    private readonly PackCheck _packs;
    private readonly ModelCheck _models;
    private readonly EnvironmentCheck _environment;
    private readonly CancellationTokenSource _run;

    /// <summary>A checker for one run.</summary>
    /// <param name="sources">Whom to ask.</param>
    /// <param name="facts">What is known without asking.</param>
    /// <param name="options">How to check.</param>
    /// <param name="stop">Stops the work.</param>
    internal PinChecker(PinSources sources, IPackFacts facts, PinCheckOptions options, CancellationToken stop)
    {
        _options = options;
        _facts = facts;
        _run = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _models = new ModelCheck(sources.Models, _run.Token);
        _packs = new PackCheck(sources, _models, _run.Token);
        _environment = new EnvironmentCheck(sources.Images, facts, options.RegistryFolder, _run.Token);
    }

    /// <summary>Checks pins as they come.</summary>
    /// <param name="questions">The pins, and results that are known already, which keep their place among the
    /// others.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal async IAsyncEnumerable<VerificationResult> CheckAsync(
        IAsyncEnumerable<PinQuestion> questions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<Task<VerificationResult>> underWay = Channel.CreateBounded<Task<VerificationResult>>(
            new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        Task starting = StartAsync(questions, underWay.Writer, _run.Token);
        try
        {
            await foreach (Task<VerificationResult> checking in underWay.Reader.ReadAllAsync(cancellationToken)
                .ConfigureAwait(false))
            {
                yield return await checking.ConfigureAwait(false);
            }

            await starting.ConfigureAwait(false);
        }
        finally
        {
            // Nothing is left running when the caller stops early.
            await _run.CancelAsync().ConfigureAwait(false);
            await QuietAsync(starting).ConfigureAwait(false);
            while (underWay.Reader.TryRead(out Task<VerificationResult>? left))
            {
                await QuietAsync(left).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Checks one pin.</summary>
    /// <param name="pin">The pin.</param>
    internal async Task<VerificationResult> CheckAsync(RegistryPin pin)
    {
        Finding finding = OfFacts(pin) ?? OfPerson(pin, _options.IsOffline ? Recorded(pin) : await AskAsync(pin)
            .ConfigureAwait(false));
        VerificationResult result = finding.ToResult(pin, _options.Clock.GetUtcNow());
        if (!_options.IsOffline && finding.Status != VerificationStatus.Undetermined)
        {
            Remember(pin, result);
        }

        return result;
    }

    /// <summary>
    /// What is known of a pin that was found good no longer ago than an age; null where it must be asked.
    /// </summary>
    /// <param name="pin">The pin.</param>
    /// <param name="maximumAge">How old the finding may be.</param>
    internal VerificationResult? Known(RegistryPin pin, TimeSpan maximumAge)
    {
        bool isBeside = pin.Kind == DependencyKind.Python;
        DateTimeOffset now = _options.Clock.GetUtcNow();
        return !isBeside
            && pin.Expected is not null
            && LastGood(pin) is DateTimeOffset last
            && now - last <= maximumAge
            && last <= now
            ? (OfFacts(pin) ?? OfPerson(pin, Finding.Good(last))).ToResult(pin, now)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    private static async Task QuietAsync(Task task)
        => await task.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .ConfigureAwait(false);

    private async Task StartAsync(
        IAsyncEnumerable<PinQuestion> questions,
        ChannelWriter<Task<VerificationResult>> underWay,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (PinQuestion question in questions.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await underWay.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
                underWay.TryWrite(
                    question.Known is VerificationResult known ? Task.FromResult(known) : CheckAsync(question.Pin!));
            }
        }
        finally
        {
            underWay.Complete();
        }
    }

    private Task<Finding> AskAsync(RegistryPin pin) => pin.Kind switch
    {
        DependencyKind.Node => _packs.CheckAsync(pin),
        DependencyKind.Model => _models.CheckAsync(pin),
        DependencyKind.ComfyUI => _packs.CheckAsync(pin.ComfyUi!),
        DependencyKind.Image => _environment.CheckAsync(pin.Image!),
        _ => Task.FromResult(_environment.Check(pin.Constraints!)),
    };

    /// <summary>An advisory settles it: what its source says of it does not matter then.</summary>
    private Finding? OfFacts(RegistryPin pin) => Warning(pin) is { Status: VerificationStatus.Unsafe } warning
        ? Finding.Bad(warning.Status, warning.Code, warning.Message, warning.Hint)
        : null;

    private PackWarning? Warning(RegistryPin pin) => pin.Kind == DependencyKind.Node
        ? _facts.AboutPack(
            pin.Source!.Id ?? pin.Name,
            Uri.TryCreate(pin.Source.Url, UriKind.Absolute, out Uri? url) ? url : null,
            pin.Expected)
        : null;

    /// <summary>What is known against it, and what a person said for it.</summary>
    private Finding OfPerson(RegistryPin pin, Finding asked)
    {
        Finding finding = asked.Status == VerificationStatus.Verified && Warning(pin) is PackWarning warning
            ? Finding.Bad(warning.Status, warning.Code, warning.Message, warning.Hint, asked.AskedAt)
            : asked;
        if (pin.Verification?.VerifiedBy is not string person)
        {
            return finding;
        }

        bool isByHand = pin.Verification.Status == VerificationStatus.Manual
            && finding.Status is not (VerificationStatus.Unsafe or VerificationStatus.Mismatch);
        if (!isByHand && finding.Status != VerificationStatus.Retired)
        {
            return finding;
        }

        string when = pin.Verification.CheckedAt is DateTimeOffset at
            ? string.Create(CultureInfo.InvariantCulture, $" on {at:yyyy-MM-dd}")
            : string.Empty;
        string reason = finding.Status == VerificationStatus.Verified
            ? "Its source confirms it."
            : $"Its source: {finding.Message}";
        return finding with
        {
            Status = VerificationStatus.Verified,
            Code = PinCode.Manual,
            Message = $"Verified by {person}{when}. {reason}",
            Hint = null,
            AskedAt = finding.AskedAt ?? pin.Verification.CheckedAt,
        };
    }

    /// <summary>
    /// What can be told without asking: the entry itself, the constraints file, and what was found before.
    /// </summary>
    private Finding Recorded(RegistryPin pin)
    {
        if (pin.Kind == DependencyKind.Python)
        {
            return _environment.Check(pin.Constraints!);
        }

        if (pin.Expected is null)
        {
            return Finding.Bad(
                VerificationStatus.Unpinned,
                PinCode.NoVersion,
                "It has no exact version.",
                "Update-ComfyRegistry pins it.");
        }

        PinVerification? recorded = pin.Verification;
        if (LastGood(pin) is DateTimeOffset last)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture, $"Not asked now; it was good on {last:yyyy-MM-dd HH:mm} UTC.");
            return Finding.Good(PinCode.Recorded, message, null, last);
        }

        return recorded is null
            ? Finding.Bad(
                VerificationStatus.Undetermined,
                PinCode.Offline,
                "It was not asked, and never was before.",
                "Run it once without -Offline.")
            : Finding.Bad(
                recorded.Status,
                PinCode.Recorded,
                recorded.Message ?? "Not asked now; it was not good before.",
                null,
                recorded.CheckedAt) with
            {
                AvailableVersions = recorded.AvailableVersions,
            };
    }

    /// <summary>When it was last found good: the later of what the registry and the cache say.</summary>
    private DateTimeOffset? LastGood(RegistryPin pin)
    {
        DateTimeOffset? recorded = pin.Verification?.Status is VerificationStatus.Verified or VerificationStatus.Manual
            ? pin.Verification.CheckedAt
            : null;
        DateTimeOffset? kept = _options.Good.Find(pin);
        return recorded is null || kept > recorded ? kept ?? recorded : recorded;
    }

    private void Remember(RegistryPin pin, VerificationResult result)
    {
        if (result.IsOk)
        {
            _options.Good.Keep(pin, result.CheckedAt ?? _options.Clock.GetUtcNow());
        }
        else
        {
            _options.Good.Forget(pin);
        }
    }
}
