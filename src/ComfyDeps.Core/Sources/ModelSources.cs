using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources.Civitai;
using ComfyDeps.Sources.DirectUrl;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Sources;

/// <summary>
/// The sources of model files for one run: each place is asked once, the files of one repository together, a bounded
/// number of places at a time.
/// </summary>
internal sealed class ModelSources : IAsyncDisposable
{
    private const int AtOnce = 16;

    private readonly CivitaiSource _civitai;
    private readonly DirectUrlSource _direct;
    private readonly SemaphoreSlim _gate = new(AtOnce);
    private readonly HashSet<string> _repositories = new(StringComparer.Ordinal);
    private readonly Dictionary<ModelReference, Task<Answer<IReadOnlyList<ModelVersion>>>> _answers = [];

    /// <summary>The sources over a pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal ModelSources(HttpPipeline http, ServiceAddresses addresses)
    {
        Hub = new HuggingFaceSource(http, addresses, new RecentRevisions());
        _civitai = new CivitaiSource(http, addresses);
        _direct = new DirectUrlSource(http);
        HasHubToken = http.Settings.Credentials.For(addresses.HuggingFace) is not null;
    }

    /// <summary>Hugging Face by itself, for whole folders and for what a token may read.</summary>
    internal HuggingFaceSource Hub { get; }

    /// <summary>Whether there is a token for Hugging Face.</summary>
    internal bool HasHubToken { get; }

    /// <summary>Whether Hugging Face did not accept that token.</summary>
    internal bool HasBadHubToken => Hub.HasBadToken;

    /// <summary>Starts asking about places that were not asked about before. One caller at a time.</summary>
    /// <param name="places">The places of some questions; those of one repository share their request.</param>
    /// <param name="cancellationToken">Stops the asking; the same one for the whole run.</param>
    internal void Start(IEnumerable<ModelReference> places, CancellationToken cancellationToken)
    {
        IGrouping<string, ModelReference>[] groups =
            [.. places.Where(place => !_answers.ContainsKey(place)).Distinct().GroupBy(GroupOf)];
        _repositories.UnionWith(
            groups
                .Select(static group => group.Key)
                .Where(static key => key.StartsWith("hub ", StringComparison.Ordinal)));
        Hub.RepositoriesInRun = _repositories.Count;
        foreach (IGrouping<string, ModelReference> group in groups)
        {
            ModelReference[] members = [.. group];
            Task<IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>>> asking = AskAsync(members, cancellationToken);
            for (int i = 0; i < members.Length; i++)
            {
                _answers[members[i]] = PickAsync(asking, i);
            }
        }
    }

    /// <summary>The answer about a place that was started.</summary>
    /// <param name="place">The place.</param>
    internal Task<Answer<IReadOnlyList<ModelVersion>>> AnswerOf(ModelReference place) => _answers[place];

    /// <summary>The answers about places that were started.</summary>
    /// <param name="places">The places.</param>
    internal Task<Answer<IReadOnlyList<ModelVersion>>[]> AnswersOf(IReadOnlyList<ModelReference> places)
        => Task.WhenAll(places.Select(place => _answers[place]));

    /// <summary>Ends when nothing that was started is under way, however it ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_answers.Values)
            .ContinueWith(
                static t => t.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .ConfigureAwait(false);
        _gate.Dispose();
    }

    private static async Task<Answer<IReadOnlyList<ModelVersion>>> PickAsync(
        Task<IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>>> asking,
        int number)
        => (await asking.ConfigureAwait(false))[number];

    private string GroupOf(ModelReference place)
        => Hub.PlaceOf(place) is HuggingFaceAddress at ? $"hub {at.QualifiedRepository}@{at.RevisionOrMain}"
            : _civitai.PlaceOf(place) is CivitaiAddress version ? $"civitai {version.ModelId}@{version.VersionId}"
            : place.Url is null ? "civitai by hash"
            : $"url {place.Url.AbsoluteUri}";

    private async Task<IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>>> AskAsync(
        ModelReference[] places,
        CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (places.Length == 1 && Hub.PlaceOf(places[0]) is { } only && (only.Path is null || only.IsFolder))
            {
                return [await Hub.FindFolderAsync(places[0], cancellationToken).ConfigureAwait(false)];
            }

            IModelSource source = Hub.Knows(places[0]) ? Hub : _civitai.Knows(places[0]) ? _civitai : _direct;
            if (!source.Knows(places[0]))
            {
                return [.. places.Select(static place => Answer<IReadOnlyList<ModelVersion>>.Unknown(
                    $"'{SafeUrl.Of(place.Url!)}' is not an address that can be asked.",
                    "Give an http or https address."))];
            }

            IReadOnlyList<Answer<ModelVersion>> found = await source.FindAsync(places, cancellationToken)
                .ConfigureAwait(false);
            return [
                .. found.Select(
                    static answer => answer.Select<IReadOnlyList<ModelVersion>>(static version => [version])),
            ];
        }
        finally
        {
            _gate.Release();
        }
    }
}
