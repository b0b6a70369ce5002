namespace ComfyDeps.Workflows.Media;

/// <summary>What reading one file may still cost.</summary>
internal sealed class MediaBudget
{
    private long _bytes;
    private int _parts = MediaLimits.MaximumParts;

    /// <summary>Starts with nothing spent.</summary>
    /// <param name="maximum">The most bytes of metadata in all.</param>
    public MediaBudget(long maximum)
    {
        Maximum = maximum;
        _bytes = maximum;
    }

    /// <summary>The most bytes of metadata in all.</summary>
    public long Maximum { get; }

    /// <summary>Takes bytes.</summary>
    /// <param name="count">How many.</param>
    /// <returns>False where there are not so many left.</returns>
    public bool Take(long count)
    {
        if (count > _bytes)
        {
            return false;
        }

        _bytes -= count;
        return true;
    }

    /// <summary>Takes one part.</summary>
    /// <returns>False where there is none left.</returns>
    public bool TakePart() => --_parts >= 0;
}
