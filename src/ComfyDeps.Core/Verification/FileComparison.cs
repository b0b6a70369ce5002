using System;
using System.Globalization;

namespace ComfyDeps.Verification;

/// <summary>Compares a file with what its source says of it now.</summary>
internal static class FileComparison
{
    /// <summary>The finding where they differ, or cannot be compared; null where they agree.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="size">The size that it should have, or null.</param>
    /// <param name="sha256">The hash that it should have, or null.</param>
    /// <param name="now">What the source says.</param>
    /// <param name="isByCommit">Whether the place is a commit, which holds one content for ever.</param>
    /// <param name="askedAt">When the source said so.</param>
    internal static Finding? Judge(
        string name, long? size, string? sha256, ModelVersion now, bool isByCommit, DateTimeOffset? askedAt)
    {
        if (sha256 is not null && now.Sha256 is string hash && hash != sha256)
        {
            return Finding.Bad(
                VerificationStatus.Mismatch,
                PinCode.HashChanged,
                $"'{name}' has other content than when it was pinned: its SHA-256 is {hash} now.",
                "Find out why before you use it; Update-ComfyRegistry -Repair takes the new one.",
                askedAt) with
            {
                Actual = hash,
            };
        }

        if (size is long expected && now.Size is long found && found != expected)
        {
            return Finding.Bad(
                VerificationStatus.Mismatch,
                PinCode.SizeChanged,
                $"'{name}' has {Bytes(found)} now, not {Bytes(expected)}.",
                "Find out why before you use it; Update-ComfyRegistry -Repair takes the new one.",
                askedAt) with
            {
                Actual = Bytes(found),
            };
        }

        bool isCompared = isByCommit
            || (sha256 is not null && now.Sha256 is not null)
            || (size is not null && now.Size is not null);
        return isCompared
            ? null
            : Finding.Bad(
                VerificationStatus.Undetermined,
                PinCode.NotComparable,
                $"'{name}' is there; its source tells neither size nor hash to compare.",
                "Update-ComfyRegistry -Download compares it byte by byte.");
    }

    /// <summary>A size for people.</summary>
    /// <param name="size">The size.</param>
    internal static string Bytes(long? size)
        => size is long bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : "no size";
}
