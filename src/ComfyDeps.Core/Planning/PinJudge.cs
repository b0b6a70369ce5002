using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Planning;

/// <summary>Tells whether a pin may be installed without asking anybody for leave.</summary>
/// <param name="request">What is known about pins now.</param>
internal sealed class PinJudge(PlanRequest request)
{
    /// <summary>Why a pin is not verified, or null when it is.</summary>
    /// <param name="kind">Node or Model.</param>
    /// <param name="name">The entry.</param>
    /// <param name="stored">What the registry stores about it.</param>
    /// <param name="isExact">Whether it is a pin at all.</param>
    internal string? WhyNot(DependencyKind kind, string name, PinVerification? stored, bool isExact)
    {
        if (!isExact)
        {
            return nameof(VerificationStatus.Unpinned);
        }

        if (request.Results is null)
        {
            return IsGood(stored?.Status) ? null : Words(stored?.Status, stored?.Message);
        }

        VerificationResult? result = request.Results.GetValueOrDefault((kind, name));
        return IsGood(result?.Status) ? null : Words(result?.Status, result?.Message);
    }

    private static bool IsGood(VerificationStatus? status) => status is VerificationStatus.Verified or VerificationStatus.Manual;

    private static string Words(VerificationStatus? status, string? message)
        => status is null ? "never asked" : message is null ? $"{status}" : $"{status}: {message}";
}
