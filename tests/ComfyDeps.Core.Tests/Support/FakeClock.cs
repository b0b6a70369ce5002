using System;
using System.Threading;

namespace ComfyDeps.Core.Tests.Support;

/// <summary>A clock on which waiting takes no time: whoever waits moves it on.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly object _lock = new();
    private DateTimeOffset _now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>How long was waited, all in all.</summary>
    internal TimeSpan Waited { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Advance(dueTime);
            Waited += dueTime;
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Elapsed();
    }

    /// <summary>Moves the clock on.</summary>
    internal void Advance(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    private sealed class Elapsed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public System.Threading.Tasks.ValueTask DisposeAsync() => default;
    }
}
