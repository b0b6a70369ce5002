using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ComfyDeps.TestServers;

/// <summary>What was asked of a stand-in, in order of arrival.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<RecordedRequest> _unknown = [];
    private int _now;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count;
            }
        }
    }

    /// <summary>The most requests that were being answered at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Requests that the stand-in has no answer for: a test that makes one fails.</summary>
    public IReadOnlyList<RecordedRequest> Unknown
    {
        get
        {
            lock (_lock)
            {
                return [.. _unknown];
            }
        }
    }

    /// <summary>How many requests have this text in 'METHOD target'.</summary>
    public int CountOf(string text)
        => All.Count(request => request.ToString().Contains(text, StringComparison.Ordinal));

    /// <summary>
    /// Whether any request, in any header, target or body, carried this text: for tokens that must not travel.
    /// </summary>
    public bool Saw(string secret) => All.Any(request =>
        request.Target.Contains(secret, StringComparison.Ordinal)
        || request.Body.Contains(secret, StringComparison.Ordinal)
        || request.Headers.Values.Any(value => value.Contains(secret, StringComparison.Ordinal)));

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _unknown.Clear();
            MostAtOnce = 0;
        }
    }

    internal void Begin(RecordedRequest request, bool known)
    {
        lock (_lock)
        {
            _requests.Add(request);
            if (!known)
            {
                _unknown.Add(request);
            }

            _now++;
            MostAtOnce = Math.Max(MostAtOnce, _now);
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _now--;
        }
    }
}
