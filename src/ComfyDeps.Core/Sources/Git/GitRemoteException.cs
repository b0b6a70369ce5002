using System;

namespace ComfyDeps.Sources.Git;

/// <summary>A git server said in its own words that something went wrong.</summary>
internal sealed class GitRemoteException : Exception
{
    /// <summary>Keeps the server's words.</summary>
    /// <param name="message">What it said; not fit to be shown before it was redacted.</param>
    internal GitRemoteException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the words mean that an object is not there.</summary>
    internal bool SaysNotOurs => Message.Contains("not our ref", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the words mean "not now".</summary>
    internal bool SaysThrottled
        => Message.Contains("limiting", StringComparison.OrdinalIgnoreCase)
            || Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
            || Message.Contains("rate-limited", StringComparison.OrdinalIgnoreCase)
            || Message.Contains("too many requests", StringComparison.OrdinalIgnoreCase);
}
