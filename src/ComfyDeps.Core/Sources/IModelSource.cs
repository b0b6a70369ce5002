using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Sources;

/// <summary>Tells where a model file can be had, and what it is.</summary>
internal interface IModelSource
{
    /// <summary>Which kind of source this is.</summary>
    SourceKind Kind { get; }

    /// <summary>What it can tell.</summary>
    SourceCapabilities Capabilities { get; }

    /// <summary>Whether it can be asked about this file at all.</summary>
    /// <param name="model">The file.</param>
    bool Knows(ModelReference model);

    /// <summary>Finds files, as few requests as the source allows.</summary>
    /// <param name="models">The files, each of which the source <see cref="Knows"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One answer for each file, in the order of the files.</returns>
    Task<IReadOnlyList<Answer<ModelVersion>>> FindAsync(
        IReadOnlyList<ModelReference> models,
        CancellationToken cancellationToken);
}
