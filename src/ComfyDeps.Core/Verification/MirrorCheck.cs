using ComfyDeps.Registry;

namespace ComfyDeps.Verification;

/// <summary>Judges what a mirror has of a model.</summary>
internal static class MirrorCheck
{
    /// <summary>The finding for a mirror that is no address.</summary>
    /// <param name="mirror">What stands there.</param>
    internal static Finding NoAddress(string mirror) => Finding.Bad(
        VerificationStatus.Missing,
        PinCode.MirrorGone,
        $"The mirror '{mirror}' is not an address.",
        "Correct it with Set-ComfyRegistryEntry -Mirror.");

    /// <summary>What upstream and mirror together mean.</summary>
    /// <param name="upstream">What was found upstream.</param>
    /// <param name="mirror">What the mirror answered.</param>
    /// <param name="entry">What the registry has.</param>
    internal static Finding Judge(Finding upstream, Answer<ModelVersion> mirror, ModelEntry entry)
    {
        if (!mirror.Exists)
        {
            return upstream.Status == VerificationStatus.Verified ? Finding.Of(mirror, PinCode.MirrorGone) : upstream;
        }

        ModelVersion there = mirror.Value!;
        bool hasOtherHash = there.Sha256 is string hash && entry.Sha256 is string expected && hash != expected;
        bool hasOtherSize = there.Size is long size && entry.Size is long wanted && size != wanted;
        if (hasOtherHash || hasOtherSize)
        {
            return Finding.Bad(
                VerificationStatus.Mismatch,
                PinCode.MirrorDiffers,
                "The mirror has another file than upstream.",
                "Bring the mirror up to date, or take it out with Set-ComfyRegistryEntry.",
                mirror.AskedAt) with
            {
                Actual = hasOtherHash ? there.Sha256 : FileComparison.Bytes(there.Size),
            };
        }

        // A hash that agrees proves the file, wherever it is; a size alone proves nothing that upstream does not
        // confirm.
        bool isProven = there.Sha256 is not null && there.Sha256 == entry.Sha256;
        return isProven && upstream.Status == VerificationStatus.Missing
            ? Finding.Good(
                PinCode.OnlyMirror, $"{upstream.Message} The mirror has the same file.", null, mirror.AskedAt)
            : upstream;
    }
}
