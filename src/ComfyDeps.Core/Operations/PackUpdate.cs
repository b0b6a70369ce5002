using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>Finds out what becomes of the entry of a pack.</summary>
/// <param name="options">How far entries are brought up to date.</param>
/// <param name="session">Whom to ask.</param>
/// <param name="chooser">Chooses versions.</param>
/// <param name="checker">Verifies pins.</param>
/// <param name="content">Hashes archives.</param>
/// <param name="python">Looks whether a pack works with the environment's Python.</param>
/// <param name="stop">Stops the work.</param>
internal sealed class PackUpdate(
    UpdateRegistryOptions options,
    PinSession session,
    PackChooser chooser,
    PinChecker checker,
    ContentHash content,
    PythonFit python,
    CancellationToken stop)
{
    private const long LargestArchive = 4L * 1024 * 1024 * 1024;

    /// <summary>Finds out about one pack.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="before">The entry as it is, or null.</param>
    internal async Task<EntryUpdate<NodeEntry>> RunAsync(PackWish wish, NodeEntry? before)
    {
        List<string> reasons = [];
        List<string> warnings = [];
        (string id, NodeEntry entry) = before is null || !Pins.IsExact(before)
            ? await PinAsync(wish, before, reasons, warnings).ConfigureAwait(false)
            : (wish.Id, await MoveAsync(wish, before, reasons, warnings).ConfigureAwait(false));
        string[] more = [.. wish.Classes.Except(before?.Classes ?? [], StringComparer.Ordinal)];
        if (more.Length > 0)
        {
            entry = entry with { Classes =
                [.. entry.Classes.Union(wish.Classes, StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
            if (before is not null)
            {
                reasons.Add($"Add the {(more.Length == 1 ? "class" : "classes")} {string.Join(", ", more)}");
            }
        }

        if (options.Downloads)
        {
            entry = await HashAsync(wish.Id, entry, reasons, warnings).ConfigureAwait(false);
        }

        bool isTold = options is { Downloads: true, IsTrial: true }
            && entry.Source is { Kind: SourceKind.ComfyRegistry, Version: not null, Sha256: null };
        return new EntryUpdate<NodeEntry>(before is null ? id : wish.Id, before, entry, reasons, warnings)
        {
            IsCertain = isTold,
        };
    }

    private static string Told(PinSource source) => source.Version ?? (source.Commit is string commit
        ? source.Ref is string name ? $"{commit[..10]} ({name})" : commit[..10]
        : "nothing");

    /// <summary>
    /// The first pin. What could not be asked is written down without one, so that it is not forgotten.
    /// </summary>
    private async Task<(string Id, NodeEntry Entry)> PinAsync(
        PackWish wish,
        NodeEntry? before,
        List<string> reasons,
        List<string> warnings)
    {
        PackWish known = Known(wish, before);
        PackChoice choice = await chooser.ChooseAsync(known, before?.Requested).ConfigureAwait(false);
        warnings.AddRange(choice.Warnings);
        if (!choice.IsPin)
        {
            warnings.Add($"'{wish.Id}' is not pinned: {choice.Why}");
            reasons.Add($"Add, not pinned: {choice.Why}");
            return (choice.Id
                ?? wish.Id, before ?? new NodeEntry { Source = choice.Source, Requested = choice.Requested });
        }

        PinSource source = choice.Source with { Mirror = before?.Source.Mirror };
        NodeEntry entry = (before ?? new NodeEntry { Source = source }) with
        {
            Requested = before?.Requested ?? choice.Requested,
            Source = await WithArchiveAsync(wish.Id, source).ConfigureAwait(false),
            Verification = null,
        };
        VerificationResult result = await checker.CheckAsync(RegistryPin.Of(wish.Id, entry)).ConfigureAwait(false);
        reasons.Add(
            before is null
                ? $"Add, pinned to {Told(source)}: {choice.Why}"
                : $"Pin nothing -> {Told(source)}: {choice.Why}");
        Doubt(wish.Id, result, warnings);
        return (choice.Id ?? wish.Id, entry with
        {
            Verification = EntryVerdict.Of(null, result, hasOtherPin: true, session.Http.Settings.Clock.GetUtcNow()),
        });
    }

    /// <summary>What is known of the pack from its entry, where there is one.</summary>
    private static PackWish Known(PackWish wish, NodeEntry? before)
    {
        if (before is null)
        {
            return wish;
        }

        PackWish known = new(wish.Id)
        {
            RegistryId = before.Source.Kind == SourceKind.ComfyRegistry ? before.Source.Id : null,
            Url = Uri.TryCreate(before.Source.Url, UriKind.Absolute, out Uri? url) ? url : wish.Url,
        };
        known.Classes.UnionWith(before.Classes);
        known.Classes.UnionWith(wish.Classes);
        known.Record(wish.Recorded);
        return known;
    }

    private async Task<NodeEntry> MoveAsync(
        PackWish wish,
        NodeEntry before,
        List<string> reasons,
        List<string> warnings)
    {
        DateTimeOffset now = session.Http.Settings.Clock.GetUtcNow();
        VerificationResult result = await checker.CheckAsync(RegistryPin.Of(wish.Id, before)).ConfigureAwait(false);
        bool isGone = result.Status is VerificationStatus.Missing
            or VerificationStatus.Mismatch
            or VerificationStatus.Unsafe
            || (result.Status == VerificationStatus.Retired && result.Code is PinCode.Flagged or PinCode.Deprecated);
        bool moves = (options.Repairs && isGone) || (options.Upgrades && result.IsOk);
        if (moves && await chooser.FollowAsync(wish, before, isRepair: isGone)
            .ConfigureAwait(false) is PackChoice choice)
        {
            warnings.AddRange(choice.Warnings);
            PinSource source = choice.Source with { Mirror = before.Source.Mirror };
            NodeEntry moved = before with
            {
                Requested = choice.Requested,
                Source = await WithArchiveAsync(wish.Id, source).ConfigureAwait(false),
                Verification = null,
            };
            VerificationResult after = await checker.CheckAsync(RegistryPin.Of(wish.Id, moved)).ConfigureAwait(false);
            if (after.IsOk)
            {
                reasons.Add($"Pin {Told(before.Source)} -> {Told(source)}: {choice.Why}");
                return moved with { Verification = EntryVerdict.Of(null, after, hasOtherPin: true, now) };
            }

            warnings.Add($"'{wish.Id}' was not moved to {Told(source)}: {after.Message}");
        }

        PinVerification? verdict = EntryVerdict.Of(before.Verification, result, hasOtherPin: false, now);
        if (!ReferenceEquals(verdict, before.Verification))
        {
            reasons.Add(
                result.IsOk
                    ? $"Record {Told(before.Source)} as verified"
                    : $"Record {Told(before.Source)} as {result.Status}: {result.Message}");
        }

        Doubt(wish.Id, result, warnings);
        return before with { Verification = verdict };
    }

    private static void Doubt(string id, VerificationResult result, List<string> warnings)
    {
        if (!result.IsOk)
        {
            warnings.Add($"'{id}' is {result.Status}: {result.Message}");
        }
    }

    /// <summary>Only asked for by itself does the Comfy Registry say where a version's archive is.</summary>
    private async Task<PinSource> WithArchiveAsync(string id, PinSource source)
    {
        if (source.Kind != SourceKind.ComfyRegistry || source.Version is null)
        {
            return source;
        }

        Answer<NodeVersion> version = await session.Nodes.ComfyRegistry
            .VersionAsync(new NodePin(new NodeReference(id, source.Id, null), source.Version, null), stop)
                .ConfigureAwait(false);
        return source with { DownloadUrl = version.Value?.Url?.AbsoluteUri };
    }

    /// <summary>
    /// No service publishes a hash of an archive: the first download is what later ones are compared with.
    /// </summary>
    private async Task<NodeEntry> HashAsync(string id, NodeEntry entry, List<string> reasons, List<string> warnings)
    {
        if (entry.Source.Kind != SourceKind.ComfyRegistry || entry.Source.Version is null)
        {
            return entry;
        }

        if (options.IsTrial)
        {
            reasons.AddRange(
                entry.Source.Sha256 is null ? [$"Download and hash the archive of {Told(entry.Source)}"] : []);
            return entry;
        }

        PinSource source = entry.Source.DownloadUrl is null
            ? await WithArchiveAsync(id, entry.Source).ConfigureAwait(false)
            : entry.Source;
        if (await HashOfArchiveAsync(id, source, warnings).ConfigureAwait(false) is not string hash)
        {
            return entry;
        }

        if (source.Sha256 is null)
        {
            reasons.Add($"Keep the SHA-256 of its archive, {hash[..10]}…");
            return entry with { Source = source with { Sha256 = hash } };
        }

        return source.Sha256 == hash ? entry : Mismatched(id, entry, source, hash, reasons, warnings);
    }

    /// <summary>Downloads the archive of a version; null where it cannot be had.</summary>
    private async Task<string?> HashOfArchiveAsync(string id, PinSource source, List<string> warnings)
    {
        if (!Uri.TryCreate(source.DownloadUrl, UriKind.Absolute, out Uri? address))
        {
            warnings.Add(
                $"'{id}': the Comfy Registry does not say where the archive of {Told(source)} is; it was not hashed.");
            return null;
        }

        using PackArchive? archive = python.IsKnown ? new PackArchive() : null;
        Answer<ContentFact> found = await content.OfAsync(address, LargestArchive, stop, archive).ConfigureAwait(false);
        if (!found.Exists)
        {
            warnings.Add($"'{id}': its archive was not hashed. {found.Reason}");
            return null;
        }

        if (python.Objection(archive?.Project()) is string objection)
        {
            warnings.Add($"'{id}': {objection}.");
        }

        return found.Value!.Sha256;
    }

    /// <summary>The entry of a version whose archive is not the one that was first downloaded.</summary>
    private NodeEntry Mismatched(
        string id, NodeEntry entry, PinSource source, string hash, List<string> reasons, List<string> warnings)
    {
        string message = $"The archive of {Told(source)} has the SHA-256 {hash} now, "
            + $"and had {source.Sha256} when it was first downloaded.";
        warnings.Add($"'{id}': {message}");
        reasons.Add($"Record {Told(source)} as Mismatch: {message}");
        VerificationResult mismatch = new()
        {
            Kind = DependencyKind.Node,
            Name = id,
            Status = VerificationStatus.Mismatch,
            Message = message,
        };
        DateTimeOffset now = session.Http.Settings.Clock.GetUtcNow();
        return entry with { Verification = EntryVerdict.Of(entry.Verification, mismatch, hasOtherPin: false, now) };
    }
}
