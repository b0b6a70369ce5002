using System;
using System.Collections.Generic;

namespace ComfyDeps.Inspection.Server;

/// <summary>
/// What a server offers at an input. That a name is offered does not say that there is a file: loaders that download
/// offer what they would fetch. That it is not offered says that it cannot be used now.
/// </summary>
internal sealed class ComboOptions
{
    private readonly Lazy<HashSet<string>> _comparable;

    /// <summary>Takes the options of an input.</summary>
    /// <param name="names">The options, as the server spells them.</param>
    /// <param name="isComplete">False when the server has more of them than it says.</param>
    internal ComboOptions(IReadOnlyList<string> names, bool isComplete)
    {
        Names = names;
        IsComplete = isComplete;
        _comparable = new Lazy<HashSet<string>>(() =>
        {
            HashSet<string> comparable = new(Names.Count, StringComparer.Ordinal);
            foreach (string name in Names)
            {
                comparable.Add(Comparable(name));
            }

            return comparable;
        });
    }

    /// <summary>The options as the server spells them: with backslashes on Windows.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>
    /// False where the browser asks for the options elsewhere, so that what is not here may be offered all the same.
    /// </summary>
    internal bool IsComplete { get; }

    /// <summary>Whether a name is offered, whichever slashes it has; null when that cannot be known.</summary>
    /// <param name="name">The name.</param>
    internal bool? Offers(string name)
        => _comparable.Value.Contains(Comparable(name)) ? true : IsComplete ? false : null;

    /// <summary>A name as it is compared between systems.</summary>
    /// <param name="name">The name.</param>
    internal static string Comparable(string name) => name.Replace('\\', '/');
}
