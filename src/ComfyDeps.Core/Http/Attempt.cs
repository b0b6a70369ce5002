using System;

namespace ComfyDeps.Http;

/// <summary>What came of asking once.</summary>
/// <param name="Response">The answer, or the problem.</param>
/// <param name="IsWorthRepeating">Whether asking again may help, and there is time for it.</param>
/// <param name="Wait">How long the service asks to wait before that, or null where it does not say.</param>
/// <param name="Hop">For a body that the caller reads: the open response.</param>
internal sealed record Attempt(
    PipelineResponse Response,
    bool IsWorthRepeating = false,
    TimeSpan? Wait = null,
    Hop? Hop = null);
