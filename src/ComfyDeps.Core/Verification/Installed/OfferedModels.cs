using System;
using System.Collections.Generic;
using ComfyDeps.Inspection.Server;

namespace ComfyDeps.Verification.Installed;

/// <summary>
/// The model files that a running server's loaders offer, each at the place that its loader looks in. A name in the
/// list of another loader is another file: what <c>CheckpointLoaderSimple</c> offers, <c>UNETLoader</c> does not find.
/// </summary>
internal sealed class OfferedModels
{
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Goes through the lists of a server.</summary>
    /// <param name="classes">Its classes.</param>
    /// <param name="placesOf">Class, input and option to the places under <c>models/</c> that are meant; null for an
    /// input of which nothing is known.</param>
    internal OfferedModels(
        IEnumerable<ServerClass> classes,
        Func<string, string, string, IReadOnlyList<string>?> placesOf)
    {
        foreach (ServerClass one in classes)
        {
            foreach (ServerInput input in one.Inputs)
            {
                foreach (string option in input.Options?.Names ?? [])
                {
                    Add(
                        ComboOptions.Comparable(option),
                        placesOf(one.Name, input.Name, ComboOptions.Comparable(option)));
                }
            }
        }
    }

    /// <summary>
    /// Whether a loader offers what is at a place; of a loader of which nothing is known the name counts.
    /// </summary>
    /// <param name="place">The place under <c>models/</c>.</param>
    internal bool Has(string place)
        => _places.Contains(place) || _names.Contains(place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    private void Add(string option, IReadOnlyList<string>? places)
    {
        if (places is null)
        {
            _names.Add(option);
        }
        else
        {
            _places.UnionWith(places);
        }
    }
}
