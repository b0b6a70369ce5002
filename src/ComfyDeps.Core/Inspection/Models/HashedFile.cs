namespace ComfyDeps.Inspection.Models;

/// <summary>What came of hashing a model file.</summary>
/// <param name="Sha256">The hash, or null when it was not wanted or could not be had.</param>
/// <param name="Finding">Why it could not be had, or null.</param>
internal sealed record HashedFile(string? Sha256, InspectionFinding? Finding = null)
{
    /// <summary>A hash that could not be had.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reason">Why not.</param>
    internal static HashedFile Failed(ModelFile file, string reason)
        => new(null, new InspectionFinding(
            VerificationStatus.Undetermined,
            Inspection.Finding.Unreadable,
            ShownText.Of($"'{file.Path}' could not be hashed: {reason}"),
            "Look again when nothing writes to it, as a user who may read it."));
}
