using System.Collections.Generic;

namespace ComfyDeps.Pipeline;

/// <summary>
/// Keeps what goes wrong while something is looked up on the pipeline's own thread; nothing else happens there.
/// </summary>
/// <param name="errors">Where it is kept.</param>
internal sealed class ErrorList(List<ComfyDepsException> errors) : IReporter
{
    /// <inheritdoc/>
    public bool WantsDetail => false;

    /// <inheritdoc/>
    public void Detail(string message)
    {
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
    }

    /// <inheritdoc/>
    public void Error(ComfyDepsException exception) => errors.Add(exception);

    /// <inheritdoc/>
    public void Progress(string activity, string status, int done, int total)
    {
    }
}
