using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources;
using ComfyDeps.Sources.Civitai;
using ComfyDeps.Sources.DirectUrl;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Operations;

/// <summary>Asks each place once, the files of one repository together, a bounded number of places at a time.</summary>
internal sealed class ModelSources
{
    private const int AtOnce = 16;

    private readonly HuggingFaceSource _hub;
    private readonly CivitaiSource _civitai;
    private readonly DirectUrlSource _direct;

    /// <summary>The sources over a pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal ModelSources(HttpPipeline http, ServiceAddresses addresses)
    {
        _hub = new HuggingFaceSource(http, addresses);
        _civitai = new CivitaiSource(http, addresses);
        _direct = new DirectUrlSource(http);
        HasHubToken = http.Settings.Credentials.For(addresses.HuggingFace) is not null;
    }

    /// <summary>Whether there is a token for Hugging Face.</summary>
    internal bool HasHubToken { get; }

    /// <summary>Whether Hugging Face did not accept that token.</summary>
    internal bool HasBadHubToken => _hub.HasBadToken;

    /// <summary>Starts asking about places.</summary>
    /// <param name="places">All places of all questions; the same one may stand there more than once.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>For each distinct place the task of its answer. Places of one repository share their request.</returns>
    internal Dictionary<ModelReference, Task<Answer<IReadOnlyList<ModelVersion>>>> Start(
        IEnumerable<ModelReference> places,
        CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = new(AtOnce);
        Dictionary<ModelReference, Task<Answer<IReadOnlyList<ModelVersion>>>> answers = [];
        IGrouping<string, ModelReference>[] groups = [.. places.Distinct().GroupBy(GroupOf)];
        _hub.ExpectedRepositories = groups.Count(static group => group.Key.StartsWith("hub ", StringComparison.Ordinal));
        foreach (IGrouping<string, ModelReference> group in groups)
        {
            ModelReference[] members = [.. group];
            Task<IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>>> asking = AskAsync(members, gate, cancellationToken);
            for (int i = 0; i < members.Length; i++)
            {
                answers[members[i]] = PickAsync(asking, i);
            }
        }

        return answers;
    }

    private static async Task<Answer<IReadOnlyList<ModelVersion>>> PickAsync(
        Task<IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>>> asking,
        int number)
        => (await asking.ConfigureAwait(false))[number];

    private string GroupOf(ModelReference place)
        => _hub.PlaceOf(place) is HuggingFaceAddress at ? $"hub {at.QualifiedRepository}@{at.RevisionOrMain}"
            : _civitai.PlaceOf(place) is CivitaiAddress version ? $"civitai {version.ModelId}@{version.VersionId}"
            : place.Url is null ? "civitai by hash"
            : $"url {place.Url.AbsoluteUri}";

    private async Task<IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>>> AskAsync(
        ModelReference[] places,
        SemaphoreSlim gate,
        CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (places.Length == 1 && _hub.PlaceOf(places[0]) is { } only && (only.Path is null || only.IsFolder))
            {
                return [await _hub.FindFolderAsync(places[0], cancellationToken).ConfigureAwait(false)];
            }

            IModelSource source = _hub.Knows(places[0]) ? _hub : _civitai.Knows(places[0]) ? _civitai : _direct;
            if (!source.Knows(places[0]))
            {
                return [.. places.Select(static place => Answer<IReadOnlyList<ModelVersion>>.Unknown(
                    $"'{SafeUrl.Of(place.Url!)}' is not an address that can be asked.",
                    "Give an http or https address."))];
            }

            IReadOnlyList<Answer<ModelVersion>> found = await source.FindAsync(places, cancellationToken).ConfigureAwait(false);
            return [.. found.Select(static answer => answer.Select<IReadOnlyList<ModelVersion>>(static version => [version]))];
        }
        finally
        {
            gate.Release();
        }
    }
}
