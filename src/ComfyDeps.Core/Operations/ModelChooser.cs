using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;
using ComfyDeps.Sources;
using ComfyDeps.Sources.Civitai;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Operations;

/// <summary>
/// Finds the commit, the size and the hash of a model file, or of the files of a model that is a folder.
/// </summary>
internal sealed class ModelChooser
{
    private readonly ModelSources _sources;
    private readonly ServiceAddresses _addresses;
    private readonly CancellationToken _stop;

    /// <summary>Chooses by asking sources.</summary>
    /// <param name="sources">Whom to ask.</param>
    /// <param name="addresses">Where the services are.</param>
    /// <param name="stop">Stops the asking.</param>
    internal ModelChooser(ModelSources sources, ServiceAddresses addresses, CancellationToken stop)
    {
        _sources = sources;
        _addresses = addresses;
        _stop = stop;
    }

    /// <summary>Starts asking about many models, so that those of one repository share a request.</summary>
    /// <param name="wishes">The models.</param>
    internal void Prepare(IEnumerable<ModelWish> wishes)
        => Start(
            wishes.SelectMany(
                wish => wish.Places.Take(1).Select(place => Reference(wish, place)).Where(place => !IsFolder(place))));

    /// <summary>Chooses for a model, the first place that has it.</summary>
    /// <param name="wish">The model.</param>
    internal async Task<ModelChoice> ChooseAsync(ModelWish wish)
    {
        List<string> warnings = [];
        ModelReference[] places = wish.Places.Count > 0
            ? [.. wish.Places.Select(place => Reference(wish, place))]
            : [new ModelReference { Name = wish.Name, Sha256 = wish.Sha256 }];
        foreach (ModelReference place in places)
        {
            Answer<IReadOnlyList<ModelVersion>> answer = await AskAsync(place).ConfigureAwait(false);
            if (answer.Value is null || answer.Kind is AnswerKind.Undetermined or AnswerKind.DoesNotExist)
            {
                if (answer.Kind == AnswerKind.Undetermined)
                {
                    // Another place must not take its turn only because this one could not be asked.
                    return new ModelChoice { Why = Unasked.Why(answer.Reason), Warnings = warnings };
                }

                warnings.Add($"'{wish.Name}': {answer.Reason}");
                continue;
            }

            ModelEntry entry = IsFolder(place) ? Folder(place, answer.Value) : File(place, answer.Value[0]);
            if (wish.Sha256 is not null && entry.Sha256 is not null && wish.Sha256 != entry.Sha256)
            {
                warnings.Add(
                    $"'{wish.Name}': what is at {place.Url} has the SHA-256 "
                        + $"{entry.Sha256}, and {wish.Sha256} is wanted.");
                continue;
            }

            return new ModelChoice { Entry = entry, Why = $"from {Named(entry.Source)}", Warnings = warnings };
        }

        return new ModelChoice { Why = "no place has it", Warnings = warnings };
    }

    /// <summary>Chooses where the pin of an entry moves to.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="entry">The entry as it is.</param>
    /// <param name="movedFile">Where the same content is now, as far as that was found.</param>
    /// <returns>The choice; null where there is nothing to move to.</returns>
    internal async Task<ModelChoice?> FollowAsync(string name, ModelEntry entry, string? movedFile)
    {
        if (entry.Source.Kind == SourceKind.HuggingFace)
        {
            ModelReference place = new()
            {
                Name = name,
                Repository = entry.Source.Repository,
                File = movedFile ?? entry.Source.File,
                Revision = movedFile is null
                    ? entry.Requested is null or "latest" ? null : entry.Requested
                    : entry.Source.Commit,
            };
            bool isFolder = entry.Files.Count > 0;
            Answer<IReadOnlyList<ModelVersion>> answer = isFolder
                ? await _sources.Hub.FindFolderAsync(place, _stop).ConfigureAwait(false)
                : await AskAsync(place).ConfigureAwait(false);
            return !answer.Exists
                ? null
                : Kept(entry, isFolder ? Folder(place, answer.Value!) : File(place, answer.Value![0]));
        }

        if (Verification.PinPlaces.OfModel(name, entry) is not ModelReference same)
        {
            return null;
        }

        Answer<IReadOnlyList<ModelVersion>> now = await AskAsync(same).ConfigureAwait(false);
        return now.Exists ? Kept(entry, File(same, now.Value![0])) : null;
    }

    private static ModelChoice Kept(ModelEntry before, ModelEntry found) => new()
    {
        Entry = found with
        {
            Aliases = before.Aliases,
            Requested = before.Requested,
            Source = found.Source with { Mirror = before.Source.Mirror },
        },
        Why = before.Requested is string requested ? $"what '{requested}' stands for" : "the newest revision",
    };

    private static ModelReference Reference(ModelWish wish, Uri place)
        => new() { Name = wish.Name, Url = place, Sha256 = wish.Sha256 };

    private static string Named(PinSource source) => source.Repository ?? source.Kind.ToString();

    private bool IsFolder(ModelReference place)
        => _sources.Hub.PlaceOf(place) is HuggingFaceAddress at && (at.Path is null || at.IsFolder);

    private void Start(IEnumerable<ModelReference> places)
    {
        lock (_sources)
        {
            _sources.Start(places, _stop);
        }
    }

    private async Task<Answer<IReadOnlyList<ModelVersion>>> AskAsync(ModelReference place)
    {
        if (IsFolder(place))
        {
            return await _sources.Hub.FindFolderAsync(place, _stop).ConfigureAwait(false);
        }

        Task<Answer<IReadOnlyList<ModelVersion>>> asking;
        lock (_sources)
        {
            _sources.Start([place], _stop);
            asking = _sources.AnswerOf(place);
        }

        return await asking.ConfigureAwait(false);
    }

    private ModelEntry File(ModelReference place, ModelVersion version) => new()
    {
        Gated = version.IsGated,
        Sha256 = version.Sha256,
        Size = version.Size,
        Requested = Followed(place),
        Source = version.Source switch
        {
            SourceKind.HuggingFace => new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = version.Repository,
                File = version.File,
                Commit = version.Commit,
            },
            SourceKind.Civitai
                when CivitaiAddress.Parse(
                    version.DownloadUrl!, _addresses.Civitai) is CivitaiAddress at => new PinSource
            {
                Kind = SourceKind.Civitai,
                ModelVersionId = at.VersionId,
                FileId = place.CivitaiFileId ?? at.FileId,
            },
            _ => new PinSource { Kind = SourceKind.Url, Url = (version.DownloadUrl ?? place.Url)!.AbsoluteUri },
        },
    };

    /// <summary>All files of a folder but what is about it and not of it.</summary>
    private ModelEntry Folder(ModelReference place, IReadOnlyList<ModelVersion> files)
    {
        HuggingFaceAddress? at = _sources.Hub.PlaceOf(place);
        string prefix = at?.Path is string path ? path + "/" : string.Empty;
        return new ModelEntry
        {
            Gated = files[0].IsGated,
            Requested = Followed(place),
            Files = files
                .Where(file => file.File.StartsWith(prefix, StringComparison.Ordinal))
                .Select(file => KeyValuePair.Create(file.File[prefix.Length..], new ModelFile(file.Size, file.Sha256)))
                .Where(static file => !IsAbout(file.Key))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Source = new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = files[0].Repository,
                File = at?.Path,
                Commit = files[0].Commit,
            },
        };
    }

    private static bool IsAbout(string path)
        => path.StartsWith(".git", StringComparison.Ordinal)
            || path.EndsWith(".md", StringComparison.OrdinalIgnoreCase);

    private string? Followed(ModelReference place)
        => _sources.Hub.PlaceOf(place) is HuggingFaceAddress at && !GitObjectId.IsFull(at.Revision)
            ? at.RevisionOrMain
            : null;
}
