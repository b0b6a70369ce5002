using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What the sources say about one pack.</summary>
/// <param name="All">One answer for each source that was asked.</param>
/// <param name="Warnings">What a user should know besides: a repository that is archived, has moved or is gone.</param>
internal sealed record NodeAnswers(
    IReadOnlyList<Answer<IReadOnlyList<NodeVersion>>> All,
    IReadOnlyList<string> Warnings);
