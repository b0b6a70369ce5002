using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>
/// What was asked about revisions a moment ago: files of one repository that come one after another share the one
/// request that tells them all, also while it is still under way.
/// </summary>
internal sealed class RecentRevisions
{
    private const int Most = 256;

    private readonly Dictionary<(string Repository, string Revision), Task<Answer<HubRevisionFact>>> _answers = [];
    private readonly Queue<(string Repository, string Revision)> _order = new();

    /// <summary>Whether a revision was asked about, so that asking again costs nothing.</summary>
    /// <param name="place">The repository and the revision.</param>
    internal bool Has(HuggingFaceAddress place)
    {
        lock (_order)
        {
            return _answers.ContainsKey(KeyOf(place));
        }
    }

    /// <summary>The answer about a revision, asked for at most once while it is recent.</summary>
    /// <param name="place">The repository and the revision.</param>
    /// <param name="ask">Asks.</param>
    internal Task<Answer<HubRevisionFact>> GetAsync(HuggingFaceAddress place, Func<Task<Answer<HubRevisionFact>>> ask)
    {
        (string, string) key = KeyOf(place);
        lock (_order)
        {
            if (_answers.TryGetValue(key, out Task<Answer<HubRevisionFact>>? known)
                && !known.IsCanceled
                && !known.IsFaulted)
            {
                return known;
            }

            if (known is null)
            {
                _order.Enqueue(key);
            }

            if (_order.Count > Most)
            {
                _answers.Remove(_order.Dequeue());
            }

            return _answers[key] = ask();
        }
    }

    private static (string Repository, string Revision) KeyOf(HuggingFaceAddress place)
        => (place.QualifiedRepository, place.RevisionOrMain);
}
