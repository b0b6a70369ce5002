using System;
using System.Globalization;
using System.Threading;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>A fixed window of requests, told on every answer.</summary>
internal sealed class RateWindow(string name, int quota, TimeSpan window)
{
    private readonly Lock _lock = new();
    private DateTime _start = DateTime.UtcNow;
    private int _used;

    /// <summary>Counts one request, and says whether it is within the quota.</summary>
    internal bool TryTake()
    {
        lock (_lock)
        {
            if (DateTime.UtcNow - _start >= window)
            {
                _start = DateTime.UtcNow;
                _used = 0;
            }

            _used++;
            return _used <= quota;
        }
    }

    internal string[] Headers()
    {
        lock (_lock)
        {
            int left = Math.Max(0, quota - _used);
            int seconds = Math.Max(0, (int)Math.Ceiling((_start + window - DateTime.UtcNow).TotalSeconds));
            return
            [
                string.Create(CultureInfo.InvariantCulture, $"RateLimit: \"{name}\";r={left};t={seconds}"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"RateLimit-Policy: \"fixed window\";\"{name}\";q={quota};w={(int)window.TotalSeconds}"),
            ];
        }
    }
}
