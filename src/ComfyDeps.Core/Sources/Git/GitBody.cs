using System;
using System.IO;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.Git;

/// <summary>
/// Judges bodies of git servers before they are used: damaged ones are asked for again, errors are not kept.
/// </summary>
internal static class GitBody
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    internal delegate object Reader(ReadOnlySpan<byte> body);

    /// <summary>
    /// What is damaged about a body that is git's; null for whole ones, and for those that are not git's at all.
    /// </summary>
    /// <param name="response">A good answer.</param>
    /// <param name="read">Reads its body.</param>
    internal static string? Defect(PipelineResponse response, Reader read)
    {
        try
        {
            bool isGit = response.Headers["Content-Type"]?.StartsWith(
                "application/x-git-", StringComparison.OrdinalIgnoreCase) == true;
            if (isGit && !response.Body.IsEmpty)
            {
                read(response.Body.Span);
            }

            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
        catch (GitRemoteException)
        {
            return null;
        }
    }

    /// <summary>Whether a body is git's and reports no error, so that it may be kept.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="contentType">What it must be.</param>
    /// <param name="read">Reads its body.</param>
    internal static bool IsWhole(PipelineResponse response, string contentType, Reader read)
    {
        if (!response.IsSuccess)
        {
            return true;
        }

        try
        {
            bool isGit = response.Headers["Content-Type"]?.StartsWith(
                contentType, StringComparison.OrdinalIgnoreCase) == true;
            if (isGit && !response.Body.IsEmpty)
            {
                read(response.Body.Span);
                return true;
            }

            return false;
        }
        catch (GitRemoteException)
        {
            return false;
        }
    }
}
