using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>
/// Asks Hugging Face. All files of one revision cost one request to the API, which tells the commit, sizes and hashes
/// even of gated repositories. Where the API's quota is used up or would be, single files are asked for at their own
/// addresses, for which the quota is six times as large.
/// </summary>
internal sealed class HuggingFaceSource : IModelSource
{
    /// <summary>An anonymous caller may ask the API 500 times in five minutes.</summary>
    private const int ManyRepositories = 400;

    private const int AtOnce = 16;

    private readonly HubApi _api;
    private readonly RecentRevisions? _recent;
    private readonly HubFileProbe _probe;

    /// <summary>A source over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    /// <param name="recent">What this run asked before, where questions come a few at a time.</param>
    internal HuggingFaceSource(HttpPipeline http, ServiceAddresses addresses, RecentRevisions? recent = null)
    {
        Endpoint = addresses.HuggingFace;
        _recent = recent;
        _api = new HubApi(http, addresses.HuggingFace, recent);
        _probe = new HubFileProbe(http, addresses.HuggingFace);
    }

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.HuggingFace;

    /// <inheritdoc/>
    public SourceCapabilities Capabilities => SourceCapabilities.Commits | SourceCapabilities.Provenance
        | SourceCapabilities.Sizes | SourceCapabilities.Hashes | SourceCapabilities.Dates | SourceCapabilities.Bulk;

    /// <summary>Where the Hub, or a mirror of it, is.</summary>
    internal Uri Endpoint { get; }

    /// <summary>How many repositories this run has come to, where the questions come a few at a time.</summary>
    internal int RepositoriesInRun { get; set; }

    /// <summary>Whether the Hub did not accept the token and was asked without it.</summary>
    internal bool HasBadToken => _api.HasBadToken;

    /// <inheritdoc/>
    public bool Knows(ModelReference model) => PlaceOf(model) is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Answer<ModelVersion>>> FindAsync(
        IReadOnlyList<ModelReference> models,
        CancellationToken cancellationToken)
    {
        HubQuestion[] questions = [.. models.Select(QuestionOf)];
        IGrouping<HuggingFaceAddress, int>[] groups = [.. Enumerable.Range(0, models.Count)
            .GroupBy(
                i => questions[i].Place with
                {
                    Path = null,
                    IsFolder = false,
                    Revision = questions[i].Place.RevisionOrMain,
                })];
        bool sparesApi = Math.Max(RepositoriesInRun, groups.Length) > ManyRepositories;
        Answer<ModelVersion>[] answers = new Answer<ModelVersion>[models.Count];
        await Parallel.ForEachAsync(
            groups,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = AtOnce },
            async (group, stop) =>
            {
                int[] numbers = [.. group];
                HubQuestion[] asked = [.. numbers.Select(i => questions[i])];
                Answer<ModelVersion>[] found = await AskAsync(asked, sparesApi, stop).ConfigureAwait(false);
                for (int i = 0; i < numbers.Length; i++)
                {
                    answers[numbers[i]] = found[i];
                }
            }).ConfigureAwait(false);
        return answers;
    }

    /// <summary>Asks for everything in a folder or a whole repository.</summary>
    /// <param name="model">The folder or the repository.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyList<ModelVersion>>> FindFolderAsync(
        ModelReference model,
        CancellationToken cancellationToken)
    {
        HuggingFaceAddress place = QuestionOf(model).Place;
        string prefix = place.Path is null ? string.Empty : place.Path + "/";
        Answer<HubRevisionFact> revision = await _api.RevisionAsync(place, [place], cancellationToken)
            .ConfigureAwait(false);
        if (!revision.Exists)
        {
            return revision.Without<IReadOnlyList<ModelVersion>>();
        }

        ModelVersion[] files = [.. revision.Value!.Files!.Values
            .Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(static file => file.Path, StringComparer.Ordinal)
            .Select(file => HubVersion.Of(
                Endpoint,
                new HubQuestion(model, place with { Path = file.Path, IsFolder = false }),
                revision.Value,
                file))];
        return files.Length == 0
            ? HubRefusal.NoFile<IReadOnlyList<ModelVersion>>(
                place with { Path = place.Path ?? "any file" }, revision.AskedAt)
            : Answer<IReadOnlyList<ModelVersion>>.Found(files, revision.AskedAt);
    }

    /// <summary>
    /// Asks whether this caller may have the files of a repository, which a gated one does not give to everybody.
    /// </summary>
    /// <param name="model">A file of it.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal Task<Answer<string>> MayReadAsync(ModelReference model, CancellationToken cancellationToken)
        => _api.MayReadAsync(QuestionOf(model).Place, cancellationToken);

    /// <summary>Where a model file is at Hugging Face; null when it is not said to be there.</summary>
    /// <param name="model">The file.</param>
    internal HuggingFaceAddress? PlaceOf(ModelReference model)
    {
        if (model.Repository is string repository)
        {
            string[] parts = repository.Split('/');
            string type = parts.Length == 3 && parts[0] is "datasets" or "spaces" ? parts[0] : "models";
            return HuggingFaceAddress.Create(
                type,
                type == "models" ? repository : repository[(type.Length + 1)..],
                model.Revision,
                model.File,
                model.File is null);
        }

        HuggingFaceAddress? place = model.Url is null ? null : HuggingFaceAddress.Parse(model.Url, Endpoint);
        return place is null || model.Revision is null
            ? place
            : HuggingFaceAddress.Create(place.Type, place.Repository, model.Revision, place.Path, place.IsFolder);
    }

    private HubQuestion QuestionOf(ModelReference model)
        => new(
            model,
            PlaceOf(model) ?? throw new ArgumentException($"'{model.Name}' is not at Hugging Face.", nameof(model)));

    /// <summary>Asks about files of one revision.</summary>
    private async Task<Answer<ModelVersion>[]> AskAsync(
        HubQuestion[] questions,
        bool sparesApi,
        CancellationToken cancellationToken)
    {
        bool canProbe = Array.TrueForAll(questions, static one => one.Place is { Path: not null, IsFolder: false });
        if (canProbe
            && questions.Length == 1
            && (sparesApi || _api.IsShort)
            && _recent?.Has(questions[0].Place) != true)
        {
            Answer<ModelVersion>? probed = await _probe.AskAsync(questions[0], cancellationToken).ConfigureAwait(false);
            if (probed is not null)
            {
                return [probed];
            }
        }

        Answer<HubRevisionFact> revision = await _api.RevisionAsync(
            questions[0].Place,
            [.. questions.Select(static one => one.Place)],
            cancellationToken).ConfigureAwait(false);
        Answer<ModelVersion>[] answers = [.. questions.Select(question => Pick(question, revision))];
        if (revision.Kind == AnswerKind.Undetermined && canProbe && _api.IsShort)
        {
            for (int i = 0; i < questions.Length; i++)
            {
                answers[i] = await _probe.AskAsync(questions[i], cancellationToken).ConfigureAwait(false) ?? answers[i];
            }
        }

        return answers;
    }

    private Answer<ModelVersion> Pick(HubQuestion question, Answer<HubRevisionFact> revision)
    {
        HuggingFaceAddress place = question.Place;
        if (revision.Value is not HubRevisionFact fact)
        {
            return revision.Without<ModelVersion>();
        }

        HubFileFact? file = place.IsFolder || place.Path is null
            ? HubVersion.Folder(place, fact)
            : fact.Files!.GetValueOrDefault(place.Path);
        return file is not null ? revision.Select(value => HubVersion.Of(Endpoint, question, value, file))
            : revision.Kind == AnswerKind.Undetermined ? Answer<ModelVersion>.Unknown(revision.Reason!, revision.Hint)
            : HubRefusal.NoFile<ModelVersion>(place, revision.AskedAt);
    }
}
