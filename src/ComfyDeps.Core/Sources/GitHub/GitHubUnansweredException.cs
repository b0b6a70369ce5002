using System;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.GitHub;

/// <summary>Leads a question that was not answered through Octokit, back to who asked it.</summary>
internal sealed class GitHubUnansweredException : Exception
{
    /// <summary>Wraps the problem.</summary>
    /// <param name="response">Why there is no answer.</param>
    internal GitHubUnansweredException(PipelineResponse response)
        : base(response.Problem) => Response = response;

    /// <summary>Why there is no answer.</summary>
    internal PipelineResponse Response { get; }
}
