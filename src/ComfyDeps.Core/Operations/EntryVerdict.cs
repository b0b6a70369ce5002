using System;
using System.Collections.Immutable;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>
/// What of a result is written into an entry: nothing where it says nothing new, and a person's word stays.
/// </summary>
internal static class EntryVerdict
{
    /// <summary>The verification of an entry after it was asked about.</summary>
    /// <param name="before">What the registry has.</param>
    /// <param name="result">What was found.</param>
    /// <param name="hasOtherPin">Whether the pin is another one than before.</param>
    /// <param name="now">What time it is.</param>
    internal static PinVerification? Of(
        PinVerification? before,
        VerificationResult result,
        bool hasOtherPin,
        DateTimeOffset now)
    {
        if (result.Status == VerificationStatus.Undetermined)
        {
            // What could not be asked stays as it is; of another pin nothing is known.
            return hasOtherPin ? null : before;
        }

        bool isSame = !hasOtherPin
            && before is not null
            && (before.Status == result.Status || before.Status == VerificationStatus.Manual);
        return isSame ? before : new PinVerification
        {
            Status = result.Status,
            CheckedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).ToUniversalTime(),
            Message = result.IsOk ? null : result.Message,
            AvailableVersions = result.IsOk ? ImmutableArray<string>.Empty : [.. result.AvailableVersions],
        };
    }
}
