namespace ComfyDeps;

/// <summary>A reporter for callers that want the values alone.</summary>
public sealed class NullReporter : IReporter
{
    /// <summary>The one instance.</summary>
    public static readonly NullReporter Instance = new();

    private NullReporter()
    {
    }

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
    public void Error(ComfyDepsException exception)
    {
    }

    /// <inheritdoc/>
    public void Progress(string activity, string status, int done, int total)
    {
    }
}
