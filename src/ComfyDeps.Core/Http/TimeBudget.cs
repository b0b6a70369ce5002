using System;

namespace ComfyDeps.Http;

/// <summary>How much time one question has left. Standing in line for a host does not count.</summary>
internal sealed class TimeBudget
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _total;
    private readonly long _start;
    private TimeSpan _inLine;

    /// <summary>Starts counting.</summary>
    /// <param name="clock">What counts.</param>
    /// <param name="total">How much there is.</param>
    internal TimeBudget(TimeProvider clock, TimeSpan total)
    {
        _clock = clock;
        _total = total;
        _start = clock.GetTimestamp();
    }

    /// <summary>What is left; zero or less when it is used up.</summary>
    internal TimeSpan Left => _total - _clock.GetElapsedTime(_start) + _inLine;

    /// <summary>Takes time out of the count.</summary>
    /// <param name="since">A time stamp of the same clock.</param>
    internal void Forgive(long since) => _inLine += _clock.GetElapsedTime(since);
}
