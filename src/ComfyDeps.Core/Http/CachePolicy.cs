using System;

namespace ComfyDeps.Http;

/// <summary>How long an answer may be used without asking again.</summary>
internal sealed class CachePolicy
{
    /// <summary>Nothing is kept.</summary>
    internal static readonly CachePolicy None = new() { FreshFor = TimeSpan.Zero, IsStored = false };

    /// <summary>For what moves (refs, version lists, tags): ten minutes, then asked again with its ETag.</summary>
    internal static readonly CachePolicy Moving = new() { FreshFor = TimeSpan.FromMinutes(10) };

    /// <summary>For what cannot change (an object by its hash): thirty days.</summary>
    internal static readonly CachePolicy Immutable = new() { FreshFor = TimeSpan.FromDays(30) };

    /// <summary>For what must be asked now, and serves as the last known answer later.</summary>
    internal static readonly CachePolicy Revalidate = new() { FreshFor = TimeSpan.Zero };

    /// <summary>How long an answer that the thing exists is used without asking.</summary>
    internal required TimeSpan FreshFor { get; init; }

    /// <summary>How long an answer that it does not exist (404, 410) is used without asking.</summary>
    internal TimeSpan MissingFreshFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether answers are kept at all.</summary>
    internal bool IsStored { get; init; } = true;
}
