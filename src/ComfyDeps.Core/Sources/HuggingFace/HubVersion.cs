using System;
using System.Linq;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>Makes objects for the pipeline of what the Hub says.</summary>
internal static class HubVersion
{
    /// <summary>A file, or a folder as one thing, at exactly one commit.</summary>
    /// <param name="endpoint">Where the Hub is.</param>
    /// <param name="question">What was asked about.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="file">The file.</param>
    internal static ModelVersion Of(Uri endpoint, HubQuestion question, HubRevisionFact revision, HubFileFact file)
    {
        HuggingFaceAddress now = question.Place with { Repository = revision.Repository, Revision = revision.Commit };
        return new ModelVersion
        {
            Name = question.Model.Name,
            Folder = question.Model.Folder,
            Repository = now.QualifiedRepository,
            File = file.Path,
            Commit = revision.Commit,
            Size = file.Size,
            Sha256 = file.Sha256,
            IsGated = revision.IsGated,
            Source = SourceKind.HuggingFace,
            DownloadUrl = HubUrl.Of(endpoint, now, now.IsFolder ? "tree" : "resolve"),
            LastModified = revision.LastModified,
        };
    }

    /// <summary>
    /// A folder as one thing: its size is that of all files in it, and it has no hash. Null when it is not there.
    /// </summary>
    /// <param name="place">The folder.</param>
    /// <param name="revision">The revision.</param>
    internal static HubFileFact? Folder(HuggingFaceAddress place, HubRevisionFact revision)
    {
        string prefix = place.Path is null ? string.Empty : place.Path + "/";
        HubFileFact[] inside = [.. revision.Files!.Values
            .Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal))];
        return inside.Length == 0
            ? null
            : new HubFileFact(place.Path ?? string.Empty, inside.Sum(static file => file.Size ?? 0), null);
    }
}
