using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Sources;

/// <summary>Tells which versions of a node pack exist. It does not compare them.</summary>
internal interface IVersionSource
{
    /// <summary>Which kind of source this is.</summary>
    SourceKind Kind { get; }

    /// <summary>What it can tell.</summary>
    SourceCapabilities Capabilities { get; }

    /// <summary>
    /// Whether it can be asked about this pack at all: has it what the source needs to find the pack?
    /// </summary>
    /// <param name="pack">The pack.</param>
    bool Knows(NodeReference pack);

    /// <summary>
    /// Finds all versions of a pack, in no particular order; a pack without versions exists with none.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<Answer<IReadOnlyList<NodeVersion>>> FindAsync(NodeReference pack, CancellationToken cancellationToken);

    /// <summary>Checks exact versions, as few requests as the source allows.</summary>
    /// <param name="pins">The versions.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One answer for each pin, in the order of the pins.</returns>
    Task<IReadOnlyList<Answer<NodeVersion>>> CheckAsync(
        IReadOnlyList<NodePin> pins,
        CancellationToken cancellationToken);
}
