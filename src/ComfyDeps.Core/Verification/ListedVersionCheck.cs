using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources;
using ComfyDeps.Sources.ComfyRegistry;

namespace ComfyDeps.Verification;

/// <summary>
/// Checks versions in the Comfy Registry: a hundred in two questions, and only what is not good by itself.
/// </summary>
internal sealed class ListedVersionCheck
{
    private const int AtOnce = 100;

    private readonly ComfyRegistrySource _source;
    private readonly Func<ModelReference, Task<Answer<IReadOnlyList<ModelVersion>>>> _files;
    private readonly CancellationToken _stop;
    private readonly Gathered<NodePin, Answer<NodeVersion>> _versions;
    private readonly Gathered<string, RegistryPackFact?> _packs;

    /// <summary>A check that asks the Comfy Registry.</summary>
    /// <param name="source">The Comfy Registry.</param>
    /// <param name="files">Asks about a plain file: a mirror of an archive.</param>
    /// <param name="stop">Stops the asking.</param>
    internal ListedVersionCheck(
        ComfyRegistrySource source,
        Func<ModelReference, Task<Answer<IReadOnlyList<ModelVersion>>>> files,
        CancellationToken stop)
    {
        _source = source;
        _files = files;
        _stop = stop;
        _versions = new Gathered<NodePin, Answer<NodeVersion>>(AskVersions, AtOnce, stop);
        _packs = new Gathered<string, RegistryPackFact?>(AskPacks, AtOnce, stop);
    }

    /// <summary>Checks a version.</summary>
    /// <param name="name">The pack's id in the registry.</param>
    /// <param name="source">The pin.</param>
    internal async Task<Finding> CheckAsync(string name, PinSource source)
    {
        if (source.Version is null)
        {
            return Finding.Bad(
                VerificationStatus.Unpinned,
                PinCode.NoVersion,
                "It is pinned to no version.",
                "Update-ComfyRegistry pins it.");
        }

        NodePin pin = new(new NodeReference(name, source.Id ?? name, null), source.Version, null);
        Task<RegistryPackFact?> asking = _packs.AskAsync(pin.Pack.RegistryId!);
        Answer<NodeVersion> answer = await _versions.AskAsync(pin).ConfigureAwait(false);
        RegistryPackFact? pack = await asking.ConfigureAwait(false);
        Finding finding = pack?.Status switch
        {
            PackStatus.Banned => Banned($"The Comfy Registry has banned the pack '{pack.Id}'.", answer.AskedAt),
            PackStatus.Deleted => Finding.Bad(
                VerificationStatus.Missing,
                PinCode.PackDeleted,
                $"The pack '{pack.Id}' was withdrawn from the Comfy Registry.",
                "Pin its repository, or look for another pack.",
                answer.AskedAt),
            _ => await JudgeAsync(pin, answer).ConfigureAwait(false),
        };
        return finding.Status == VerificationStatus.Verified && source.Mirror is string mirror
            ? await WithMirrorAsync(finding, mirror).ConfigureAwait(false)
            : finding;
    }

    private static Finding Banned(string message, DateTimeOffset? askedAt)
        => Finding.Bad(
            VerificationStatus.Unsafe, PinCode.Banned, message, "Do not use it; look for another pack.", askedAt);

    private async Task<Finding> JudgeAsync(NodePin pin, Answer<NodeVersion> answer)
    {
        string what = $"{pin.Pack.RegistryId}@{pin.Version}";
        if (answer.Kind == AnswerKind.Inaccessible)
        {
            return Banned(answer.Reason!, answer.AskedAt);
        }

        if (answer.Kind == AnswerKind.DoesNotExist)
        {
            return await GoneAsync(pin, answer).ConfigureAwait(false);
        }

        if (!answer.Exists)
        {
            return Finding.Of(answer, PinCode.VersionGone);
        }

        Finding finding = OfListed(what, answer.Value!, answer.AskedAt);
        return finding.Status is VerificationStatus.Missing or VerificationStatus.Retired
            ? finding with { AvailableVersions = await NewestAsync(pin).ConfigureAwait(false) }
            : finding;
    }

    /// <summary>What the Comfy Registry says about a version that it lists.</summary>
    private static Finding OfListed(string what, NodeVersion version, DateTimeOffset? askedAt)
        => version.Status switch
        {
            VersionStatus.Banned => Banned($"The Comfy Registry has banned {what}.", askedAt),
            VersionStatus.Deleted => Finding.Bad(
                VerificationStatus.Missing,
                PinCode.VersionDeleted,
                $"{what} was withdrawn.",
                "Update-ComfyRegistry -Repair replaces it.",
                askedAt),
            VersionStatus.Flagged => Finding.Bad(
                VerificationStatus.Retired,
                PinCode.Flagged,
                $"The Comfy Registry's own checks flag {what}.",
                "Look at why before you use it.",
                askedAt),
            VersionStatus.Pending => Finding.Bad(
                VerificationStatus.Undetermined,
                PinCode.Pending,
                $"The Comfy Registry has not finished its checks of {what}.",
                "Ask again later."),
            _ when version.IsDeprecated => Finding.Bad(
                VerificationStatus.Retired,
                PinCode.Deprecated,
                $"The authors of {what} advise against it.",
                "Update-ComfyRegistry -Repair replaces it.",
                askedAt),
            _ => Finding.Good(askedAt),
        };

    private async Task<Finding> GoneAsync(NodePin pin, Answer<NodeVersion> answer)
    {
        Answer<IReadOnlyList<NodeVersion>> all = await _source.FindAsync(pin.Pack, _stop).ConfigureAwait(false);
        return all.Kind == AnswerKind.DoesNotExist
            ? Finding.Of(all, PinCode.PackGone)
            : Finding.Of(answer, PinCode.VersionGone) with
            {
                AvailableVersions = NewestVersions.OfListed(all.Value ?? []),
                Hint = "Update-ComfyRegistry -Repair replaces it.",
            };
    }

    private async Task<IReadOnlyList<string>> NewestAsync(NodePin pin)
        => NewestVersions.OfListed((await _source.FindAsync(pin.Pack, _stop).ConfigureAwait(false)).Value ?? []);

    private async Task<Finding> WithMirrorAsync(Finding finding, string mirror)
    {
        if (!Uri.TryCreate(mirror, UriKind.Absolute, out Uri? address))
        {
            return MirrorCheck.NoAddress(mirror);
        }

        Answer<IReadOnlyList<ModelVersion>> there = await _files(new ModelReference { Name = mirror, Url = address })
            .ConfigureAwait(false);
        return there.Exists ? finding : Finding.Of(there, PinCode.MirrorGone);
    }

    private IReadOnlyList<Task<Answer<NodeVersion>>> AskVersions(IReadOnlyList<NodePin> pins, CancellationToken stop)
    {
        Task<IReadOnlyList<Answer<NodeVersion>>> asking = _source.CheckAsync(pins, stop);
        return [.. pins.Select((_, i) => PickAsync(asking, i))];

        static async Task<Answer<NodeVersion>> PickAsync(Task<IReadOnlyList<Answer<NodeVersion>>> asking, int number)
            => (await asking.ConfigureAwait(false))[number];
    }

    private IReadOnlyList<Task<RegistryPackFact?>> AskPacks(IReadOnlyList<string> ids, CancellationToken stop)
    {
        Task<IReadOnlyDictionary<string, RegistryPackFact>> asking = _source.PacksAsync(ids, stop);
        return [.. ids.Select(id => PickAsync(asking, id))];

        static async Task<RegistryPackFact?> PickAsync(
            Task<IReadOnlyDictionary<string, RegistryPackFact>> asking,
            string id)
            => (await asking.ConfigureAwait(false)).GetValueOrDefault(id.ToLowerInvariant());
    }
}
