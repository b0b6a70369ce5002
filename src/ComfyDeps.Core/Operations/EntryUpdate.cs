using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What became of one entry.</summary>
/// <typeparam name="TEntry">A pack or a model.</typeparam>
/// <param name="Name">The entry's name.</param>
/// <param name="Before">The entry as it is; null for a new one.</param>
/// <param name="After">The entry as it would be; null where there is nothing to write.</param>
/// <param name="Reasons">What changes, in words.</param>
/// <param name="Warnings">What the user may want to change.</param>
internal sealed record EntryUpdate<TEntry>(
    string Name, TEntry? Before, TEntry? After, IReadOnlyList<string> Reasons, IReadOnlyList<string> Warnings)
    where TEntry : class
{
    /// <summary>
    /// Whether there is a change though the entry does not show it: one that only doing it would show.
    /// </summary>
    internal bool IsCertain { get; init; }
}
