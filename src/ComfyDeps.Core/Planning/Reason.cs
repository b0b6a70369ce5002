using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Planning;

/// <summary>Words for why something is installed, and what is known about its pin.</summary>
internal static class Reason
{
    private const int ShownClasses = 3;

    /// <summary>Why a pack is installed.</summary>
    /// <param name="entry">The pack.</param>
    /// <param name="doubt">Why its pin is not verified, or null.</param>
    internal static string Of(NodeEntry entry, string? doubt)
        => $"{Needed(entry.Classes)}; {Followed(entry.Requested)}{Known(entry.Verification, doubt)}";

    /// <summary>Why a model is installed.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="doubt">Why its pin is not verified, or null.</param>
    internal static string Of(ModelEntry entry, string? doubt)
        => $"{(entry.Gated ? "gated; " : "")}{Followed(entry.Requested)}{Known(entry.Verification, doubt)}";

    private static string Needed(ImmutableArray<string> classes)
        => classes.Length switch
        {
            0 => "in the registry",
            <= ShownClasses => "for " + string.Join(", ", classes),
            _ => $"for {string.Join(", ", classes.Take(ShownClasses))} and {classes.Length - ShownClasses} more",
        };

    private static string Followed(string? requested) => requested is null ? "" : $"follows {requested}; ";

    private static string Known(PinVerification? verification, string? doubt)
    {
        if (doubt is not null)
        {
            return "NOT VERIFIED: " + doubt;
        }

        string when = verification is { CheckedAt: DateTimeOffset at, Status: VerificationStatus.Verified
            or VerificationStatus.Manual }
            ? " " + at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";
        return verification?.Status == VerificationStatus.Manual
            ? $"verified by hand by {verification.VerifiedBy ?? "somebody"}{when}"
            : "verified" + when;
    }
}
