using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Verification;

/// <summary>
/// Finds out what is gone at Hugging Face, the repository, the revision or the file, and what is there instead.
/// </summary>
internal sealed class HubAbsence
{
    private readonly HuggingFaceSource _hub;
    private readonly CancellationToken _stop;

    /// <summary>Asks Hugging Face.</summary>
    /// <param name="hub">Hugging Face.</param>
    /// <param name="stop">Stops the asking.</param>
    internal HubAbsence(HuggingFaceSource hub, CancellationToken stop)
    {
        _hub = hub;
        _stop = stop;
    }

    /// <summary>The finding for a place that is not there.</summary>
    /// <param name="place">The place.</param>
    /// <param name="entry">What the registry has.</param>
    /// <param name="reason">What Hugging Face said.</param>
    /// <param name="hint">What it means, or null.</param>
    /// <param name="askedAt">When it said so.</param>
    internal async Task<Finding> ExplainAsync(
        ModelReference place, ModelEntry entry, string reason, string? hint, DateTimeOffset? askedAt)
    {
        Answer<IReadOnlyList<ModelVersion>> there = await FilesAsync(place.Repository!, place.Revision)
            .ConfigureAwait(false);
        if (there.Exists)
        {
            string? same = Same(there.Value!, entry);
            return Finding.Bad(
                VerificationStatus.Missing,
                PinCode.FileGone,
                reason,
                same is null ? hint : $"The same file is there as '{same}'; Update-ComfyRegistry -Repair takes it.",
                askedAt) with
            {
                Actual = same,
            };
        }

        Answer<IReadOnlyList<ModelVersion>> main = await FilesAsync(place.Repository!, null).ConfigureAwait(false);
        if (main.Exists)
        {
            ModelVersion? now = main.Value!.FirstOrDefault(
                file => file.File == place.File || IsBelow(file.File, place.File));
            return Finding.Bad(
                VerificationStatus.Missing,
                PinCode.RevisionGone,
                reason,
                now is null
                    ? "The newest revision does not have the file."
                    : "Update-ComfyRegistry -Repair takes the newest revision.",
                askedAt) with
            {
                AvailableVersions = now?.Commit is string commit ? [commit] : [],
            };
        }

        return Finding.Bad(
            VerificationStatus.Missing,
            main.Kind == AnswerKind.DoesNotExist ? PinCode.RepositoryGone : PinCode.FileGone,
            reason,
            hint,
            askedAt);
    }

    /// <summary>Where the content is, when the file has another name now.</summary>
    /// <param name="files">The files of a revision.</param>
    /// <param name="entry">What the registry has.</param>
    internal static string? Same(IReadOnlyList<ModelVersion> files, ModelEntry entry)
        => entry.Sha256 is string hash ? files.FirstOrDefault(file => file.Sha256 == hash)?.File : null;

    private static bool IsBelow(string path, string? folder)
        => folder is null || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private Task<Answer<IReadOnlyList<ModelVersion>>> FilesAsync(string repository, string? revision)
        => _hub.FindFolderAsync(
            new ModelReference { Name = repository, Repository = repository, Revision = revision }, _stop);
}
