using System.Collections.Generic;
using ComfyDeps.Inspection.Git;

namespace ComfyDeps.Inspection.Files;

/// <summary>
/// The files of an environment, wherever it is: on this machine, or as another machine told of them. Nothing is ever
/// written. Paths have slashes.
/// </summary>
internal interface IEnvironmentFiles
{
    /// <summary>What is at a path.</summary>
    /// <param name="path">The path.</param>
    FileFacts Look(string path);

    /// <summary>The names in a folder in ordinal order; null when it is not there or may not be read.</summary>
    /// <param name="folder">The folder.</param>
    IReadOnlyList<string>? List(string folder);

    /// <summary>
    /// A small text file; null when it is not there, may not be read, is no text, or is larger than the limit.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes.</param>
    string? ReadText(string path, int limit = FileLimits.Text);

    /// <summary>The path that a path really is, with no link in it; the path itself where that is not known.</summary>
    /// <param name="path">The path.</param>
    string RealPath(string path);

    /// <summary>What the first and last bytes of a model file say; null when it could not be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Its size.</param>
    ModelHead? ReadHead(string path, long size);

    /// <summary>Whether the files of a checkout differ from its commit; null when that cannot be told.</summary>
    /// <param name="checkout">The checkout.</param>
    WorkTreeState? CompareWithCommit(GitCheckout checkout);
}
