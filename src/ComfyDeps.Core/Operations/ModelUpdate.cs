using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>Finds out what becomes of the entry of a model.</summary>
internal sealed class ModelUpdate
{
    private readonly UpdateRegistryOptions _options;
    private readonly PinSession _session;
    private readonly PinChecker _checker;
    private readonly ContentHash _content;
    private readonly ModelChooser _chooser;
    private readonly CancellationToken _stop;

    /// <summary>A run over models.</summary>
    /// <param name="options">How far entries are brought up to date.</param>
    /// <param name="session">Whom to ask.</param>
    /// <param name="checker">Verifies pins.</param>
    /// <param name="content">Hashes files.</param>
    /// <param name="stop">Stops the work.</param>
    internal ModelUpdate(
        UpdateRegistryOptions options,
        PinSession session,
        PinChecker checker,
        ContentHash content,
        CancellationToken stop)
    {
        _options = options;
        _session = session;
        _checker = checker;
        _content = content;
        _stop = stop;
        _chooser = new ModelChooser(session.Sources.Models, session.Addresses, stop);
    }

    /// <summary>Starts asking about new models, so that those of one repository share a request.</summary>
    /// <param name="wishes">The models.</param>
    internal void Prepare(IEnumerable<ModelWish> wishes) => _chooser.Prepare(wishes);

    /// <summary>Finds out about one model.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="before">The entry as it is, or null.</param>
    internal async Task<EntryUpdate<ModelEntry>> RunAsync(ModelWish wish, ModelEntry? before)
    {
        List<string> reasons = [];
        List<string> warnings = [];
        ModelEntry? entry = before is null
            ? await AddAsync(wish, reasons, warnings).ConfigureAwait(false)
            : await MoveAsync(wish.Name, before, reasons, warnings).ConfigureAwait(false);
        if (entry is null)
        {
            return new EntryUpdate<ModelEntry>(wish.Name, before, null, reasons, warnings);
        }

        ModelEntry whole = _options.Downloads && !Pins.IsExact(entry)
            ? await new ModelDownload(_content, _session.Addresses, _options.IsTrial, _stop).HashAsync(
                wish.Name, entry, reasons, warnings).ConfigureAwait(false)
            : entry;
        if (!ReferenceEquals(whole, before) && (before is null || HasOtherPin(before, whole)))
        {
            whole = await VerifiedAsync(wish.Name, whole, warnings).ConfigureAwait(false);
        }

        return new EntryUpdate<ModelEntry>(wish.Name, before, whole, reasons, warnings)
        {
            IsCertain = _options is { Downloads: true, IsTrial: true } && !Pins.IsExact(entry),
        };
    }

    private static string Told(ModelEntry entry)
    {
        PinSource source = entry.Source;
        string version = source.Commit is string commit ? commit[..10]
            : source.ModelVersionId is long id ? $"version {id.ToString(CultureInfo.InvariantCulture)}"
            : entry.Sha256 is string hash ? $"SHA-256 {hash[..10]}"
            : "no hash";
        return entry.Size is long size
            ? string.Create(CultureInfo.InvariantCulture, $"{version}, {size} bytes")
            : version;
    }

    private static bool HasOtherPin(ModelEntry before, ModelEntry after)
        => RegistryPin.Of(string.Empty, before).Identity != RegistryPin.Of(string.Empty, after).Identity;

    private async Task<ModelEntry?> AddAsync(ModelWish wish, List<string> reasons, List<string> warnings)
    {
        ModelChoice choice = await _chooser.ChooseAsync(wish).ConfigureAwait(false);
        warnings.AddRange(choice.Warnings);
        if (choice.Entry is not ModelEntry entry)
        {
            warnings.Add($"'{wish.Name}' was left out: {choice.Why}");
            return null;
        }

        reasons.Add(Pins.IsExact(entry) || _options.Downloads
            ? $"Add, pinned to {Told(entry)}: {choice.Why}"
            : $"Add, not pinned: its source publishes no SHA-256 ({choice.Why})");
        return entry;
    }

    private async Task<ModelEntry> MoveAsync(
        string name,
        ModelEntry before,
        List<string> reasons,
        List<string> warnings)
    {
        DateTimeOffset now = _session.Http.Settings.Clock.GetUtcNow();
        VerificationResult result = await _checker.CheckAsync(RegistryPin.Of(name, before)).ConfigureAwait(false);
        bool isGone = result.Status is VerificationStatus.Missing or VerificationStatus.Mismatch;
        bool isOpen = result.Status == VerificationStatus.Unpinned;
        bool follows = _options.Upgrades && result.IsOk && before.Requested is not null;
        if ((_options.Repairs && isGone) || isOpen || follows)
        {
            string? moved = result.Code == PinCode.FileGone ? result.Actual : null;
            ModelChoice? choice = await _chooser.FollowAsync(name, before, moved).ConfigureAwait(false);
            if (choice?.Entry is ModelEntry entry && HasOtherPin(before, entry))
            {
                reasons.Add($"Pin {Told(before)} -> {Told(entry)}: {choice.Why}");
                return entry;
            }
        }

        PinVerification? verdict = EntryVerdict.Of(before.Verification, result, hasOtherPin: false, now);
        if (!ReferenceEquals(verdict, before.Verification))
        {
            reasons.Add(
                result.IsOk
                    ? $"Record {Told(before)} as verified"
                    : $"Record {Told(before)} as {result.Status}: {result.Message}");
        }

        if (!result.IsOk)
        {
            warnings.Add($"'{name}' is {result.Status}: {result.Message}");
        }

        return before with { Verification = verdict };
    }

    private async Task<ModelEntry> VerifiedAsync(string name, ModelEntry entry, List<string> warnings)
    {
        VerificationResult result = await _checker.CheckAsync(RegistryPin.Of(name, entry)).ConfigureAwait(false);
        if (!result.IsOk)
        {
            warnings.Add($"'{name}' is {result.Status}: {result.Message}");
        }

        return entry with
        {
            Verification = EntryVerdict.Of(null, result, hasOtherPin: true, _session.Http.Settings.Clock.GetUtcNow()),
        };
    }
}
