using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources;

namespace ComfyDeps.Verification;

/// <summary>
/// Checks pins of model files and of folders that are one model; the files of one repository in one question.
/// </summary>
internal sealed class ModelCheck
{
    private const int AtOnce = 500;

    private readonly ModelSources _sources;
    private readonly HubAbsence _absence;
    private readonly CancellationToken _stop;
    private readonly Gathered<ModelReference, Answer<IReadOnlyList<ModelVersion>>> _files;
    private readonly ConcurrentDictionary<string, Lazy<Task<Answer<string>>>> _access = new(StringComparer.Ordinal);

    /// <summary>A check that asks some sources.</summary>
    /// <param name="sources">Whom to ask.</param>
    /// <param name="stop">Stops the asking.</param>
    internal ModelCheck(ModelSources sources, CancellationToken stop)
    {
        _sources = sources;
        _stop = stop;
        _absence = new HubAbsence(sources.Hub, stop);
        _files = new Gathered<ModelReference, Answer<IReadOnlyList<ModelVersion>>>(Ask, AtOnce, stop);
    }

    /// <summary>Checks a model.</summary>
    /// <param name="pin">The pin.</param>
    internal async Task<Finding> CheckAsync(RegistryPin pin)
    {
        ModelEntry entry = pin.Model!;
        if (PinPlaces.OfModel(pin.Name, entry) is not ModelReference place)
        {
            return Finding.Bad(
                VerificationStatus.Unpinned,
                PinCode.NoVersion,
                "It is pinned to no exact place.",
                "Update-ComfyRegistry pins it.");
        }

        Task<Answer<IReadOnlyList<ModelVersion>>>? mirror = Mirror(entry);
        Answer<IReadOnlyList<ModelVersion>> answer = entry.Files.Count > 0 && place.Repository is not null
            ? await _sources.Hub.FindFolderAsync(place, _stop).ConfigureAwait(false)
            : await _files.AskAsync(place).ConfigureAwait(false);
        Finding finding = await JudgeAsync(pin, place, answer).ConfigureAwait(false);
        if (entry.Source.Mirror is null)
        {
            return finding;
        }

        return mirror is null
            ? MirrorCheck.NoAddress(entry.Source.Mirror)
            : MirrorCheck.Judge(finding, (await mirror.ConfigureAwait(false)).Select(static all => all[0]), entry);
    }

    /// <summary>Asks about one place, with those that come at the same time.</summary>
    /// <param name="place">The place.</param>
    internal Task<Answer<IReadOnlyList<ModelVersion>>> AskAsync(ModelReference place) => _files.AskAsync(place);

    private Task<Answer<IReadOnlyList<ModelVersion>>>? Mirror(ModelEntry entry)
        => entry.Files.Count == 0 && Uri.TryCreate(entry.Source.Mirror, UriKind.Absolute, out Uri? address)
            ? _files.AskAsync(new ModelReference { Name = address.AbsoluteUri, Url = address })
            : null;

    private async Task<Finding> JudgeAsync(
        RegistryPin pin,
        ModelReference place,
        Answer<IReadOnlyList<ModelVersion>> answer)
    {
        SourceKind kind = pin.Source!.Kind;
        if (!answer.Exists)
        {
            return answer.Kind == AnswerKind.DoesNotExist && kind == SourceKind.HuggingFace
                ? await _absence.ExplainAsync(place, pin.Model!, answer.Reason!, answer.Hint, answer.AskedAt)
                    .ConfigureAwait(false)
                : Finding.Of(answer, kind switch
                {
                    SourceKind.Civitai => await CivitaiCodeAsync(place).ConfigureAwait(false),
                    SourceKind.Url => PinCode.UrlGone,
                    _ => PinCode.FileGone,
                });
        }

        IReadOnlyList<ModelVersion> now = answer.Value!;
        return Compare(pin, place, now, answer.AskedAt)
            ?? await GateAsync(pin, place, now[0]).ConfigureAwait(false)
            ?? Unhashed(pin.Model!, kind, now[0])
            ?? Moved(pin, now[0], answer.AskedAt)
            ?? Finding.Good(answer.AskedAt);
    }

    private static Finding? Compare(
        RegistryPin pin,
        ModelReference place,
        IReadOnlyList<ModelVersion> now,
        DateTimeOffset? askedAt)
    {
        ModelEntry entry = pin.Model!;
        bool isByCommit = pin.Source!.Kind == SourceKind.HuggingFace;
        if (entry.Files.Count == 0)
        {
            return entry.Sha256 is null && entry.Size is null
                ? null
                : FileComparison.Judge(pin.Name, entry.Size, entry.Sha256, now[0], isByCommit, askedAt);
        }

        string prefix = place.File is string folder ? folder + "/" : string.Empty;
        Dictionary<string, ModelVersion> byPath = now.ToDictionary(
            file => file.File[prefix.Length..], StringComparer.Ordinal);
        foreach ((string path, ModelFile file) in entry.Files)
        {
            Finding? finding = byPath.TryGetValue(path, out ModelVersion? there)
                ? FileComparison.Judge(path, file.Size, file.Sha256, there, isByCommit, askedAt)
                : Finding.Bad(
                    VerificationStatus.Missing,
                    PinCode.FileGone,
                    $"The folder has no '{path}' any more.",
                    null,
                    askedAt);
            if (finding is not null)
            {
                return finding;
            }
        }

        return null;
    }

    /// <summary>Metadata of a gated repository is for everybody; its files are not.</summary>
    private async Task<Finding?> GateAsync(RegistryPin pin, ModelReference place, ModelVersion now)
    {
        if (!now.IsGated)
        {
            return null;
        }

        if (pin.Source!.Kind != SourceKind.HuggingFace)
        {
            return Finding.Bad(
                VerificationStatus.Inaccessible,
                PinCode.Gated,
                "It is early access: only those who paid for it may have it.",
                "Wait, or take another version.");
        }

        if (!_sources.HasHubToken || _sources.HasBadHubToken)
        {
            return Finding.Bad(
                VerificationStatus.Inaccessible,
                PinCode.Gated,
                $"The Hugging Face repository '{now.Repository}' is gated, and there is no valid token.",
                $"Accept its licence at https://huggingface.co/{now.Repository}, and set HF_TOKEN to a token of that "
                    + "account.");
        }

        Answer<string> access = await _access.GetOrAdd(
            place.Repository!,
            _ => new Lazy<Task<Answer<string>>>(
                () => _sources.Hub.MayReadAsync(place, _stop))).Value.ConfigureAwait(false);
        return access.Exists ? null
            : access.Kind == AnswerKind.Inaccessible
                ? Finding.Bad(
                    VerificationStatus.Inaccessible, PinCode.Gated, access.Reason, access.Hint, access.AskedAt)
                : Finding.Of(access, PinCode.RepositoryGone);
    }

    private static Finding? Unhashed(ModelEntry entry, SourceKind kind, ModelVersion now)
    {
        bool isWhole = entry.Files.Count > 0
            ? entry.Files.Values.All(static file => file.Sha256 is not null)
            : entry.Sha256 is not null;
        if (isWhole)
        {
            return null;
        }

        return Finding.Bad(
            VerificationStatus.Unpinned,
            PinCode.NoHash,
            "It is there, and the registry has no SHA-256 of it.",
            now.Sha256 is null || kind == SourceKind.Url
                ? "Update-ComfyRegistry -Download hashes it: its source publishes no hash."
                : "Update-ComfyRegistry takes the hash that its source publishes.") with
        {
            Actual = now.Sha256,
        };
    }

    private static Finding? Moved(RegistryPin pin, ModelVersion now, DateTimeOffset? askedAt)
        => pin.Source is { Kind: SourceKind.HuggingFace, Repository: string repository }
            && now.Repository is string there
            && there != repository
            ? Finding.Good(
                PinCode.RepositoryMoved,
                $"The Hugging Face repository '{repository}' is '{there}' now.",
                "Update-ComfyRegistry -Upgrade writes the new name down.",
                askedAt)
            : null;

    /// <summary>Is the version gone, or only that file of it?</summary>
    private async Task<string> CivitaiCodeAsync(ModelReference place)
    {
        if (place.CivitaiFileId is null)
        {
            return PinCode.VersionGone;
        }

        Answer<IReadOnlyList<ModelVersion>> version = await _files.AskAsync(place with { CivitaiFileId = null })
            .ConfigureAwait(false);
        return version.Exists ? PinCode.FileGone : PinCode.VersionGone;
    }

    private IReadOnlyList<Task<Answer<IReadOnlyList<ModelVersion>>>> Ask(
        IReadOnlyList<ModelReference> places,
        CancellationToken stop)
    {
        lock (_sources)
        {
            _sources.Start(places, stop);
            return [.. places.Select(_sources.AnswerOf)];
        }
    }
}
